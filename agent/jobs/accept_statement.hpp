// accept_statement.hpp -- may what a file says join the book? All of it or nothing.
//
// Refused: an account that is not ours, or whose statements come from another source (operations 8);
// a statement that does not add up; an amount finer than its currency; a currency that is not the
// account's. The reason is one line for the person who finds the file in rejected/.
#pragma once

#include "config/settings.hpp"
#include "store/store.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace settled::jobs {

struct ReadFile {
    std::string name, source, parser; // source empty: a person handed the file over
    std::vector<statement::Statement> statements;
    std::vector<statement::Diagnostic> diagnostics;
};

struct AcceptedFile {
    // Company → its statements; a file may hold accounts of several.
    std::vector<std::pair<std::string, std::vector<store::AccountStatement>>> companies;
};

// Many a parser's words end with this next step; then nobody says it again.
bool asks_the_bank(std::string_view message);

Result<AcceptedFile> accept(const config::Settings& settings, ReadFile file);

} // namespace settled::jobs
