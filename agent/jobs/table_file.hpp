// table_file.hpp -- the tables of a file that a person hands over: a CSV under each possible delimiter, or the
// sheets of a workbook (XLSX, XLS, HTML named .xls). Its reader picks the one that makes sense to it.
#pragma once

#include <settled/result.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace settled::jobs {

inline constexpr std::size_t table_file_bytes_max = std::size_t{50} << 20;
inline constexpr std::size_t table_rows_max = 200'000;

struct TableCell {
    std::string text;
    bool native = false; // a workbook's own number ("1234.5") or day ("2026-11-20")
};

struct TableRow {
    std::int64_t line = 0; // of the file or sheet, 1 = first
    std::vector<TableCell> cells;
};

struct TableOfFile {
    std::string sheet; // of a workbook
    std::vector<TableRow> rows;
};

// BAD_DATA: no text, a damaged or encrypted workbook, or more rows than table_rows_max.
Result<std::vector<TableOfFile>> tables_of(std::string_view bytes);

} // namespace settled::jobs
