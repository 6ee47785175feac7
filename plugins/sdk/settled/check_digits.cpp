#include "settled/check_digits.hpp"

#include <settled/text.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace settled {
namespace {

constexpr std::size_t iban_signs_min = 15, iban_signs_max = 34; // ISO 13616
constexpr std::size_t moved_signs = 4;                          // country and check digits
constexpr std::size_t belgian_reference_digits = 12;

bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }

} // namespace

bool proves_by_97(std::string_view compact) {
    if (compact.size() <= moved_signs) return false;
    int remainder = 0;
    for (std::size_t i = 0; i < compact.size(); ++i) {
        const char c = compact[(i + moved_signs) % compact.size()];
        if (is_digit(c))
            remainder = (remainder * 10 + (c - '0')) % 97;
        else if (is_capital(c))
            remainder = (remainder * 100 + (c - 'A' + 10)) % 97;
        else
            return false;
    }
    return remainder == 1;
}

bool is_iban(std::string_view compact) {
    return compact.size() >= iban_signs_min && compact.size() <= iban_signs_max && is_capital(compact[0]) &&
           is_capital(compact[1]) && is_digit(compact[2]) && is_digit(compact[3]) && proves_by_97(compact);
}

bool proves_by_swiss_10(std::string_view digits) {
    constexpr std::array<unsigned, 10> table = {0, 9, 4, 6, 8, 2, 7, 1, 3, 5};
    unsigned carry = 0;
    for (const char c : digits.substr(0, digits.size() - 1)) carry = table[(carry + static_cast<unsigned>(c - '0')) % 10];
    return (10 - carry) % 10 == static_cast<unsigned>(digits.back() - '0');
}

bool is_belgian_reference(std::string_view digits) {
    if (digits.size() != belgian_reference_digits || !std::ranges::all_of(digits, is_digit)) return false;
    std::uint64_t number = 0;
    for (const char c : digits.substr(0, belgian_reference_digits - 2)) number = number * 10 + static_cast<unsigned>(c - '0');
    const auto check = static_cast<unsigned>((digits[10] - '0') * 10 + (digits[11] - '0'));
    return number > 0 && check == (number % 97 == 0 ? 97 : number % 97);
}

} // namespace settled
