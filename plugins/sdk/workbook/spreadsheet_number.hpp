// spreadsheet_number.hpp -- what a workbook's numbers say, exactly and without floating point.
//
// A spreadsheet counts in IEEE 754 doubles and shows 15 digits of them. What stands in the file is
// 1234.56 or, as often, 1234.5599999999999: both are told as "1234.56".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace settled::workbook {

inline constexpr int spreadsheet_digits = 15;

// "1234.5599999999999" → "1234.56", "1.5E-3" → "0.0015"; nothing for what is no number. Numbers of more
// than 40 digits before or behind the point are none.
std::optional<std::string> plain_number(std::string_view text);

// The same of the 64 bits of an IEEE 754 binary64. Magnitudes from 2^-20 to 2^100 and zero are numbers.
std::optional<std::string> plain_number_of_bits(std::uint64_t bits);

// The day of a serial number ("43449" → "2018-12-15"), a time behind the point left out; nothing for day 0
// and less, which are times, and for days after 9999.
std::optional<std::string> day_of_serial(std::string_view serial, bool epoch_1904);

// Whether a number of this format is shown as a day: the ids that are built in (ECMA-376 18.8.30) and the
// codes that workbooks define themselves.
bool is_day_format(int id, std::string_view code);

} // namespace settled::workbook
