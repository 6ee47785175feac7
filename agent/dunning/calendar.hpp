// calendar.hpp -- which days people work: weekends, public holidays and the working Saturdays and
// Sundays (调休) that a country's government trades for them.
//
// A value built from a table per year (config/calendars/*.toml). A year the table does not know
// counts weekends only; `knows` says so, so that a report can warn. Pure: no file, no clock.
#pragma once

#include <settled/date.hpp>

#include <array>
#include <map>
#include <set>
#include <string>
#include <utility>

namespace settled::dunning {

inline constexpr int search_days_max = 60; // no country closes its offices longer; beyond, the day itself is given

class Calendar {
  public:
    Calendar() = default; // Saturday and Sunday are free; no year is known

    void add_year(int year) { years_.insert(year); }
    void note_incomplete(int year, std::string note) { incomplete_[year] = std::move(note); }
    void add_holiday(Date day) { holidays_.insert(day); }
    void add_working_day(Date day) { make_up_days_.insert(day); } // works although it is a weekend
    void add_silence(Date first, Date last);                      // no letters although people may work (除夕 to 初七)
    void set_free_weekday(std::chrono::weekday day, bool free) { free_weekdays_[day.c_encoding()] = free; }
    std::string name;

    bool knows(int year) const { return years_.contains(year); }
    bool is_working_day(Date day) const;
    bool is_silent(Date day) const { return silent_.contains(day); }
    Date working_day_on_or_after(Date day) const;
    // `count` working days after the day, itself not counted; 0 gives the day itself.
    Date plus_working_days(Date day, int count) const;
    // Working days d with first < d <= last; 0 when last is not after first.
    int working_days_between(Date first, Date last) const;
    // What a reader should know: "calendar CN has no table for 2029: only weekends are free days".
    std::string warning(int year) const; // "" where the year is known and complete

  private:
    std::set<int> years_;
    std::map<int, std::string> incomplete_; // year → what its table lacks
    std::set<Date> holidays_, make_up_days_, silent_;
    std::array<bool, 7> free_weekdays_{true, false, false, false, false, false, true}; // Sunday first
};

} // namespace settled::dunning
