#include "settled/check_digits.hpp"

#include <cstddef>

namespace settled {
namespace {

constexpr std::size_t iban_signs_min = 15, iban_signs_max = 34; // ISO 13616
constexpr std::size_t moved_signs = 4;                          // country and check digits

bool is_digit(char c) { return c >= '0' && c <= '9'; }
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

} // namespace settled
