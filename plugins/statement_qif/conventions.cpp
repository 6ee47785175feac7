#include "conventions.hpp"

#include <settled/text.hpp>

#include <algorithm>
#include <vector>

namespace settled::qif {
namespace {

constexpr std::size_t shown_bytes_max = 40;
constexpr int this_century = 2000;
constexpr int year_window = 80; // YY from 80 to 99 is 19YY
constexpr std::array<std::string_view, date_orders> order_names = {"MDY", "DMY", "YMD"};
constexpr std::array<DateOrder, date_orders> all_orders = {DateOrder::month_day_year, DateOrder::day_month_year,
                                                           DateOrder::year_month_day};

std::string quoted(std::string_view text) { return "\"" + visible(cut_at_character(text, shown_bytes_max)) + "\""; }
std::string named(std::string_view text, std::int64_t line) { return quoted(text) + " in line " + std::to_string(line); }

// Three numbers and what parts them.
struct Numbers {
    std::array<int, 3> value{};
    std::array<std::size_t, 3> digits{};
    bool dots = false, apostrophe = false;
};

std::optional<Numbers> numbers_of(std::string_view text) {
    Numbers found;
    if (text.size() == 8 && std::ranges::all_of(text, is_digit)) { // 20260315
        const auto part = [&](std::size_t at, std::size_t size) {
            int number = 0;
            for (const char c : text.substr(at, size)) number = number * 10 + (c - '0');
            return number;
        };
        return Numbers{.value = {part(0, 4), part(4, 2), part(6, 2)}, .digits = {4, 2, 2}};
    }
    std::size_t part = 0;
    bool parted = true;
    for (const char c : text) {
        if (is_digit(c)) {
            if (parted && found.digits[0] > 0 && ++part == found.value.size()) return std::nullopt;
            parted = false;
            if (++found.digits[part] > 4) return std::nullopt;
            found.value[part] = found.value[part] * 10 + (c - '0');
            continue;
        }
        if (c != '/' && c != '.' && c != '-' && c != '\'' && c != ' ') return std::nullopt;
        parted = true;
        found.dots = found.dots || c == '.';
        found.apostrophe = found.apostrophe || c == '\'';
    }
    if (part != 2 || parted) return std::nullopt;
    return found;
}

std::optional<Date> day_of(const Numbers& numbers, DateOrder order) {
    const bool year_first = order == DateOrder::year_month_day;
    const std::size_t year_at = year_first ? 0 : 2;
    const std::size_t month_at = order == DateOrder::month_day_year ? 0 : 1;
    const std::size_t day_at = year_first ? 2 : 1 - month_at;
    if (numbers.digits[month_at] > 2 || numbers.digits[day_at] > 2 || numbers.digits[year_at] == 3) return std::nullopt;
    if (year_first && (numbers.apostrophe || (numbers.dots && numbers.digits[0] < 4))) return std::nullopt;
    if (order == DateOrder::month_day_year && numbers.dots) return std::nullopt; // dots are written where the day comes first
    int year = numbers.value[year_at];
    if (numbers.digits[year_at] < 4) year += numbers.apostrophe || year < year_window ? this_century : this_century - 100;
    return Date::of(year, static_cast<unsigned>(numbers.value[month_at]), static_cast<unsigned>(numbers.value[day_at]));
}

} // namespace

std::optional<DateOrder> date_order_named(std::string_view name) {
    for (const DateOrder order : all_orders)
        if (equal_ignoring_ascii_case(name, order_names[static_cast<std::size_t>(order)])) return order;
    return std::nullopt;
}

std::optional<Date> date_in(DateOrder order, std::string_view text) {
    const auto numbers = numbers_of(trim(text));
    return numbers ? day_of(*numbers, order) : std::nullopt;
}

// ---- days ----------------------------------------------------------------------------------------------

DateConvention::DateConvention(std::optional<DateOrder> chosen) {
    if (!chosen) return;
    for (Reading& reading : readings_) reading.possible = false;
    at(*chosen).possible = true;
}

Status DateConvention::add(std::string_view text, std::int64_t line) {
    const auto numbers = numbers_of(trim(text));
    std::array<std::optional<Date>, date_orders> days;
    bool any = false, allowed = false;
    for (std::size_t i = 0; numbers && i < date_orders; ++i) {
        days[i] = day_of(*numbers, all_orders[i]);
        any = any || days[i];
        allowed = allowed || (days[i] && readings_[i].possible);
    }
    if (!any)
        return fail(SETTLED_BAD_DATA, quoted(text) + " is no day; expected such as 3/15/2026, 15.3.2026 or 2026-03-15", line);
    if (!allowed)
        return fail(SETTLED_BAD_DATA,
                    quoted(text) + " is no day in the order " +
                        (deciding_.empty() ? std::string("that date_order sets") : "of " + named(deciding_, deciding_line_)) +
                        "; set date_order to MDY, DMY or YMD if the file is of one order",
                    line);
    const std::optional<Date>&month_first = days[0], day_first = days[1];
    if (month_first && day_first && *month_first != *day_first && !differ_) {
        differ_ = true;
        example_ = text;
        example_line_ = line;
    }
    for (std::size_t i = 0; i < date_orders; ++i) {
        Reading& reading = readings_[i];
        if (!reading.possible) continue;
        if (!days[i]) {
            reading.possible = false;
            deciding_ = text;
            deciding_line_ = line;
            continue;
        }
        const Date day = *days[i];
        if (!reading.before.none()) {
            reading.ascending = reading.ascending && reading.before <= day;
            reading.descending = reading.descending && reading.before >= day;
        }
        reading.before = day;
        reading.first = reading.first.none() ? day : std::min(reading.first, day);
        reading.last = std::max(reading.last, day);
    }
    return {};
}

std::optional<DateOrder> DateConvention::certain() const {
    std::optional<DateOrder> only;
    for (const DateOrder order : all_orders) {
        if (!at(order).possible) continue;
        if (only) return std::nullopt;
        only = order;
    }
    return only;
}

// 13/08/12 is 2013-08-12 or the 13th of August 2012. QIF writes the year last, so it comes first only where all else
// would scatter the days over years and out of any order, and this keeps them together.
bool DateConvention::year_comes_first() const {
    constexpr int together_years = 1, scattered_years = 2;
    if (!at(DateOrder::year_month_day).possible || at(DateOrder::year_month_day).years() > together_years) return false;
    return std::ranges::all_of(std::array{DateOrder::month_day_year, DateOrder::day_month_year}, [&](DateOrder order) {
        const Reading& other = at(order);
        return !other.possible || (other.years() >= scattered_years && !other.ascending && !other.descending);
    });
}

Result<DateOrder> DateConvention::decide() const {
    if (const auto only = certain()) return *only;
    if (year_comes_first()) return DateOrder::year_month_day;
    const bool month_first = at(DateOrder::month_day_year).possible, day_first = at(DateOrder::day_month_year).possible;
    if (month_first != day_first) return month_first ? DateOrder::month_day_year : DateOrder::day_month_year;
    if (!differ_) return DateOrder::month_day_year; // all the same in both
    return fail(SETTLED_BAD_DATA,
                "it cannot be told which number is the day: no day of the file is above 12 (" + named(example_, example_line_) +
                    "); set date_order = \"MDY\" or \"DMY\" for this source",
                example_line_);
}

// ---- amounts -------------------------------------------------------------------------------------------

Status DecimalConvention::add(std::string_view text, std::int64_t line) {
    const std::size_t last = text.find_last_of(".,");
    if (chosen_ || last == text.npos) return {};
    const char mark = text[last], other = mark == '.' ? ',' : '.';
    const auto digits_behind = std::ranges::count_if(text.substr(last), is_digit);
    const auto digits_before = std::ranges::count_if(text.substr(0, last), is_digit);
    char shown = mark;
    if (std::ranges::count(text, mark) > 1) {
        shown = other; // it groups: 1,234,567
    } else if (!text.contains(other) && digits_behind == 3 && digits_before >= 1 && digits_before <= 3 &&
               trim(text).find_first_of("123456789") < last) { // 1,234 may be either; 0,234 not
        if (ambiguous_.empty()) ambiguous_ = text, ambiguous_line_ = line;
        return {};
    }
    if (mark_ == '\0') {
        mark_ = shown;
        deciding_ = text;
        deciding_line_ = line;
    }
    if (mark_ == shown) return {};
    return fail(SETTLED_BAD_DATA,
                quoted(text) + " has another decimal mark than " + named(deciding_, deciding_line_) +
                    "; set decimal_mark for this source",
                line);
}

Result<char> DecimalConvention::decide() const {
    if (mark_ != '\0') return mark_;
    if (ambiguous_.empty()) return '.';
    return fail(SETTLED_BAD_DATA,
                "it cannot be told whether " + named(ambiguous_, ambiguous_line_) +
                    " has decimals or groups of three; set decimal_mark = \".\" or \",\" for this source",
                ambiguous_line_);
}

Result<formats::DecimalAmount> amount_in(char decimal_mark, std::string_view text, Currency currency, std::int64_t line) {
    const bool comma = decimal_mark == ',';
    auto amount = formats::parse_decimal(text, currency,
                                         {.decimal_marks = comma ? "," : ".",
                                          .grouping_marks = comma ? ".' \xC2\xA0" : ",' \xC2\xA0",
                                          .signs = formats::Signs::anywhere});
    if (!amount) amount.error().line = line;
    return amount;
}

} // namespace settled::qif
