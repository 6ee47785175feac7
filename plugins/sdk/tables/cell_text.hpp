// cell_text.hpp -- what people type into cells, as the plain texts that the contract's columns want.
//
// Full-width digits, thousand marks, a currency's sign, a minus in front, behind or as brackets, a dash for
// nothing, a day by an explicit pattern or as a spreadsheet's serial number. Nothing is rounded and nothing
// guessed: which mark is the decimal one and how days are written is said by the mapping.
#pragma once

#include <settled/result.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace settled::tables {

// A cell without its native mark, full-width ASCII made narrow, blanks around it gone.
std::string plain_cell(std::string_view cell);
bool is_dash(std::string_view text); // "-", "--", "—", "/": how people write nothing

struct AmountForm {
    std::string decimal = ".", grouping = ",' ";
    std::int64_t unit = 1; // 10000 where the table counts in 万元
};

// An exact decimal, value = digits × 10^-scale.
struct PlainDecimal {
    std::int64_t digits = 0;
    int scale = 0;
    std::string text() const;
};

// Nothing for an empty cell or a dash. BAD_DATA names the text and what was expected.
Result<std::optional<PlainDecimal>> decimal_of(std::string_view cell, const AmountForm& form);
std::optional<PlainDecimal> added(const PlainDecimal& left, const PlainDecimal& right, bool subtract);

// Patterns of formats/date_text.hpp, and "serial" and "serial1904" for a spreadsheet's count of days. A time behind the
// day is left out. A native number is a serial number of the workbook's own epoch. "" for an empty cell or a dash.
inline constexpr std::string_view serial_pattern = "serial", serial_1904_pattern = "serial1904";
Result<std::string> iso_day_of(std::string_view cell, std::span<const std::string> patterns, bool epoch_1904);

// An id or number as text. BAD_DATA where a spreadsheet has made a number of it and lost digits: 1.23E+15, or a
// number of more than the 15 digits that it keeps.
Result<std::string> text_of_cell(std::string_view cell);

// "2026-11" for 2026-11-01, 202611, 2026/11, 2026年11月; anything else as it stands.
std::string period_of(std::string text);
// People separate several numbers by what their keyboard has: 、，,； become ';'.
std::string list_of(std::string_view text);
std::string number_of(std::string text); // "30天", "30 days" → "30"

} // namespace settled::tables
