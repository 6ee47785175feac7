#include <formats/decimal_text.hpp>

#include <settled/text.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <string>

namespace settled::formats {
namespace {

constexpr int finer_digits_max = 16; // American banks print what their floating point held
constexpr std::size_t shown_bytes_max = 40;
constexpr std::size_t plain_bytes_max = 14; // with four decimals more it still fits 64 bits
constexpr std::string_view minus_sign = "\xE2\x88\x92";
constexpr std::array<std::string_view, 3> wide_marks = {"\xC2\xA0", "\xE2\x80\xAF", "\xE2\x80\x99"};

std::unexpected<Error> refuse(std::string_view text, const std::string& expected) {
    return fail(SETTLED_BAD_DATA,
                "\"" + visible(cut_at_character(text, shown_bytes_max)) + "\" is not an amount; expected " + expected);
}

// Takes the sign off; nothing when signs stand where the style knows none.
std::optional<bool> take_sign(std::string_view& text, Signs signs) {
    if (signs == Signs::none) return false;
    if (text.starts_with('-') || text.starts_with('+')) {
        const bool negative = text.front() == '-';
        text = trim(text.substr(1));
        return negative;
    }
    if (text.starts_with(minus_sign)) {
        text = trim(text.substr(minus_sign.size()));
        return true;
    }
    if (signs == Signs::leading) return false;
    if (text.ends_with('-') || text.ends_with('+')) {
        const bool negative = text.back() == '-';
        text = trim(text.substr(0, text.size() - 1));
        return negative;
    }
    if (text.starts_with('(') != text.ends_with(')')) return std::nullopt;
    if (!text.starts_with('(')) return false;
    text = trim(text.substr(1, text.size() - 2));
    return true;
}

// Bytes of the grouping mark that the text begins with; 0 when there is none.
std::size_t grouping_mark(std::string_view text, std::string_view marks) {
    if (marks.find(text.front()) != marks.npos && static_cast<unsigned char>(text.front()) < 0x80) return 1;
    for (const std::string_view wide : wide_marks)
        if (text.starts_with(wide) && marks.find(wide) != marks.npos) return wide.size();
    return 0;
}

// Digits that become one number, counted downwards so that the smallest 64-bit number fits too.
class Accumulator {
  public:
    void push(char digit) {
        fits_ = fits_ && !__builtin_mul_overflow(value_, std::int64_t{10}, &value_) &&
                !__builtin_sub_overflow(value_, std::int64_t{digit - '0'}, &value_);
    }
    std::optional<std::int64_t> value(bool negative) const {
        if (!fits_) return std::nullopt;
        return negative ? std::optional(value_) : checked_subtract(0, value_);
    }

  private:
    std::int64_t value_ = 0;
    bool fits_ = true;
};

// Pushes the whole part; false where marks and digits do not form groups.
bool push_whole(std::string_view whole, std::string_view marks, Accumulator& number) {
    bool grouped = false;
    std::size_t group = 0;
    while (!whole.empty()) {
        if (is_digit(whole.front())) {
            number.push(whole.front());
            whole.remove_prefix(1);
            ++group;
            continue;
        }
        const std::size_t mark = grouping_mark(whole, marks);
        const bool group_fits = grouped ? group == 3 || group == 2 : group >= 1 && group <= 3;
        if (mark == 0 || !group_fits) return false;
        whole.remove_prefix(mark);
        grouped = true;
        group = 0;
    }
    return !grouped || group == 3;
}

// What nearly every amount is: digits and one mark, perhaps a minus in front, no more decimals than the currency's.
// Nothing for all else, which then takes the long way.
std::optional<DecimalAmount> plain_decimal(std::string_view text, Currency currency, const DecimalStyle& style) {
    const bool negative = style.signs != Signs::none && text.starts_with('-');
    if (negative) text.remove_prefix(1);
    if (text.size() > plain_bytes_max || text.empty() || !is_digit(text.front())) return std::nullopt;
    std::int64_t value = 0;
    std::size_t mark = text.size();
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (is_digit(text[i])) {
            value = value * 10 + (text[i] - '0');
            continue;
        }
        if (mark != text.size() || style.decimal_marks.find(text[i]) == style.decimal_marks.npos) return std::nullopt;
        mark = i;
    }
    const auto written = static_cast<int>(text.size() - std::min(mark + 1, text.size()));
    int missing = currency.exponent() - written;
    if (missing < 0) return std::nullopt;
    for (; missing > 0; --missing) value *= 10;
    return DecimalAmount{negative ? -value : value, 0};
}

} // namespace

Result<DecimalAmount> parse_decimal(std::string_view text, Currency currency, const DecimalStyle& style) {
    if (const auto plain = plain_decimal(text, currency, style)) return *plain;
    std::string_view rest = trim(text);
    const std::optional<bool> negative = take_sign(rest, style.signs);
    const std::size_t mark = std::min(rest.find_last_of(style.decimal_marks), rest.size());
    const std::string_view whole = rest.substr(0, mark);
    std::string_view fraction = mark < rest.size() ? rest.substr(mark + 1) : std::string_view();
    if (!negative || (whole.empty() && fraction.empty()) || !std::ranges::all_of(fraction, is_digit))
        return refuse(text, "digits with \"" + std::string(style.decimal_marks) + "\" before the decimals");

    Accumulator number;
    if (!push_whole(whole, style.grouping_marks, number))
        return refuse(text, "digits" + (style.grouping_marks.empty()
                                            ? std::string()
                                            : " in groups of three with one of \"" + std::string(style.grouping_marks) + "\""));
    const auto decimals = static_cast<std::size_t>(currency.exponent());
    while (fraction.size() > decimals && fraction.back() == '0') fraction.remove_suffix(1);
    const std::size_t finer = fraction.size() > decimals ? fraction.size() - decimals : 0;
    if (finer > finer_digits_max) return refuse(text, "at most " + std::to_string(decimals + finer_digits_max) + " decimals");
    for (const char digit : fraction) number.push(digit);
    for (std::size_t i = fraction.size(); i < decimals; ++i) number.push('0');
    const std::optional<std::int64_t> value = number.value(*negative);
    if (!value) return refuse(text, "at most 18 digits");
    return DecimalAmount{*value, static_cast<int>(finer)};
}

std::optional<DecimalAmount> with_decimals(std::int64_t digits, int decimals, Currency currency) {
    const int own = currency.exponent();
    for (; decimals < own; ++decimals)
        if (__builtin_mul_overflow(digits, std::int64_t{10}, &digits)) return std::nullopt;
    for (; decimals > own && digits % 10 == 0; --decimals) digits /= 10;
    return DecimalAmount{digits, decimals - own};
}

std::string rate_text(std::int64_t digits, int decimals) {
    for (; decimals > 0 && digits % 10 == 0; --decimals) digits /= 10;
    std::string text = std::to_string(digits);
    if (decimals == 0) return text;
    const auto places = static_cast<std::size_t>(decimals);
    if (text.size() <= places) text.insert(0, places + 1 - text.size(), '0');
    return text.insert(text.size() - places, ".");
}

} // namespace settled::formats
