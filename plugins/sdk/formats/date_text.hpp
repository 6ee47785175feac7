// date_text.hpp -- days as banks write them, by an explicit pattern; a day is never guessed.
#pragma once

#include <settled/date.hpp>

#include <string_view>

namespace settled::formats {

// A day that its month does not have (30 February): refused, or taken as the month's last day.
enum class ImpossibleDay { refuse, clamp };

struct DateText {
    Date date;
    bool clamped = false; // the source named a day that does not exist; keep its text for people

    friend bool operator==(const DateText&, const DateText&) = default;
};

// The pattern's letters: YYYY and YY (80 to 99 are 19xx, as in SWIFT messages), MM and DD two
// digits, M and D one or two, MMM the month's English name ("Jan"); every other character stands for
// itself. "YYMMDD", "DD.MM.YYYY", "M/D/YY", "YYYY年MM月DD日", "DD MMM YYYY". The whole text must fit.
// Clamping mends only days 29 to 31; a month 13 or a day 0 is BAD_DATA in any case, which names text
// and pattern.
Result<DateText> parse_date(std::string_view text, std::string_view pattern, ImpossibleDay impossible = ImpossibleDay::refuse);

// "MMDD" without a year, in the year that brings it nearest to `day`: 1231 beside 2 January 2026 is
// 31 December 2025. `day` must not be none.
Result<DateText> parse_month_day(std::string_view mmdd, Date day, ImpossibleDay impossible = ImpossibleDay::refuse);

} // namespace settled::formats
