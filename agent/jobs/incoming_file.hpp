// incoming_file.hpp -- one statement file on its way into the book: read once, and its fate kept.
#pragma once

#include "jobs/context.hpp"
#include "jobs/import.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace settled::jobs {

// Its bytes on our disk, their digest, and the companies it may concern.
struct IncomingFile {
    std::string source, name, sha256, sender, owner;
    std::filesystem::path file;
    std::vector<const config::Company*> companies;
    const config::StatementSource* settings = nullptr; // nothing: handed over by a person
};

// Only these say something about the file itself; anything else may be different tomorrow.
constexpr bool is_the_files_fault(settled_code code) { return code == SETTLED_BAD_DATA || code == SETTLED_UNSUPPORTED; }

// Fills `imported`. An error is the store's; a reader that could not work leaves the file unread for the next run.
Status take_in(JobContext& context, const IncomingFile& incoming, const Scope& scope, ImportedFile& imported);

// It lies there and is not in the book: nobody is reminded until it is (stale_bank).
Status leave_unread(JobContext& context, const IncomingFile& incoming, const Scope& scope);

} // namespace settled::jobs
