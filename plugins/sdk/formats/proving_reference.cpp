#include <settled/text.hpp>

#include <formats/proving_reference.hpp>

#include <algorithm>
#include <utility>

namespace settled::formats {
namespace {

constexpr std::size_t creditor_reference_min = 5, creditor_reference_max = 25; // ISO 11649
constexpr std::string_view belgian_shape = "000/0000/00000";                   // between +++ and +++, or *** and ***
constexpr std::size_t belgian_mark_signs = 3;

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_sign(char c) { return is_digit(c) || is_upper(c); }

// The digits of "+++090/9337/55493+++" where it begins at `at`, else empty.
std::string belgian_reference_at(std::string_view text, std::size_t at) {
    const std::string_view mark = text.substr(at, belgian_mark_signs);
    const std::size_t size = belgian_shape.size() + 2 * belgian_mark_signs;
    if ((mark != "+++" && mark != "***") || text.size() - at < size || text.substr(at + size - mark.size(), mark.size()) != mark)
        return {};
    std::string digits;
    for (std::size_t i = 0; i < belgian_shape.size(); ++i) {
        const char c = text[at + mark.size() + i];
        if (is_digit(c) != (belgian_shape[i] == '0') || (!is_digit(c) && c != belgian_shape[i])) return {};
        if (is_digit(c)) digits += c;
    }
    return is_belgian_reference(digits) ? digits : std::string();
}

bool proves_itself(std::string_view token) {
    if (token.size() == swiss_reference_digits && std::ranges::all_of(token, is_digit))
        return token.find_first_not_of('0') != token.npos && proves_by_swiss_10(token);
    return token.size() >= creditor_reference_min && token.size() <= creditor_reference_max && token.starts_with("RF") &&
           is_digit(token[2]) && is_digit(token[3]) && proves_by_97(token);
}

// A run of that many digits covers a place at a multiple of its length, and a neighbour of it.
bool may_hold_long_number(std::string_view text) {
    for (std::size_t at = swiss_reference_digits - 1; at < text.size(); at += swiss_reference_digits)
        if (is_digit(text[at]) && (is_digit(text[at - 1]) || (at + 1 < text.size() && is_digit(text[at + 1])))) return true;
    return false;
}

// Almost every text has none of the three, and that is seen without cutting it into tokens.
bool may_hold_reference(std::string_view text) {
    return text.find("RF") != text.npos || text.find("+++") != text.npos || text.find("***") != text.npos ||
           may_hold_long_number(text);
}

} // namespace

std::string self_proving_reference(std::string_view text) {
    if (!may_hold_reference(text)) return {};
    std::string proved;
    for (std::size_t at = 0; at < text.size();) {
        std::string token;
        if (!is_sign(text[at])) {
            token = text[at] == '+' || text[at] == '*' ? belgian_reference_at(text, at) : std::string();
            at += token.empty() ? 1 : belgian_shape.size() + 2 * belgian_mark_signs;
            if (token.empty()) continue;
        } else {
            std::size_t end = at;
            while (end < text.size() && is_sign(text[end])) ++end;
            const std::string_view signs = text.substr(at, end - at);
            at = end;
            if (!proves_itself(signs)) continue;
            token = signs;
        }
        if (token == proved) continue;
        if (!proved.empty()) return {};
        proved = std::move(token);
    }
    return proved;
}

} // namespace settled::formats
