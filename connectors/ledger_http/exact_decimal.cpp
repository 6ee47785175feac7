#include "exact_decimal.hpp"

#include <settled/text.hpp>

#include <algorithm>
#include <charconv>
#include <limits>

namespace settled::ledger_http {
namespace {

constexpr int digits_max = 18; // 10^18 fits 64 bits
constexpr int meant_digits = 15;
constexpr int exponent_max = 40;

int count_of_digits(std::int64_t digits) {
    int count = 1;
    for (std::uint64_t rest = static_cast<std::uint64_t>(digits < 0 ? -digits : digits); rest >= 10; rest /= 10) ++count;
    return count;
}

std::optional<std::int64_t> scaled_up(std::int64_t digits, int places) {
    constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max() / 10;
    for (; places > 0; --places) {
        if (digits > most || digits < -most) return std::nullopt;
        digits *= 10;
    }
    return digits;
}

} // namespace

std::optional<ExactDecimal> ExactDecimal::reduced(std::int64_t digits, int scale) {
    while (scale > 0 && digits % 10 == 0) digits /= 10, --scale;
    if (scale < 0) {
        const auto up = scaled_up(digits, -scale);
        if (!up) return std::nullopt;
        digits = *up, scale = 0;
    }
    if (scale > digits_max) return std::nullopt;
    return ExactDecimal(digits, scale);
}

std::optional<ExactDecimal> ExactDecimal::parse(std::string_view text, const DecimalMarks& marks) {
    const bool minus = text.starts_with('-');
    if (minus || text.starts_with('+')) text.remove_prefix(1);
    int exponent = 0;
    if (const std::size_t mark = text.find_first_of("eE"); mark != std::string_view::npos) {
        std::string_view power = text.substr(mark + 1);
        if (power.starts_with('+')) power.remove_prefix(1);
        const auto [end, trouble] = std::from_chars(power.data(), power.data() + power.size(), exponent);
        if (trouble != std::errc() || end != power.data() + power.size() || std::abs(exponent) > exponent_max)
            return std::nullopt;
        text = text.substr(0, mark);
    }
    std::string digits;
    int scale = 0;
    bool behind_point = false, any = false;
    for (const char c : text) {
        if (is_digit(c)) {
            any = true;
            if (!digits.empty() || c != '0') digits += c;
            if (behind_point) ++scale;
        } else if (c == marks.point && !behind_point) {
            behind_point = true;
        } else if (behind_point || !any || marks.grouping.find(c) == std::string::npos) {
            return std::nullopt;
        }
    }
    if (!any) return std::nullopt;
    while (behind_point && scale > 0 && digits.ends_with('0')) digits.pop_back(), --scale;
    if (digits.empty()) return ExactDecimal();
    if (digits.size() > digits_max) return std::nullopt;
    std::int64_t value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return reduced(minus ? -value : value, scale - exponent);
}

std::optional<ExactDecimal> ExactDecimal::plus(const ExactDecimal& other) const {
    const int scale = std::max(scale_, other.scale_);
    const auto left = scaled_up(digits_, scale - scale_);
    const auto right = scaled_up(other.digits_, scale - other.scale_);
    std::int64_t sum = 0;
    if (!left || !right || __builtin_add_overflow(*left, *right, &sum)) return std::nullopt;
    return reduced(sum, scale);
}

ExactDecimal ExactDecimal::without_float_noise() const {
    ExactDecimal made = *this;
    while (made.scale_ > 0 && count_of_digits(made.digits_) > meant_digits) {
        const std::int64_t last = made.digits_ % 10;
        made.digits_ = made.digits_ / 10 + (last >= 5 ? 1 : last <= -5 ? -1 : 0);
        --made.scale_;
    }
    return reduced(made.digits_, made.scale_).value_or(made);
}

std::string ExactDecimal::text() const {
    std::string digits = std::to_string(digits_ < 0 ? -digits_ : digits_);
    const auto scale = static_cast<std::size_t>(scale_);
    if (digits.size() <= scale) digits.insert(0, scale + 1 - digits.size(), '0');
    if (scale > 0) digits.insert(digits.size() - scale, 1, '.');
    return (digits_ < 0 ? "-" : "") + digits;
}

} // namespace settled::ledger_http
