// line_keys.hpp -- one spelling for the numbers that two parties give the same document.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace settled::matching::two_sided {

// "ＩＮＶ－0007", "INV 7" and "inv/007" are "inv7": folded, without what separates, without leading zeros.
// "收-0012" keeps its letters. Empty where no digit or letter is left.
std::string number_key(std::string_view written);

// The keys of the numbers that a text quotes: pieces with a digit and at least four signs, each once, sorted.
std::vector<std::string> quoted_keys(std::string_view text);

} // namespace settled::matching::two_sided
