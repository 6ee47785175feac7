#include "matching/tokens.hpp"

#include "matching/fold.hpp"
#include "matching/limits.hpp"

#include <settled/date.hpp>
#include <settled/text.hpp>

#include <algorithm>
#include <array>

namespace settled::matching {
namespace {

// Whole marks of plurality; Latin ones stand between blanks, Chinese ones anywhere.
constexpr auto plural_words =
    std::to_array<std::string_view>({"u.a", "u. a", "ua", "bis", "div", "diverse", "diverser", "several", "various", "et al",
                                     "etc", "to", "through", "und weitere"});
constexpr auto plural_signs = std::to_array<std::string_view>({"等", "至", "多张", "若干"});

constexpr auto begins_plural_word = [] {
    std::array<bool, 256> begins{};
    for (const std::string_view word : plural_words) begins[static_cast<unsigned char>(word.front())] = true;
    return begins;
}();

// A sign that is neither letter nor digit: its bytes, what it is between two pieces, and whether a number may hold it.
struct Mark {
    std::size_t bytes = 1;
    Gap gap = Gap::other;
    bool joins = false;
};

Mark mark_at(std::string_view rest) {
    const auto first = static_cast<unsigned char>(rest.front());
    if (first < 0x80) {
        switch (rest.front()) {
        case ' ':
        case '\t':
        case '\r':
        case '\n':
            return {1, Gap::blank, true};
        case '-':
            return {1, Gap::dash, true};
        case '/':
            return {1, Gap::slash, true};
        case '.':
        case '_':
        case '\\':
        case '#':
            return {1, Gap::other, true};
        case '~':
            return {1, Gap::range, false};
        case ',':
        case ';':
        case '+':
        case '&':
            return {1, Gap::list, false};
        default:
            return {};
        }
    }
    if (first < 0xE2 || rest.size() < 3) return {};
    const std::string_view sign = rest.substr(0, 3);
    for (const std::string_view dash : {"\u2010", "\u2011", "\u2012", "\u2013", "\u2014", "\u2015", "\u2212"})
        if (sign == dash) return {3, Gap::dash, true};
    if (sign == "\u3000") return {3, Gap::blank, true};
    for (const std::string_view list : {"、", "和", "及", "与"})
        if (sign == list) return {3, Gap::list, false};
    for (const std::string_view range : {"至", "到", "〜"})
        if (sign == range) return {3, Gap::range, false};
    return {3, Gap::other, false};
}

// Blanks around one mark are that mark; two marks are something else.
Gap both(Gap before, Gap mark) {
    if (mark == Gap::blank) return before;
    return before == Gap::blank ? mark : Gap::other;
}

bool plural_word_stands_in(std::string_view text) {
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (!begins_plural_word[static_cast<unsigned char>(text[at])] || (at > 0 && is_sign(text[at - 1]))) continue;
        const std::string_view rest = text.substr(at);
        for (const std::string_view word : plural_words)
            if (rest.starts_with(word) && (rest.size() == word.size() || !is_sign(rest[word.size()]))) return true;
    }
    return false;
}

// "等5张", "共3笔", "5 invoices": how many are paid in all.
std::size_t stated_count(std::string_view text) {
    for (const std::string_view mark : {"等", "共"}) {
        const std::size_t at = text.find(mark);
        if (at == std::string_view::npos) continue;
        std::size_t value = 0;
        std::size_t digits = 0;
        for (std::size_t i = at + mark.size(); i < text.size() && is_digit(text[i]) && digits < 3; ++i, ++digits)
            value = value * 10 + static_cast<std::size_t>(text[i] - '0');
        if (digits > 0) return value;
    }
    return 0;
}

void leave_zeros_out(Pieces& pieces) {
    std::string& out = pieces.signs_without_zeros;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        const std::string_view signs = pieces[i];
        pieces.all[i].bare_begin = static_cast<std::uint32_t>(out.size());
        for (std::size_t at = 0; at < signs.size();) {
            if (!is_digit(signs[at])) {
                out += signs[at++];
                continue;
            }
            std::size_t end = at;
            while (end < signs.size() && is_digit(signs[end])) ++end;
            while (at + 1 < end && signs[at] == '0') ++at;
            out.append(signs, at, end - at);
            at = end;
        }
        pieces.all[i].bare_size = static_cast<std::uint32_t>(out.size()) - pieces.all[i].bare_begin;
    }
}

} // namespace

