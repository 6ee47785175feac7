// conventions.hpp -- how a QIF file writes days and amounts, found out from all of them together.
//
// QIF says neither whether 03/04 is in March or April nor whether 1,234 has decimals: both are as the
// country of the program that wrote it. Every day and amount of a file leaves only some readings possible;
// what is left over the whole file decides, and where two are left nothing is guessed.
#pragma once

#include <formats/decimal_text.hpp>
#include <settled/date.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace settled::qif {

enum class DateOrder : std::uint8_t { month_day_year, day_month_year, year_month_day };
inline constexpr std::size_t date_orders = 3;

std::optional<DateOrder> date_order_named(std::string_view name); // "MDY", "DMY", "YMD"

// "3/15/2026", "15.3.26", "3/15'26" (of this century), " 3/ 5' 6", "2026-03-15", "20260315". None where the text is
// no day in this order.
std::optional<Date> date_in(DateOrder order, std::string_view text);

class DateConvention {
  public:
    explicit DateConvention(std::optional<DateOrder> chosen = std::nullopt);

    // BAD_DATA when it is no day in any order, or in none that the days before allow.
    Status add(std::string_view text, std::int64_t line);
    // The order, as soon as only one is possible.
    std::optional<DateOrder> certain() const;
    // With all days known. BAD_DATA where two orders are left that read them differently.
    Result<DateOrder> decide() const;

  private:
    struct Reading {
        bool possible = true, ascending = true, descending = true;
        Date first, last, before; // earliest, latest, the one before
        int years() const { return first.none() ? 0 : last.year() - first.year(); }
    };
    Reading& at(DateOrder order) { return readings_[static_cast<std::size_t>(order)]; }
    const Reading& at(DateOrder order) const { return readings_[static_cast<std::size_t>(order)]; }
    bool year_comes_first() const;

    std::array<Reading, date_orders> readings_;
    bool differ_ = false; // a day that MDY and DMY read differently
    std::string example_; // of it
    std::int64_t example_line_ = 0;
    std::string deciding_; // the last day that ruled an order out
    std::int64_t deciding_line_ = 0;
};

class DecimalConvention {
  public:
    explicit DecimalConvention(char chosen = '\0') : mark_(chosen), chosen_(chosen != '\0') {}

    // BAD_DATA when it contradicts an amount before.
    Status add(std::string_view text, std::int64_t line);
    bool certain() const { return mark_ != '\0'; }
    // With all amounts known: '.' or ','. BAD_DATA where it cannot be told and matters.
    Result<char> decide() const;

  private:
    char mark_;
    bool chosen_;
    std::string deciding_, ambiguous_;
    std::int64_t deciding_line_ = 0, ambiguous_line_ = 0;
};

// "-1,234.50" with '.', "-1 234,50" with ','.
Result<formats::DecimalAmount> amount_in(char decimal_mark, std::string_view text, Currency currency, std::int64_t line);

} // namespace settled::qif
