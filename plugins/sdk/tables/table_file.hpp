// table_file.hpp -- a file that somebody keeps a table in, as rows of cells: CSV in its usual forms, XLSX, XLS
// and the HTML that programs name .xls. One sheet is read at a time, row by row.
#pragma once

#include <formats/encoding.hpp>
#include <settled/result.hpp>
#include <workbook/workbook.hpp>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace settled::tables {

struct TableLimits {
    std::uint64_t file_bytes = std::uint64_t{200} << 20; // of a workbook, which is held in memory, or a text
    std::int64_t rows = 2'000'000;                       // of one sheet
    std::size_t sheets = 200;
    workbook::WorkbookLimits workbook;
};

// How the mark between the cells of a text is found.
enum class MarkRule : std::uint8_t {
    first_line,  // the first line is the headings
    most_regular // titles may stand above: the mark that gives most lines the same number of cells
};

struct TextForm {
    std::optional<formats::Encoding> encoding; // nothing: by the bytes
    char mark = '\0';                          // '\0': found by the rule
    MarkRule rule = MarkRule::first_line;
};

struct SheetName {
    std::string name; // "" of a text
    bool hidden = false;
};

// Rows that are not blank, one after the other.
class TableRows {
  public:
    virtual ~TableRows() = default;
    virtual Result<bool> next() = 0; // false at the end; BAD_DATA carries the line
    // Until the next call. A workbook's own numbers and days are native cells (workbook/native_cell.hpp).
    virtual std::span<const std::string_view> cells() const = 0;
    virtual std::int64_t line() const = 0; // of the file or sheet, 1 = first
};

class TableFile {
  public:
    virtual ~TableFile() = default;
    // UNAVAILABLE where it cannot be opened; BAD_DATA: damaged, encrypted, or beyond a limit, which is named.
    static Result<std::unique_ptr<TableFile>> open(const std::filesystem::path& file, const TextForm& form,
                                                   const TableLimits& limits = {});

    virtual const std::vector<SheetName>& sheets() const = 0;
    virtual bool is_workbook() const = 0;
    virtual bool epoch_1904() const = 0;
    // One at a time; a sheet may be read again. The rows must not outlive the file.
    virtual Result<std::unique_ptr<TableRows>> rows(std::size_t sheet) = 0;
};

} // namespace settled::tables
