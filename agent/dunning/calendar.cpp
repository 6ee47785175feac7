#include "dunning/calendar.hpp"

#include <cassert>

namespace settled::dunning {

void Calendar::add_silence(Date first, Date last) {
    assert(first && last && first <= last && days_between(first, last) <= search_days_max);
    for (Date day = first; day <= last; day = day.plus_days(1)) silent_.insert(day);
}

bool Calendar::is_working_day(Date day) const {
    if (make_up_days_.contains(day)) return true;
    if (holidays_.contains(day)) return false;
    return !free_weekdays_[day.weekday().c_encoding()];
}

Date Calendar::working_day_on_or_after(Date day) const {
    Date found = day;
    for (int tries = 0; tries < search_days_max; ++tries, found = found.plus_days(1))
        if (is_working_day(found)) return found;
    return day;
}

Date Calendar::plus_working_days(Date day, int count) const {
    assert(count >= 0);
    Date found = day;
    for (; count > 0; --count) found = working_day_on_or_after(found.plus_days(1));
    return found;
}

int Calendar::working_days_between(Date first, Date last) const {
    int count = 0;
    for (Date day = first; day < last;) {
        day = day.plus_days(1);
        if (is_working_day(day)) ++count;
    }
    return count;
}

std::string Calendar::warning(int year) const {
    if (const auto lacks = incomplete_.find(year); lacks != incomplete_.end())
        return "calendar " + name + " for " + std::to_string(year) + " is not complete: " + lacks->second;
    if (knows(year)) return {};
    const std::string which =
        name.empty() ? "no calendar is configured" : "calendar " + name + " has no table for " + std::to_string(year);
    return which + ": only weekends count as free days; public holidays are not known";
}

} // namespace settled::dunning
