#include "balance.hpp"

#include <formats/date_text.hpp>
#include <settled/text.hpp>

#include <algorithm>

namespace settled::mt940 {
namespace {

constexpr std::size_t shown_bytes_max = 40;
constexpr std::size_t count_digits_max = 9;

std::string_view first_line(std::string_view text) { return trim(text.substr(0, text.find('\n'))); }

std::unexpected<Error> refuse(std::string_view text, std::string_view expected) {
    return fail(SETTLED_BAD_DATA,
                "found \"" + visible(cut_at_character(text, shown_bytes_max)) + "\", expected " + std::string(expected));
}

// Up to six digits of a day. Some samples leave the day out altogether.
void take_date(std::string_view& text, Balance& balance) {
    std::size_t digits = 0;
    while (digits < 6 && digits < text.size() && is_digit(text[digits])) ++digits;
    if (digits < 6) return;
    const std::string_view day = text.substr(0, 6);
    text.remove_prefix(6);
    const auto found = formats::parse_date(day, "YYMMDD", formats::ImpossibleDay::clamp);
    if (found) balance.date = found->date;
    if (!found || found->clamped) balance.impossible_date = day;
}

} // namespace

Currency take_currency(std::string_view& text) {
    const auto currency = text.size() >= 3 ? Currency::parse(text.substr(0, 3)) : std::nullopt;
    if (currency) text.remove_prefix(3);
    return currency.value_or(Currency());
}

Result<formats::DecimalAmount> take_amount(std::string_view& text, Currency currency) {
    const auto is_part = [](char c) { return is_digit(c) || c == ',' || c == '.'; };
    const auto end = static_cast<std::size_t>(std::ranges::find_if_not(text, is_part) - text.begin());
    const std::string_view amount = text.substr(0, end);
    formats::DecimalStyle style{.decimal_marks = ",."};
    const std::size_t comma = amount.find(','), dot = amount.find('.');
    if (comma != amount.npos && dot != amount.npos)
        style = dot < comma ? formats::DecimalStyle{.decimal_marks = ",", .grouping_marks = "."}
                            : formats::DecimalStyle{.decimal_marks = ".", .grouping_marks = ","};
    if (amount.empty()) return refuse(text, "an amount such as 1234,50");
    auto found = formats::parse_decimal(amount, currency, style);
    if (found) text.remove_prefix(end);
    return found;
}

Result<Balance> parse_balance(std::string_view field, Currency currency) {
    std::string_view text = first_line(field);
    Balance balance;
    const char mark = text.empty() ? '\0' : text.front();
    if (mark != 'C' && mark != 'D' && mark != 'c' && mark != 'd') return refuse(text, "a balance such as C261120EUR1234,50");
    text.remove_prefix(1);
    take_date(text, balance);
    balance.currency = take_currency(text);
    text = trim(text);
    balance.amount_text = text;
    const auto amount = take_amount(text, balance.currency.none() ? currency : balance.currency);
    if (!amount) return std::unexpected(amount.error());
    balance.amount = *amount;
    balance.whole = trim(text).empty();
    if (mark == 'D' || mark == 'd') balance.amount.minor_units = -balance.amount.minor_units;
    return balance;
}

Result<FloorLimit> parse_floor_limit(std::string_view field) {
    std::string_view text = first_line(field);
    const Currency currency = take_currency(text);
    if (currency.none()) return refuse(text, "a floor limit such as EURD0,00");
    return FloorLimit{currency};
}

Result<SumOfEntries> parse_sum(std::string_view field) {
    std::string_view text = first_line(field);
    SumOfEntries sum;
    std::size_t digits = 0;
    for (; digits < count_digits_max && digits < text.size() && is_digit(text[digits]); ++digits)
        sum.count = sum.count * 10 + (text[digits] - '0');
    text.remove_prefix(digits);
    sum.currency = take_currency(text);
    if (digits == 0 || sum.currency.none()) return refuse(field, "a number and a sum such as 2EUR186,33");
    const auto amount = take_amount(text, sum.currency);
    if (!amount) return std::unexpected(amount.error());
    sum.amount = *amount;
    return sum;
}

} // namespace settled::mt940
