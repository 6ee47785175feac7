#include <formats/date_text.hpp>

#include <settled/text.hpp>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>
#include <string>

namespace settled::formats {
namespace {

constexpr unsigned day_max = 31;
constexpr int year_window = 80; // ISO 15022: YY from 80 to 99 is 19YY
constexpr std::size_t shown_bytes_max = 40;

// Takes `digits_min` to `digits_max` digits off the text.
std::optional<unsigned> take_number(std::string_view& text, std::size_t digits_min, std::size_t digits_max) {
    unsigned number = 0;
    std::size_t taken = 0;
    for (; taken < digits_max && taken < text.size() && is_digit(text[taken]); ++taken)
        number = number * 10 + static_cast<unsigned>(text[taken] - '0');
    if (taken < digits_min) return std::nullopt;
    text.remove_prefix(taken);
    return number;
}

// "Jan", "jan", "JAN": the month's English name in three letters.
std::optional<unsigned> take_month_name(std::string_view& text) {
    constexpr std::array<std::string_view, 12> names = {"jan", "feb", "mar", "apr", "may", "jun",
                                                        "jul", "aug", "sep", "oct", "nov", "dec"};
    const std::string name = ascii_lower(text.substr(0, 3));
    const auto* const hit = std::ranges::find(names, name);
    if (hit == names.end()) return std::nullopt;
    text.remove_prefix(3);
    return static_cast<unsigned>(hit - names.begin()) + 1;
}

struct Parts {
    int year = 0;
    unsigned month = 0, day = 0;
};

std::optional<Parts> take_parts(std::string_view text, std::string_view pattern) {
    Parts parts;
    while (!pattern.empty()) {
        const char letter = pattern.front();
        std::size_t run = 1;
        while (run < pattern.size() && pattern[run] == letter) ++run;
        if (letter != 'Y' && letter != 'M' && letter != 'D') {
            if (text.empty() || text.front() != letter) return std::nullopt;
            text.remove_prefix(1);
            pattern.remove_prefix(1);
            continue;
        }
        const bool named = letter == 'M' && run == 3;
        const auto number = named ? take_month_name(text) : take_number(text, run, letter != 'Y' && run == 1 ? 2 : run);
        if (!number) return std::nullopt;
        if (letter == 'M') parts.month = *number;
        if (letter == 'D') parts.day = *number;
        if (letter == 'Y') parts.year = static_cast<int>(*number) + (run > 2 ? 0 : *number >= year_window ? 1900 : 2000);
        pattern.remove_prefix(run);
    }
    return text.empty() ? std::optional(parts) : std::nullopt;
}

std::optional<DateText> existing(const Parts& parts, ImpossibleDay impossible) {
    if (auto date = Date::of(parts.year, parts.month, parts.day)) return DateText{*date};
    if (impossible == ImpossibleDay::refuse || parts.day == 0 || parts.day > day_max) return std::nullopt;
    const auto first = Date::of(parts.year, parts.month, 1);
    if (!first) return std::nullopt;
    return DateText{first->plus_months(1).plus_days(-1), true};
}

std::unexpected<Error> refuse(std::string_view text, std::string_view pattern) {
    return fail(SETTLED_BAD_DATA,
                "\"" + visible(cut_at_character(text, shown_bytes_max)) + "\" is not a day; expected " + std::string(pattern));
}

} // namespace

Result<DateText> parse_date(std::string_view text, std::string_view pattern, ImpossibleDay impossible) {
    const auto parts = take_parts(text, pattern);
    const auto found = parts ? existing(*parts, impossible) : std::nullopt;
    if (!found) return refuse(text, pattern);
    return *found;
}

Result<DateText> parse_month_day(std::string_view mmdd, Date day, ImpossibleDay impossible) {
    auto parts = take_parts(mmdd, "MMDD");
    if (!parts) return refuse(mmdd, "MMDD");
    // Within the same half of the year no other year can be nearer.
    std::optional<DateText> best;
    const auto consider = [&](int year, ImpossibleDay how) {
        parts->year = year;
        const auto candidate = existing(*parts, how);
        if (!candidate) return;
        if (!best || std::abs(days_between(day, candidate->date)) < std::abs(days_between(day, best->date))) best = candidate;
    };
    consider(day.year(), ImpossibleDay::refuse);
    if (!best || std::abs(days_between(day, best->date)) > 180) {
        consider(day.year() - 1, ImpossibleDay::refuse);
        consider(day.year() + 1, ImpossibleDay::refuse);
    }
    if (!best && impossible == ImpossibleDay::clamp) consider(day.year(), ImpossibleDay::clamp);
    if (!best) return refuse(mmdd, "MMDD");
    return *best;
}

} // namespace settled::formats
