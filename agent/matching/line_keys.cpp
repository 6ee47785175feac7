#include "matching/line_keys.hpp"

#include "matching/fold.hpp"
#include "matching/limits.hpp"

#include <settled/text.hpp>

#include <algorithm>

namespace settled::matching::two_sided {
namespace {

constexpr std::size_t quoted_signs_min = 4; // shorter ones are quantities, months, days

bool is_ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }
bool joins(char c) { return c == '-' || c == '/' || c == '.' || c == '_' || c == '#'; } // the parts of one number

std::string key_of_folded(std::string_view folded) {
    std::string key;
    for (const char c : folded) {
        if (is_ascii(c) && !is_sign(c)) continue;
        const bool number_begins = key.empty() || !is_digit(key.back());
        key += c;
        if (is_digit(c) && !number_begins && key[key.size() - 2] == '0' && (key.size() == 2 || !is_digit(key[key.size() - 3])))
            key.erase(key.size() - 2, 1); // the zero before it led
    }
    return key;
}

} // namespace

std::string number_key(std::string_view written) { return key_of_folded(fold(written)); }

std::vector<std::string> quoted_keys(std::string_view text) {
    const std::string folded = fold(cut_at_character(text, limits::text_bytes));
    std::vector<std::string> keys;
    std::string_view rest = folded;
    while (!rest.empty() && keys.size() < limits::pieces_in_text) {
        std::size_t size = 0;
        while (size < rest.size() && (is_sign(rest[size]) || joins(rest[size]))) ++size;
        if (size == 0) {
            rest.remove_prefix(1);
            continue;
        }
        std::string key = key_of_folded(rest.substr(0, size));
        if (key.size() >= quoted_signs_min && std::ranges::any_of(key, is_digit)) keys.push_back(std::move(key));
        rest.remove_prefix(size);
    }
    std::ranges::sort(keys);
    keys.erase(std::ranges::unique(keys).begin(), keys.end());
    return keys;
}

} // namespace settled::matching::two_sided
