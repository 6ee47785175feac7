// slip.hpp -- what a person probably did where a TOML text cannot be read, in words that mend it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace settled::config {

struct Position {
    int line = 1, column = 1; // characters, from 1
};

Position position_of(std::string_view text, std::size_t offset);

struct Slip {
    Position at;
    std::string words; // what was found, what was expected, the next step; never the value itself
};

// `found_at` and `complaint` are the parser's own; they stand where no usual slip is recognised.
Slip explain(std::string_view text, Position found_at, std::string_view complaint);

} // namespace settled::config
