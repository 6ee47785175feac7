#include <workbook/spreadsheet_number.hpp>

#include <settled/date.hpp>
#include <settled/text.hpp>

#include <algorithm>
#include <charconv>

namespace settled::workbook {
namespace {

constexpr int plain_digits_max = 40;

// Digits and where the point stands among them: "00123" with 3 is 1.23 … kept as digits × 10^-scale.
struct Decimal {
    bool negative = false;
    std::string digits;
    int scale = 0;
};

// Half up, at spreadsheet_digits significant digits.
void round(Decimal& number) {
    number.digits.erase(0, std::min(number.digits.find_first_not_of('0'), number.digits.size()));
    const int surplus = static_cast<int>(number.digits.size()) - spreadsheet_digits;
    if (surplus <= 0) return;
    const bool up = number.digits[spreadsheet_digits] >= '5';
    number.digits.resize(spreadsheet_digits);
    number.scale -= surplus;
    if (!up) return;
    std::size_t at = number.digits.size();
    while (at > 0 && number.digits[at - 1] == '9') number.digits[--at] = '0';
    if (at > 0)
        ++number.digits[at - 1];
    else
        number.digits.insert(0, 1, '1');
}

std::optional<std::string> text_of(Decimal number) {
    round(number);
    if (number.digits.empty()) return "0";
    while (number.scale > 0 && number.digits.size() > 1 && number.digits.back() == '0') number.digits.pop_back(), --number.scale;
    if (number.scale < -plain_digits_max || number.scale > plain_digits_max) return std::nullopt;
    if (number.scale < 0) number.digits.append(static_cast<std::size_t>(-number.scale), '0'), number.scale = 0;
    const auto behind = static_cast<std::size_t>(number.scale);
    if (number.digits.size() <= behind) number.digits.insert(0, behind + 1 - number.digits.size(), '0');
    if (behind > 0) {
        number.digits.insert(number.digits.size() - behind, 1, '.');
        while (number.digits.back() == '0') number.digits.pop_back();
        if (number.digits.back() == '.') number.digits.pop_back();
    }
    return (number.negative ? "-" : "") + number.digits;
}

} // namespace

std::optional<std::string> plain_number(std::string_view text) {
    Decimal number;
    if (text.starts_with('-') || text.starts_with('+')) {
        number.negative = text.front() == '-';
        text.remove_prefix(1);
    }
    const std::size_t mark = text.find_first_of("Ee");
    if (mark != text.npos) {
        std::string_view exponent = text.substr(mark + 1);
        if (exponent.starts_with('+')) exponent.remove_prefix(1);
        int power = 0;
        const auto read = std::from_chars(exponent.data(), exponent.data() + exponent.size(), power);
        if (read.ec != std::errc() || read.ptr != exponent.data() + exponent.size() || power > 400 || power < -400)
            return std::nullopt;
        number.scale = -power;
        text = text.substr(0, mark);
    }
    bool point = false;
    for (const char c : text) {
        if (c == '.' && !point) {
            point = true;
        } else if (is_digit(c) && number.digits.size() < std::size_t{2} * plain_digits_max) {
            number.digits += c;
            number.scale += point ? 1 : 0;
        } else {
            return std::nullopt;
        }
    }
    if (number.digits.empty()) return std::nullopt;
    return text_of(std::move(number));
}

std::optional<std::string> plain_number_of_bits(std::uint64_t bits) {
    constexpr int mantissa_bits = 52, exponent_bias = 1023;
    const std::uint64_t fraction = bits & ((std::uint64_t{1} << mantissa_bits) - 1);
    const int exponent = static_cast<int>(bits >> mantissa_bits & 0x7FF);
    if (exponent == 0 && fraction == 0) return "0";
    const int power = exponent - exponent_bias - mantissa_bits; // value = (2^52 + fraction) × 2^power
    if (power < -72 || power > 48) return std::nullopt;
    __extension__ using Wide = unsigned __int128; // 53 bits × 10^19 and 53 bits << 48 both fit
    Wide value = fraction | std::uint64_t{1} << mantissa_bits;
    Decimal number;
    number.negative = (bits >> 63) != 0;
    if (power >= 0) {
        value <<= power;
    } else {
        // As many decimals as fit: 15 digits are there whatever the magnitude.
        const Wide whole = value >> -power;
        int whole_digits = 0;
        for (Wide rest = whole; rest > 0; rest /= 10) ++whole_digits;
        number.scale = std::max(0, 19 - whole_digits);
        for (int i = 0; i < number.scale; ++i) value *= 10;
        const Wide half = Wide{1} << (-power - 1);
        value = (value + half) >> -power;
    }
    for (; value > 0; value /= 10) number.digits += static_cast<char>('0' + static_cast<int>(value % 10));
    std::ranges::reverse(number.digits);
    return text_of(std::move(number));
}

std::optional<std::string> day_of_serial(std::string_view serial, bool epoch_1904) {
    constexpr int days_between_epochs = 1462;
    constexpr int days_max = 2'958'465;    // 9999-12-31
    constexpr int day_that_never_was = 60; // 29 February 1900, which the first spreadsheets believed in
    const std::string_view whole = serial.substr(0, serial.find('.'));
    int days = 0;
    const auto read = std::from_chars(whole.data(), whole.data() + whole.size(), days);
    if (read.ec != std::errc() || read.ptr != whole.data() + whole.size()) return std::nullopt;
    if (days <= 0 || days > days_max - (epoch_1904 ? days_between_epochs : 0)) return std::nullopt;
    if (!epoch_1904 && days == day_that_never_was) return std::nullopt;
    if (!epoch_1904) days += (days < day_that_never_was ? 1 : 0) - days_between_epochs;
    return Date::of(1904, 1, 1)->plus_days(days).iso();
}

bool is_day_format(int id, std::string_view code) {
    if ((id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 54) || id == 57 ||
        id == 58)
        return true;
    bool has_day_or_year = false;
    for (std::size_t i = 0; i < code.size(); ++i) {
        const char c = code[i];
        if (c == '"' || c == '[') {
            const std::size_t close = code.find(c == '"' ? '"' : ']', i + 1);
            if (close == code.npos) break;
            i = close;
        } else if (c == '\\' || c == '_' || c == '*') {
            ++i;
        } else if (c == ';') {
            break; // the format of negative numbers
        } else if (c == 'y' || c == 'Y' || c == 'd' || c == 'D') {
            has_day_or_year = true;
        } else if (c == '0' || c == '#') {
            return false;
        }
    }
    return has_day_or_year && !equal_ignoring_ascii_case(code.substr(0, 7), "General");
}

} // namespace settled::workbook
