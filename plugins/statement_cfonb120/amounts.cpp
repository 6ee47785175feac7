#include "amounts.hpp"

#include <string>

namespace settled::cfonb120 {
namespace {

struct LastDigit {
    char digit = '0';
    bool negative = false;
};

std::optional<LastDigit> last_digit(std::string_view sign) {
    if (sign == "{" || sign == "é") return LastDigit{'0', false};
    if (sign == "}" || sign == "è") return LastDigit{'0', true};
    if (sign.size() != 1) return std::nullopt;
    const char c = sign.front();
    if (c >= '0' && c <= '9') return LastDigit{c, false};
    if (c >= 'A' && c <= 'I') return LastDigit{static_cast<char>('1' + (c - 'A')), false};
    if (c >= 'J' && c <= 'R') return LastDigit{static_cast<char>('1' + (c - 'J')), true};
    return std::nullopt;
}

} // namespace

Result<int> digit_or(const FixedRecord& record, FixedField field, int fallback) {
    if (record.blank(field)) return fallback;
    const auto number = record.number(field);
    if (!number) return std::unexpected(number.error());
    return static_cast<int>(*number);
}

Result<formats::DecimalAmount> signed_amount(const FixedRecord& record, FixedField amount, FixedField decimals,
                                             Currency currency) {
    const auto places = digit_or(record, decimals, currency.exponent());
    if (!places) return std::unexpected(places.error());
    const FixedField sign_column = {amount.name, amount.last, amount.last};
    const auto last = last_digit(record.raw(sign_column));
    std::string_view leading = record.raw(amount);
    leading.remove_suffix(record.raw(sign_column).size());
    std::int64_t value = 0;
    bool digits = last.has_value() && !leading.empty();
    for (const char c : leading) {
        digits = digits && c >= '0' && c <= '9';
        value = digits ? value * 10 + (c - '0') : 0;
    }
    const auto made = digits ? formats::with_decimals(value * 10 + (last->digit - '0'), *places, currency) : std::nullopt;
    if (!made)
        return record.refuse(amount, std::to_string(amount.width() - 1) +
                                         " digits and one of {ABCDEFGHI (plus 0 to 9) or }JKLMNOPQR (minus 0 to 9)");
    return last->negative ? formats::DecimalAmount{-made->minor_units, made->finer_digits} : *made;
}

} // namespace settled::cfonb120
