// own_letters.hpp -- the company's own letters beside the configuration: a change takes effect when it is sound and a second
// person has accepted it; until then the words that were in use before stay so.
//
// Accepted texts are kept in the store, so that a broken or unseen change of a file changes no letter. Where [access] two_people
// is false, a sound change takes effect at once.
#pragma once

#include "jobs/context.hpp"
#include "letters/reminder.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace settled::jobs {

struct LetterFolders {
    std::filesystem::path own, shipped; // "letters" beside settled.toml; config/letters of the installation
};

enum class LetterState : std::uint8_t { in_use = 1, waits, broken, removed };
std::string_view name(LetterState state); // "in use"

struct LetterFile {
    std::string path; // "en/friendly.txt"
    LetterState state = LetterState::in_use;
    std::string problem;    // of a broken one: where, which line, what
    std::string changed_by; // the file's owner where the system says so
};

// Every file of the company's own folder, and accepted ones that are gone from it.
Result<std::vector<LetterFile>> own_letters(JobContext& context, const LetterFolders& folders);

// Accepts what waits: sound files and removals. Returns all files as they stand afterwards. A file that the actor owns is not
// accepted by the actor; it stays waiting, with the reason.
Result<std::vector<LetterFile>> accept_letters(JobContext& context, const LetterFolders& folders);

// What letters are written with now. Says in the journal which changes are not in use yet.
Result<std::unique_ptr<letters::TemplateSource>> letters_in_use(JobContext& context, const LetterFolders& folders);

} // namespace settled::jobs
