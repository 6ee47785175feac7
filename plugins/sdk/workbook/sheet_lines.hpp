// sheet_lines.hpp -- the cells of a sheet as lines of text (workbook.hpp says how).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace settled::workbook {

inline constexpr std::int64_t sheet_rows_max = 1'048'576; // of a worksheet
inline constexpr std::size_t sheet_columns_max = 16'384;

class SheetLines {
  public:
    // Cells come left to right, rows (the first is 1) top to bottom; what lies between is empty. False
    // where a cell comes out of order or lies beyond a worksheet.
    bool put(std::string& out, std::int64_t row, std::size_t column, std::string_view value, bool native);

    // The sheet is over.
    void finish(std::string& out);

    std::int64_t row() const { return row_; } // of the last cell, 0 before the first

  private:
    std::int64_t row_ = 0;
    std::size_t column_ = 0, next_ = 0; // where the line stands; the first column that may follow
};

} // namespace settled::workbook
