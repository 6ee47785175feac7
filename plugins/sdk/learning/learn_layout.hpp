// learn_layout.hpp -- proposes a layout for a table that no layout knows.
//
// It looks at the headings (heading_words.hpp) and at what stands beneath them, and says of every choice
// why it was made. What the file cannot tell (which way a date is read when no day is above 12, whose
// currency it is) is marked "uncertain" in the proposal, for a person to decide. The proposal is a layout
// of statement_csv; whether it reads the file is for the caller to prove.
#pragma once

#include <settled/result.hpp>
#include <settled/statement.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace settled::learning {

struct Proposal {
    std::string toml;
    std::vector<std::string> recognised, uncertain; // sentences; both stand as comments in the TOML too
};

// BAD_DATA when there is no line of headings with a day and an amount among the first 100.
Result<Proposal> learn_layout(const Input& input);

} // namespace settled::learning
