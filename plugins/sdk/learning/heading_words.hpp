// heading_words.hpp -- what the headings of bank exports mean, in the languages that banks write them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace settled::learning {

enum class Match { none, part, whole }; // how a heading names a field

struct Meaning {
    std::string_view field; // a key of [columns] in a layout
    Match match = Match::none;
};

// The field that a heading most likely names: a heading that is the word itself beats one that holds it.
Meaning meaning_of(std::string_view heading);

// Words of a direction column: which way money goes. Nothing for a word that nobody here knows.
enum class Way { in, out, neutral };
std::optional<Way> way_of(std::string_view word);

// Labels above a table behind which the account stands: "账号", "IBAN", "Konto".
const std::vector<std::string_view>& account_labels();

// How a heading is compared: lower case, without blanks, quotes and what stands in brackets.
std::string folded(std::string_view heading);

} // namespace settled::learning
