// lines.hpp -- the lines of a file that people edit: without a byte order mark, blanks at the ends or the
// carriage returns of a Windows editor.
#pragma once

#include <settled/text.hpp>

#include <string_view>
#include <vector>

namespace settled::letters {

inline std::vector<std::string_view> lines_of(std::string_view file) {
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    if (file.starts_with(byte_order_mark)) file.remove_prefix(byte_order_mark.size());
    std::vector<std::string_view> lines = split(file, '\n');
    for (std::string_view& line : lines) line = trim(line);
    return lines;
}

} // namespace settled::letters
