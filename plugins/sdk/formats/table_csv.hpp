// table_csv.hpp -- rows and cells of delimited text (RFC 4180 and what banks make of it), streaming.
//
// A quoted cell may hold delimiters and line breaks, "" is a quote. Beyond the RFC: blanks and tabs
// that pad a cell are dropped, a quote in the middle of an unquoted cell is a character like any
// other, text behind a closing quote belongs to the cell, and ="0012" (how exports keep a spreadsheet
// from reading digits as a number) is 0012. Lines end with LF or CRLF; with CR where the head of the
// file has no LF. Memory is one chunk, or one row where that is longer.
#pragma once

#include <formats/text_input.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace settled::formats {

struct CsvLimits {
    std::size_t row_bytes = std::size_t{1} << 20;
    std::size_t cells = 1000;
};

struct CsvRow {
    std::vector<std::string_view> cells; // they live until the next call of next()
    std::int64_t line = 0;               // where the row begins, 1 = first

    bool blank() const;
};

class TableCsv {
  public:
    static constexpr std::size_t head_bytes = 65536;

    explicit TableCsv(const Input& input, std::optional<Encoding> chosen = std::nullopt, CsvLimits limits = {})
        : TableCsv(std::make_unique<TextInput>(input, chosen), limits) {}
    // Text that comes from elsewhere.
    explicit TableCsv(std::unique_ptr<TextSource> source, CsvLimits limits = {}) : source_(std::move(source)), limits_(limits) {}

    // The beginning of the text (64 KiB or all of it), for those who look for a header line first.
    Result<std::string_view> head();

    // Rows begin at this offset of head(); lines before it are counted. A delimiter is one ASCII
    // character.
    void start(std::size_t offset, char delimiter);

    // False at the end. BAD_DATA for a quote that is never closed and for what exceeds the limits.
    Result<bool> next(CsvRow& row);

    std::int64_t line() const { return line_; } // of what comes next

    // The cells of one line by itself.
    static std::vector<std::string_view> split_line(std::string_view line, char delimiter, std::string& storage);

  private:
    Result<bool> fill(); // false when the file has no more
    bool begins_cell(const char* quote, const char* row) const;
    // The offset behind the row that begins at at_, or npos when it is not all there.
    std::size_t row_end(std::size_t& searched);

    std::unique_ptr<TextSource> source_;
    CsvLimits limits_;
    std::string buffer_;
    std::size_t at_ = 0;
    std::int64_t line_ = 1;
    char delimiter_ = ',';
    bool at_end_ = false;
    bool ends_with_cr_ = false; // lines of an old Macintosh, known from the head
    bool quote_open_ = false;   // where the last search for a row's end stopped
};

} // namespace settled::formats
