// native_cell.hpp -- a number or a day that a workbook holds as such, told as the text of a cell.
//
// A bank's text is read by the marks of its layout: "1.234" may be a thousand. A workbook's own number has
// no marks: it is always "1234.5", its days are always "2026-11-20". Such cells begin with a character
// that no text of a file keeps (U+001E), so that one reader serves both.
#pragma once

#include <string_view>

namespace settled::workbook {

inline constexpr char native_mark = '\x1E';

constexpr bool is_native(std::string_view cell) { return cell.starts_with(native_mark); }

constexpr std::string_view without_native_mark(std::string_view cell) {
    if (is_native(cell)) cell.remove_prefix(1);
    return cell;
}

} // namespace settled::workbook
