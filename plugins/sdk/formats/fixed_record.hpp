// fixed_record.hpp -- one record whose fields stand in fixed columns: CODA, Norma 43, CFONB 120.
//
// Columns are counted from 1 and by characters, as the standards do. Banks deliver records without
// the blanks at their end: a column that is not there is a blank. A refusal names the columns, the
// field, what was found and what was expected.
#pragma once

#include <formats/decimal_text.hpp>
#include <formats/line_reader.hpp>
#include <settled/date.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace settled::formats {

struct FixedField {
    std::string_view name; // as a message says it: "booking date"
    std::uint16_t first, last;

    constexpr std::size_t width() const { return std::size_t{last} - first + 1; }
};

class FixedRecord {
  public:
    explicit FixedRecord(std::size_t width) : width_(width) {}

    // The record lives as long as the line's text. BAD_DATA when the line has more columns than the
    // record, not counting blanks at its end. A line of exactly `width` bytes and fewer characters
    // was laid out by a program that counted bytes, and is read so.
    Status assign(const Line& line);

    std::int64_t line() const { return line_; }
    std::size_t columns() const { return columns_; } // without blanks at the end

    std::string_view raw(FixedField field) const; // what is there of these columns
    std::string_view text(FixedField field) const;
    bool blank(FixedField field) const { return text(field).empty(); }
    // Appends the columns, blanks for those that are not there: pieces of a text that runs over
    // several fields keep the bank's own blanks.
    void append_to(std::string& text, FixedField field) const;

    // Digits and nothing else, at most 18 of them.
    Result<std::int64_t> number(FixedField field) const;
    // Digits whose last `decimals` stand behind the point that is not written.
    Result<DecimalAmount> amount(FixedField field, int decimals, Currency currency) const;
    // None where the columns are blank or zeros.
    Result<Date> date(FixedField field, std::string_view pattern) const;

    // "columns 33-47 (amount): found "12X", expected 15 digits"
    std::unexpected<Error> refuse(FixedField field, std::string_view expected) const;

  private:
    std::size_t byte_of(std::size_t column) const; // of column 1, 2, …, or behind the last

    std::size_t width_, columns_ = 0;
    std::string_view text_;
    std::vector<std::uint16_t> bytes_; // where each column begins; empty when columns are bytes
    std::int64_t line_ = 0;
};

} // namespace settled::formats
