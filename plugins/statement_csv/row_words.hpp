// row_words.hpp -- small questions about the text of a cell.
#pragma once

#include "layout.hpp"

#include <settled/text.hpp>

#include <algorithm>
#include <string>
#include <string_view>

namespace settled::csv {

inline bool contains(const Words& words, std::string_view text) { return std::ranges::find(words, text) != words.end(); }

inline bool contains_within(std::string_view text, const Words& words) {
    return std::ranges::any_of(words, [&](const std::string& word) { return text.find(word) != text.npos; });
}

// For a message: of a sensible length, and nothing that a terminal obeys.
inline std::string quoted(std::string_view text) { return "\"" + visible(cut_at_character(text, 60)) + "\""; }

} // namespace settled::csv