void split_pieces(std::string_view folded, Pieces& pieces) {
    pieces.all.clear();
    pieces.signs.clear();
    pieces.signs_without_zeros.clear();
    bool loses_zeros = false;
    for (std::size_t at = 0; at < folded.size() && pieces.all.size() < limits::pieces_in_text;) {
        char sign = sign_in_number(folded[at]);
        if (sign == 0) {
            const Mark mark = mark_at(folded.substr(at));
            at += mark.bytes;
            if (pieces.all.empty()) continue;
            Piece& before = pieces.all.back();
            before.joins_next = before.joins_next && mark.joins;
            before.gap = both(before.gap, mark.gap);
            continue;
        }
        Piece piece{.begin = static_cast<std::uint32_t>(pieces.signs.size()), .joins_next = true, .gap = Gap::blank};
        bool leading_zero = false; // a zero that begins a run of digits
        char before = 0;
        do {
            loses_zeros = loses_zeros || (leading_zero && is_digit(sign));
            leading_zero = sign == '0' && !is_digit(before);
            piece.has_digit = piece.has_digit || is_digit(sign);
            pieces.signs += sign;
            before = sign;
            sign = ++at < folded.size() ? sign_in_number(folded[at]) : '\0';
        } while (sign != 0);
        piece.size = static_cast<std::uint32_t>(pieces.signs.size()) - piece.begin;
        pieces.all.push_back(piece);
    }
    if (!pieces.all.empty()) pieces.all.back().joins_next = false;
    if (loses_zeros) leave_zeros_out(pieces);
}

Pieces pieces_of(std::string_view folded) {
    Pieces pieces;
    split_pieces(folded, pieces);
    return pieces;
}

void read_text(std::string_view remittance, RemittanceText& text) {
    fold_into(cut_at_character(remittance, limits::text_bytes), text.folded);
    split_pieces(text.folded, text.pieces);
    const bool chinese = std::ranges::any_of(text.folded, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
    text.count = chinese ? stated_count(text.folded) : 0;
    text.several =
        text.count > 1 || plural_word_stands_in(text.folded) ||
        (chinese && std::ranges::any_of(plural_signs, [&](std::string_view sign) { return text.folded.contains(sign); }));
}

RemittanceText read_text(std::string_view remittance) {
    RemittanceText text;
    read_text(remittance, text);
    return text;
}

std::string shape(std::string_view signs) {
    std::string out(signs);
    std::ranges::replace_if(out, is_digit, '9');
    return out;
}

std::string_view digits_at_end(std::string_view signs) {
    std::size_t begin = signs.size();
    while (begin > 0 && is_digit(signs[begin - 1])) --begin;
    return signs.substr(begin);
}

bool has_digit(std::string_view signs) { return std::ranges::any_of(signs, is_digit); }
bool all_digits(std::string_view signs) { return !signs.empty() && std::ranges::all_of(signs, is_digit); }

bool looks_like_date(std::string_view digits, int last_year) {
    if (!all_digits(digits)) return false;
    std::int32_t value = 0;
    if (digits.size() > 8) return false;
    for (const char c : digits) value = value * 10 + (c - '0');
    const auto year = [&](std::int32_t y) { return y >= 1990 && y <= last_year; };
    if (digits.size() == 4) return year(value);
    if (digits.size() == 6) return year(value / 100) && value % 100 >= 1 && value % 100 <= 12;
    if (digits.size() != 8) return false;
    const std::int32_t reversed = value % 10000 * 10000 + value / 10000 % 100 * 100 + value / 1000000;
    return (year(value / 10000) && Date::from_number(value)) || (year(value % 10000) && Date::from_number(reversed));
}

bool nearly_equal(std::string_view written, std::string_view number) {
    constexpr std::size_t cut_max = 3;
    constexpr std::size_t signs_min = 5; // fewer say too little
    if (written.size() < signs_min || number.size() < signs_min) return false;
    if (written.size() == number.size()) {
        std::size_t different = 0;
        for (std::size_t i = 0; i < written.size(); ++i) different += written[i] != number[i];
        return different <= 1;
    }
    if (written.size() > number.size() || number.size() - written.size() > cut_max) return false;
    return number.starts_with(written) || number.ends_with(written);
}

} // namespace settled::matching
