#include <settled/text.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <numeric>
#include <utility>

namespace settled {
namespace {

constexpr std::string_view no_break_space = "\xC2\xA0";
constexpr std::string_view ideographic_space = "\xE3\x80\x80";

constexpr bool is_ascii_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

// Bytes of the blank that the text begins with; 0 when it begins with something else.
std::size_t leading_blank(std::string_view text) {
    if (text.empty()) return 0;
    if (is_ascii_blank(text.front())) return 1;
    if (text.starts_with(no_break_space)) return no_break_space.size();
    return text.starts_with(ideographic_space) ? ideographic_space.size() : 0;
}

std::size_t trailing_blank(std::string_view text) {
    if (text.empty()) return 0;
    if (is_ascii_blank(text.back())) return 1;
    if (text.ends_with(no_break_space)) return no_break_space.size();
    return text.ends_with(ideographic_space) ? ideographic_space.size() : 0;
}

constexpr bool may_begin_blank(char c) { return is_ascii_blank(c) || c == no_break_space[0] || c == ideographic_space[0]; }

// What a byte is to blanks, so that a text is judged without a branch for each of its bytes.
constexpr unsigned char is_space = 1, is_other_blank = 2;
constexpr auto blank_kinds = [] {
    std::array<unsigned char, 256> kinds{};
    for (std::size_t c = 0; c < kinds.size(); ++c)
        if (may_begin_blank(static_cast<char>(c))) kinds[c] = is_other_blank;
    kinds[static_cast<unsigned char>(' ')] = is_space;
    return kinds;
}();

// Single spaces between words and no other blank: most texts are so already.
bool is_folded(std::string_view text) {
    unsigned before = is_space, seen = 0, twice = 0;
    for (const char c : text) {
        const unsigned kind = blank_kinds[static_cast<unsigned char>(c)];
        seen |= kind;
        twice |= kind & before;
        before = kind;
    }
    return text.empty() || ((seen & is_other_blank) == 0 && twice == 0 && before != is_space);
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

struct Character {
    std::uint32_t code_point;
    std::size_t size; // 0: not well-formed
};

Character first_character(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i])); };
    const std::uint32_t lead = byte(0);
    if (lead < 0x80) return {lead, 1};
    const std::size_t size = lead >= 0xF0 && lead < 0xF5 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 0;
    if (size == 0 || lead >= 0xF5 || text.size() < size) return {lead, 0};
    std::uint32_t code_point = lead & (0xFFu >> (size + 1));
    for (std::size_t i = 1; i < size; ++i) {
        if ((byte(i) & 0xC0) != 0x80) return {lead, 0};
        code_point = code_point << 6 | (byte(i) & 0x3F);
    }
    const bool overlong = (size == 3 && code_point < 0x800) || (size == 4 && code_point < 0x10000);
    const bool surrogate = code_point >= 0xD800 && code_point <= 0xDFFF;
    return {code_point, overlong || surrogate || code_point > 0x10FFFF ? 0 : size};
}

// Eight bytes a step; at least one when the text begins with ASCII.
std::size_t leading_ascii(std::string_view text) {
    std::size_t size = 0;
    for (std::uint64_t eight = 0; size + sizeof eight <= text.size(); size += sizeof eight) {
        std::memcpy(&eight, text.data() + size, sizeof eight);
        if ((eight & 0x8080808080808080U) != 0) break;
    }
    while (size < text.size() && static_cast<unsigned char>(text[size]) < 0x80) ++size;
    return size;
}

// Chinese and what else stands between U+1000 and U+CFFF: three bytes with nothing to look at twice.
bool begins_with_usual_three(std::string_view text) {
    if (text.size() < 3) return false;
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    return byte(0) >= 0xE1 && byte(0) <= 0xEC && (byte(1) & 0xC0) == 0x80 && (byte(2) & 0xC0) == 0x80;
}

// Unicode's explicit directional marks (UAX #9) can make a line read backwards.
bool reorders_text(std::uint32_t c) {
    return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

std::string escaped(std::uint32_t code_point) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string hex;
    for (; code_point > 0; code_point >>= 4) hex.insert(hex.begin(), digits[code_point & 15]);
    if (hex.size() < 2) hex.insert(0, 2 - hex.size(), '0');
    return "\\u{" + hex + "}";
}

// Letters changed, left out, added, or two neighbours exchanged ("dns" for "dsn"), each counting one
// (optimal string alignment).
std::size_t edit_distance(std::string_view left, std::string_view right) {
    std::vector<std::size_t> above_that(right.size() + 1), above(right.size() + 1), row(right.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= left.size(); ++i) {
        above_that = std::exchange(above, std::exchange(row, above_that));
        row[0] = i;
        for (std::size_t j = 1; j <= right.size(); ++j) {
            const std::size_t replaced = above[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
            row[j] = std::min({replaced, above[j] + 1, row[j - 1] + 1});
            const bool exchanged = i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1];
            if (exchanged) row[j] = std::min(row[j], above_that[j - 2] + 1);
        }
    }
    return row.back();
}

} // namespace

