#include <settled/date.hpp>

namespace settled {
namespace chrono = std::chrono;

namespace {
constexpr int first_year = 1900;
constexpr int last_year = 2200;
constexpr unsigned shortest_month = 28; // so many days every month has
} // namespace

std::optional<Date> Date::of(int year, unsigned month, unsigned day) {
    if (year < first_year || year > last_year || month < 1 || month > 12 || day < 1 || day > 31) return std::nullopt;
    const chrono::year_month_day found{chrono::year(year), chrono::month(month), chrono::day(day)};
    if (day > shortest_month && !found.ok()) return std::nullopt;
    return Date(year * 10000 + static_cast<std::int32_t>(month * 100 + day));
}

std::optional<Date> Date::from_number(std::int32_t yyyymmdd) {
    if (yyyymmdd <= 0) return std::nullopt;
    return of(yyyymmdd / 10000, static_cast<unsigned>(yyyymmdd / 100 % 100), static_cast<unsigned>(yyyymmdd % 100));
}

std::optional<Date> Date::parse_iso(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    bool digits = true;
    const auto digit = [&](std::size_t at) {
        const int value = text[at] - '0';
        digits = digits && value >= 0 && value <= 9;
        return value;
    };
    const int year = digit(0) * 1000 + digit(1) * 100 + digit(2) * 10 + digit(3);
    const int month = digit(5) * 10 + digit(6), day = digit(8) * 10 + digit(9);
    if (!digits) return std::nullopt;
    return of(year, static_cast<unsigned>(month), static_cast<unsigned>(day));
}

Date Date::from_days(chrono::sys_days days) {
    const chrono::year_month_day found(days);
    return Date(static_cast<int>(found.year()) * 10000 +
                static_cast<std::int32_t>(static_cast<unsigned>(found.month()) * 100 + static_cast<unsigned>(found.day())));
}

chrono::sys_days Date::days() const {
    return chrono::year_month_day{chrono::year(year()), chrono::month(month()), chrono::day(day())};
}

std::string Date::iso() const {
    if (none()) return {};
    const std::string text = std::to_string(number_ + 100000000); // keeps leading zeros of early years
    return text.substr(1, 4) + '-' + text.substr(5, 2) + '-' + text.substr(7, 2);
}

Date Date::plus_days(int days) const { return from_days(this->days() + chrono::days(days)); }

Date Date::plus_months(int months) const {
    const auto month = chrono::year_month(chrono::year(year()), chrono::month(this->month())) + chrono::months(months);
    const chrono::year_month_day wanted = month / chrono::day(day());
    return from_days(wanted.ok() ? chrono::sys_days(wanted) : chrono::sys_days(month / chrono::last));
}

Date Date::first_of_month() const { return plus_days(1 - static_cast<int>(day())); }

int days_between(Date first, Date second) { return static_cast<int>((second.days() - first.days()).count()); }

} // namespace settled
