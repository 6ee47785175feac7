// date.hpp -- a calendar day as a value. A due date is a day, never a moment.
//
// Arithmetic goes through std::chrono's proleptic Gregorian calendar; a day never becomes seconds.
#pragma once

#include <settled/result.hpp>

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace settled {

class Date {
  public:
    constexpr Date() = default; // none
    // Nothing for a day that does not exist (30 February) or a year outside 1900 to 2200.
    static std::optional<Date> of(int year, unsigned month, unsigned day);
    static std::optional<Date> from_number(std::int32_t yyyymmdd); // 0 is not a day: use Date()
    static std::optional<Date> parse_iso(std::string_view text);   // 2026-11-20
    static Date from_days(std::chrono::sys_days days);
    // Of a record that crossed the wall and was checked there; 0 is none.
    static constexpr Date from_abi(settled_date number) { return Date(number); }

    constexpr bool none() const { return number_ == 0; }
    constexpr explicit operator bool() const { return number_ != 0; }
    constexpr std::int32_t number() const { return number_; } // 20261120, 0 for none
    constexpr int year() const { return number_ / 10000; }
    constexpr unsigned month() const { return static_cast<unsigned>(number_ / 100 % 100); }
    constexpr unsigned day() const { return static_cast<unsigned>(number_ % 100); }
    std::chrono::sys_days days() const; // not of none
    std::chrono::weekday weekday() const { return std::chrono::weekday(days()); }
    std::string iso() const; // "2026-11-20", "" for none

    Date plus_days(int days) const;
    Date plus_months(int months) const; // 31 January + 1 month is the last day of February
    Date first_of_month() const;

    friend constexpr auto operator<=>(const Date&, const Date&) = default;

  private:
    constexpr explicit Date(std::int32_t number) : number_(number) {}
    std::int32_t number_ = 0;
};

// Days from `first` to `second`; negative when `second` is earlier.
int days_between(Date first, Date second);

} // namespace settled
