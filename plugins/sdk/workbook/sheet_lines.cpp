#include "sheet_lines.hpp"

#include <workbook/native_cell.hpp>
#include <workbook/workbook.hpp>

namespace settled::workbook {

bool SheetLines::put(std::string& out, std::int64_t row, std::size_t column, std::string_view value, bool native) {
    if (row < row_ || row < 1 || row > sheet_rows_max || column >= sheet_columns_max) return false;
    if (row == row_ && column < next_) return false;
    if (row > row_) {
        out.append(static_cast<std::size_t>(row - (row_ == 0 ? 1 : row_)), '\n');
        row_ = row;
        column_ = next_ = 0;
    }
    next_ = column + 1;
    if (value.empty()) return true;
    out.append(column - column_, sheet_delimiter);
    column_ = column;
    if (native) out += native_mark;
    const bool quoted = !native && value.find('"') != value.npos;
    if (quoted) out += '"';
    for (const char c : value) {
        if (c == '"' && quoted) out += '"';
        // A row is one line, and only this class writes its marks.
        out += c == '\n' || c == '\r' || c == sheet_delimiter || c == native_mark ? ' ' : c;
    }
    if (quoted) out += '"';
    return true;
}

void SheetLines::finish(std::string& out) {
    if (row_ > 0) out += '\n';
}

} // namespace settled::workbook
