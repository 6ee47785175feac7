// csv_rows.hpp -- rows of a CSV file, one at a time, in constant memory (RFC 4180, and what people save).
//
// The mark is found in the first line: ',' or ';' or a tab. A byte order mark, CR LF or LF, quoted
// values with doubled quotes and line breaks inside, and empty lines are understood.
#pragma once

#include <settled/result.hpp>

#include <cstddef>
#include <cstdint>
#include <istream>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace settled::ledger_files {

class CsvRows {
  public:
    static constexpr std::size_t row_bytes_max = 1 << 20;
    static constexpr std::size_t columns_max = 256;

    explicit CsvRows(std::istream& in); // outlives the reader

    // The next row that is not empty, or false at the end. BAD_DATA carries the line.
    Result<bool> next();
    std::span<const std::string_view> values() const { return values_; } // until the next call
    std::int64_t line() const { return row_line_; }                      // where the row begins, 1 = first

  private:
    void find_mark();
    Result<bool> read_row();
    void end_value();

    std::istream* in_;
    char mark_ = ',';
    std::int64_t line_ = 1;
    std::int64_t row_line_ = 0;
    std::string text_;              // the row's values, one after the other
    std::vector<std::size_t> ends_; // of each value in text_
    std::vector<std::string_view> values_;
};

} // namespace settled::ledger_files
