#include "letters/stationery.hpp"

#include <settled/check_digits.hpp>
#include <settled/text.hpp>

#include <algorithm>
#include <array>

namespace settled::letters {
namespace {

constexpr std::size_t account_digits_min = 12;

bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }

// Takes one thing that a reader does not see off the front of the text: a tag of the template or of HTML.
bool skip_tag(std::string_view& text) {
    const auto skip = [&](std::string_view open, std::string_view close) {
        if (!text.starts_with(open)) return false;
        const std::size_t end = text.find(close, open.size());
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + close.size());
        return true;
    };
    return skip("{{", "}}") || skip("<!--", "-->") || skip("<", ">");
}

// "&#49;" and "&#x31;" are digits to a reader.
char take_entity(std::string_view& text) {
    if (!text.starts_with("&#")) return '\0';
    const std::size_t end = text.find(';');
    if (end > 8) return '\0'; // too far, or nowhere
    const bool hex = text[2] == 'x' || text[2] == 'X';
    int number = 0;
    for (const char c : text.substr(hex ? 3 : 2, end - (hex ? 3 : 2))) {
        const int value = is_digit(c)                   ? c - '0'
                          : hex && c >= 'a' && c <= 'f' ? c - 'a' + 10
                          : hex && c >= 'A' && c <= 'F' ? c - 'A' + 10
                                                        : -1;
        if (value < 0) return '\0';
        number = number * (hex ? 16 : 10) + value;
    }
    if (number < 0x20 || number > 0x7E) return '\0';
    text.remove_prefix(end + 1);
    return static_cast<char>(number);
}

// What a reader sees, in ASCII: full-width digits and letters become plain ones, marks that nobody sees vanish, blanks
// and dashes become one blank, every other character beyond ASCII becomes '|'.
std::string as_read(std::string_view text) {
    std::string seen;
    while (!text.empty()) {
        const char next = text.front(); // looked at first: most characters begin nothing
        if ((next == '{' || next == '<') && skip_tag(text)) continue;
        if (const char entity = next == '&' ? take_entity(text) : '\0'; entity != '\0') {
            seen += entity;
            continue;
        }
        const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
        if (byte(0) < 0x80) {
            seen += text.front();
            text.remove_prefix(1);
            continue;
        }
        if (byte(0) == 0xEF && byte(1) == 0xBC && byte(2) >= 0x90 && byte(2) <= 0xBA) // U+FF10 … U+FF3A
            seen += static_cast<char>('0' + (byte(2) - 0x90));
        else if ((byte(0) == 0xC2 && byte(1) == 0xA0) || (byte(0) == 0xE3 && byte(1) == 0x80 && byte(2) == 0x80))
            seen += ' ';
        else if (!(byte(0) == 0xE2 && (byte(1) == 0x80 || byte(1) == 0x81)) && !(byte(0) == 0xEF && byte(1) == 0xBB))
            seen += '|';
        text.remove_prefix(std::min(text.size(), byte(0) >= 0xF0 ? std::size_t{4} : byte(0) >= 0xE0 ? 3 : 2));
    }
    return seen;
}

bool is_separator(char c) { return c == ' ' || c == '-' || c == '.' || c == '\t' || c == '\r' || c == '\n' || c == '/'; }

// The longest run of digits when the marks between groups are overlooked.
std::size_t longest_digit_run(std::string_view seen) {
    std::size_t longest = 0;
    std::size_t run = 0;
    for (const char c : seen) {
        if (is_digit(c))
            longest = std::max(longest, ++run);
        else if (!is_separator(c))
            run = 0;
    }
    return longest;
}

bool holds_iban(std::string_view seen) {
    constexpr std::size_t size_min = 15;
    constexpr std::size_t size_max = 34;
    constexpr std::ptrdiff_t digits_min = 10;
    std::string compact;
    std::ranges::copy_if(seen, std::back_inserter(compact), [](char c) { return !is_separator(c); });
    std::ranges::transform(compact, compact.begin(),
                           [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    const std::string_view all = compact;
    for (std::size_t at = 0; at + size_min <= all.size(); ++at) {
        if (!is_capital(all[at]) || !is_capital(all[at + 1]) || !is_digit(all[at + 2]) || !is_digit(all[at + 3])) continue;
        std::size_t size = 4;
        while (at + size < all.size() && size < size_max && (is_digit(all[at + size]) || is_capital(all[at + size]))) ++size;
        for (; size >= size_min; --size) {
            const std::string_view candidate = all.substr(at, size);
            // Words may pass the check digits by chance; no country's account has fewer digits than these.
            if (std::ranges::count_if(candidate, is_digit) >= digits_min && is_iban(candidate)) return true;
        }
    }
    return false;
}

} // namespace

Status check_template(std::string_view template_text, std::string_view where) {
    const auto refuse = [&](std::string_view what) {
        return fail(SETTLED_BAD_DATA, std::string(where) + ": " + std::string(what));
    };
    if (first_invalid_utf8(template_text) != std::string_view::npos) return refuse("the template is not UTF-8; save it as UTF-8");
    const std::string seen = as_read(template_text);
    if (holds_iban(seen))
        return refuse("an IBAN stands in the template; bank details come only from [bank_account], by {{#accounts}}");
    if (longest_digit_run(seen) >= account_digits_min)
        return refuse(
            "12 or more digits stand in a row in the template; bank details come only from [bank_account], by {{#accounts}}");
    constexpr std::array active = {"<script", "<img", "<iframe", "<link",   "<object",    "<embed",
                                   "<form",   "src=", "url(",    "@import", "javascript:"};
    const std::string lower = ascii_lower(template_text);
    for (const std::string_view word : active)
        if (lower.contains(word))
            return refuse("\"" + std::string(word) + "\" stands in the template; a letter loads nothing and runs nothing");
    return {};
}

} // namespace settled::letters