std::string_view trim(std::string_view text) {
    // As most texts are. A blank beyond ASCII begins with C2 or E3 and ends with A0 or 80.
    const auto begins = [](unsigned char c) { return c > ' ' && c != 0xC2 && c != 0xE3; };
    const auto ends = [](unsigned char c) { return c > ' ' && c != 0xA0 && c != 0x80; };
    if (!text.empty() && begins(static_cast<unsigned char>(text.front())) && ends(static_cast<unsigned char>(text.back())))
        return text;
    while (const std::size_t n = leading_blank(text)) text.remove_prefix(n);
    while (const std::size_t n = trailing_blank(text)) text.remove_suffix(n);
    return text;
}

std::vector<std::string_view> split(std::string_view text, char mark) {
    std::vector<std::string_view> parts;
    for (std::size_t end; (end = text.find(mark)) != text.npos; text.remove_prefix(end + 1)) parts.push_back(text.substr(0, end));
    parts.push_back(text);
    return parts;
}

bool equal_ignoring_ascii_case(std::string_view left, std::string_view right) {
    return std::ranges::equal(left, right, {}, lower, lower);
}

std::string ascii_lower(std::string_view text) {
    std::string made(text);
    std::ranges::transform(made, made.begin(), lower);
    return made;
}

std::size_t first_invalid_utf8(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        if (static_cast<unsigned char>(text[at]) < 0x80) {
            at += leading_ascii(text.substr(at));
            continue;
        }
        if (begins_with_usual_three(text.substr(at))) {
            at += 3;
            continue;
        }
        const std::size_t size = first_character(text.substr(at)).size;
        if (size == 0) return at;
        at += size;
    }
    return std::string_view::npos;
}

std::int64_t line_feeds(std::string_view text) {
    constexpr std::size_t piece_bytes = 240; // a byte counts them, so that the compiler can look at 16 at once
    std::int64_t all = 0;
    for (; !text.empty(); text.remove_prefix(std::min(text.size(), piece_bytes))) {
        std::uint8_t found = 0;
        for (const char c : text.substr(0, piece_bytes)) found = static_cast<std::uint8_t>(found + (c == '\n' ? 1 : 0));
        all += found;
    }
    return all;
}

std::string_view cut_at_character(std::string_view text, std::size_t size_max) {
    if (text.size() <= size_max) return text;
    std::size_t size = size_max;
    while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) --size;
    return text.substr(0, size);
}

void append_folded(std::string& out, std::string_view text) {
    if (is_folded(text)) {
        out += text;
        return;
    }
    for (text = trim(text); !text.empty();) {
        const std::size_t plain = static_cast<std::size_t>(std::ranges::find_if(text, may_begin_blank) - text.begin());
        out += text.substr(0, plain);
        text.remove_prefix(plain);
        if (text.empty()) break;
        std::size_t blank = leading_blank(text);
        if (blank == 0) {
            out.push_back(text.front());
            text.remove_prefix(1);
            continue;
        }
        out.push_back(' ');
        for (; blank > 0; blank = leading_blank(text)) text.remove_prefix(blank);
    }
}

std::string fold_blanks(std::string_view text) {
    std::string folded;
    append_folded(folded, text);
    return folded;
}

void fold_in_place(std::string& text) {
    if (!is_folded(text)) text = fold_blanks(text);
}

std::string visible(std::string_view text) {
    std::string shown;
    shown.reserve(text.size());
    while (!text.empty()) {
        const Character c = first_character(text);
        const std::size_t size = std::max<std::size_t>(c.size, 1);
        const bool control = c.code_point < 0x20 || (c.code_point >= 0x7F && c.code_point < 0xA0);
        if (c.size == 0 || control || reorders_text(c.code_point))
            shown += escaped(c.code_point);
        else
            shown += text.substr(0, size);
        text.remove_prefix(size);
    }
    return shown;
}

std::string_view nearest(std::string_view word, const std::vector<std::string_view>& known) {
    const std::size_t distance_max = std::max<std::size_t>(1, word.size() / 3);
    std::string_view best;
    std::size_t best_distance = distance_max + 1;
    for (const std::string_view candidate : known) {
        const std::size_t distance = edit_distance(word, candidate);
        if (distance < best_distance) best = candidate, best_distance = distance;
    }
    return best;
}

} // namespace settled
