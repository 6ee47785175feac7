#include "ledger/plan_line.hpp"

#include <algorithm>
#include <charconv>

namespace settled::ledger {

bool lies_within(std::string_view period, Date from, Date to) {
    constexpr std::size_t year_digits = 4;
    if (period.size() <= year_digits) return false;
    std::string_view rest = period.substr(year_digits);
    if (rest.starts_with('-')) rest.remove_prefix(1);
    const bool is_quarter = rest.starts_with('Q') || rest.starts_with('q');
    if (is_quarter) rest.remove_prefix(1);
    const auto number = [](std::string_view text) {
        int value = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        return error == std::errc() && end == text.data() + text.size() ? value : 0;
    };
    const int year = number(period.substr(0, year_digits)), part = number(rest);
    if (year == 0 || part < 1 || part > (is_quarter ? 4 : 12)) return false;
    const int months = is_quarter ? 3 : 1;
    const auto first = Date::of(year, static_cast<unsigned>((part - 1) * months + 1), 1);
    return first && from <= *first && first->plus_months(months).plus_days(-1) <= to;
}

} // namespace settled::ledger
