// csv_file.hpp -- a CSV file on disk as rows of cells; its mark (',' ';' or tab) is found in the first line.
#pragma once

#include <formats/table_csv.hpp>
#include <settled/result.hpp>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace settled::ledger_files {

class CsvFile {
  public:
    // UNAVAILABLE where it cannot be opened. `encoding`: of a file without a byte order mark; else by
    // its bytes.
    static Result<std::unique_ptr<CsvFile>> open(const std::filesystem::path& file, std::optional<formats::Encoding> encoding);

    Result<bool> next(); // the next row that is not blank, false at the end; BAD_DATA carries the line
    std::span<const std::string_view> values() const { return row_.cells; } // until the next call
    std::int64_t line() const { return row_.line; }

  private:
    CsvFile(const std::filesystem::path& file, std::optional<formats::Encoding> encoding);

    std::ifstream in_;
    std::string name_;
    settled_input input_;
    formats::TableCsv table_;
    formats::CsvRow row_;
};

} // namespace settled::ledger_files
