#include <settled/money.hpp>

#include <algorithm>
#include <limits>

namespace settled {
namespace {

struct Exponent {
    std::string_view code;
    int decimals;
};

// ISO 4217:2015 list one: every currency whose minor unit is not 1/100, in order of code.
constexpr std::array<Exponent, 26> other_exponents = {{
    {"BHD", 3}, {"BIF", 0}, {"CLF", 4}, {"CLP", 0}, {"DJF", 0}, {"GNF", 0}, {"IQD", 3}, {"ISK", 0}, {"JOD", 3},
    {"JPY", 0}, {"KMF", 0}, {"KRW", 0}, {"KWD", 3}, {"LYD", 3}, {"OMR", 3}, {"PYG", 0}, {"RWF", 0}, {"TND", 3},
    {"UGX", 0}, {"UYI", 0}, {"UYW", 4}, {"VND", 0}, {"VUV", 0}, {"XAF", 0}, {"XOF", 0}, {"XPF", 0},
}};

// A code as a number: every amount asks for its decimals, and numbers are compared at once.
constexpr std::uint32_t key_of(std::string_view code) {
    std::uint32_t key = 0;
    for (const char c : code) key = key << 8 | static_cast<unsigned char>(c);
    return key;
}
constexpr auto other_keys = [] {
    std::array<std::uint32_t, other_exponents.size()> keys{};
    for (std::size_t i = 0; i < keys.size(); ++i) keys[i] = key_of(other_exponents[i].code);
    return keys;
}();

std::uint64_t magnitude(std::int64_t value) {
    return value < 0 ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
}

} // namespace

std::optional<Currency> Currency::parse(std::string_view code) {
    if (code.size() != 3 || !std::ranges::all_of(code, [](char c) { return c >= 'A' && c <= 'Z'; })) return std::nullopt;
    Currency made;
    std::ranges::copy(code, made.code_.begin());
    return made;
}

int Currency::exponent() const {
    const auto* const hit = std::ranges::find(other_keys, key_of(std::string_view(code_.data(), code_.size())));
    return hit == other_keys.end() ? 2 : other_exponents[static_cast<std::size_t>(hit - other_keys.begin())].decimals;
}

std::optional<std::int64_t> checked_add(std::int64_t left, std::int64_t right) {
    std::int64_t sum = 0;
    if (__builtin_add_overflow(left, right, &sum)) return std::nullopt;
    return sum;
}

std::optional<std::int64_t> checked_subtract(std::int64_t left, std::int64_t right) {
    std::int64_t difference = 0;
    if (__builtin_sub_overflow(left, right, &difference)) return std::nullopt;
    return difference;
}

std::string amount_text(std::int64_t minor_units, Currency currency, int finer_digits) {
    const auto decimals = static_cast<std::size_t>(std::max(0, currency.exponent() + finer_digits));
    std::string digits = std::to_string(magnitude(minor_units));
    if (digits.size() <= decimals) digits.insert(0, decimals + 1 - digits.size(), '0');
    if (decimals > 0) digits.insert(digits.size() - decimals, 1, '.');
    if (minor_units < 0) digits.insert(0, 1, '-');
    return digits;
}

std::string amount_text(const Money& money) { return amount_text(money.minor_units, money.currency); }

std::string grouped_amount_text(std::int64_t minor_units, Currency currency) {
    std::string text = amount_text(minor_units, currency);
    const std::size_t first_digit = text.starts_with('-') ? 1 : 0;
    std::size_t mark = std::min(text.find('.'), text.size());
    for (; mark > first_digit + 3; mark -= 3) text.insert(mark - 3, 1, ',');
    return text;
}

Result<Money> parse_money(std::string_view text, Currency currency) {
    const auto refuse = [&](std::string_view expected) {
        return fail(SETTLED_BAD_DATA,
                    "\"" + std::string(text.substr(0, 40)) + "\" is not an amount; expected " + std::string(expected));
    };
    std::string_view rest = text;
    const bool negative = rest.starts_with('-');
    if (negative || rest.starts_with('+')) rest.remove_prefix(1);
    const std::size_t mark = std::min(rest.find('.'), rest.size());
    const std::string_view whole = rest.substr(0, mark);
    std::string_view fraction = mark < rest.size() ? rest.substr(mark + 1) : std::string_view();
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    if ((whole.empty() && fraction.empty()) || !std::ranges::all_of(whole, is_digit) || !std::ranges::all_of(fraction, is_digit))
        return refuse("digits with an optional sign and point, such as -1234.50");

    const auto decimals = static_cast<std::size_t>(currency.exponent());
    while (fraction.size() > decimals && fraction.back() == '0') fraction.remove_suffix(1);
    if (fraction.size() > decimals)
        return refuse("at most " + std::to_string(decimals) + " decimals" +
                      (currency.none() ? "" : " for " + std::string(currency.code())));

    std::int64_t value = 0; // counted downwards, so that the smallest 64-bit number fits too
    const auto push = [&](int digit) {
        return !__builtin_mul_overflow(value, std::int64_t{10}, &value) &&
               !__builtin_sub_overflow(value, std::int64_t{digit}, &value);
    };
    for (const char c : whole)
        if (!push(c - '0')) return refuse("at most 18 digits");
    for (std::size_t i = 0; i < decimals; ++i)
        if (!push(i < fraction.size() ? fraction[i] - '0' : 0)) return refuse("at most 18 digits");
    if (negative) return Money{value, currency};
    if (value == std::numeric_limits<std::int64_t>::min()) return refuse("at most 18 digits");
    return Money{-value, currency};
}

} // namespace settled
