#include "matching/check_digits.hpp"

#include "matching/fold.hpp"

#include <settled/check_digits.hpp>

#include <algorithm>
#include <array>

namespace settled::matching {
namespace {

int digit(char c) { return c - '0'; }

bool weights_7_3_1(std::string_view digits) {
    constexpr std::array<int, 3> weights{7, 3, 1};
    int sum = 0;
    for (std::size_t i = 1; i < digits.size(); ++i) sum += weights[(i - 1) % 3] * digit(digits[digits.size() - 1 - i]);
    return (10 - sum % 10) % 10 == digit(digits.back());
}

bool luhn(std::string_view digits) {
    int sum = 0;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        const int value = digit(digits[digits.size() - 1 - i]) * (i % 2 == 0 ? 1 : 2);
        sum += value > 9 ? value - 9 : value;
    }
    return sum % 10 == 0;
}

bool modulo_11(std::string_view digits) {
    int sum = 0;
    for (std::size_t i = 1; i < digits.size(); ++i)
        sum += static_cast<int>((i - 1) % 6 + 2) * digit(digits[digits.size() - 1 - i]);
    return (11 - sum % 11) % 11 == digit(digits.back());
}

} // namespace

bool is_creditor_reference(std::string_view signs) {
    return signs.size() > 4 && signs.starts_with("rf") && is_digit(signs[2]) && is_digit(signs[3]);
}

bool creditor_reference_holds(std::string_view signs) { return proves_by_97(in_capitals(signs)); }

std::size_t check_digits_at_end(std::string_view digits) {
    constexpr std::size_t digits_min = 4; // of any of them, check digit included
    if (digits.size() < digits_min || !std::ranges::all_of(digits, is_digit)) return 0;
    if (digits.size() == swiss_reference_digits) return proves_by_swiss_10(digits) ? 1 : 0;
    if (is_belgian_reference(digits)) return 2;
    return weights_7_3_1(digits) || luhn(digits) || modulo_11(digits) ? 1 : 0;
}

} // namespace settled::matching
