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

// Blank, dash, slash, dot and their like may stand inside a number; the bytes they take, 0 for another sign.
std::size_t joint(std::string_view rest) {
    constexpr std::string_view ascii = " -/._\t\r\n\\#";
    if (ascii.find(rest.front()) != std::string_view::npos) return 1;
    for (const std::string_view dash : {"\u2010", "\u2011", "\u2012", "\u2013", "\u2014", "\u2015", "\u2212", "\u3000"})
        if (rest.starts_with(dash)) return dash.size();
    return 0;
}

bool word_stands_in(std::string_view text, std::string_view word) {
    for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
        const bool begins = at == 0 || !is_sign(text[at - 1]);
        const std::size_t end = at + word.size();
        if (begins && (end == text.size() || !is_sign(text[end]))) return true;
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

} // namespace

std::vector<Piece> pieces_of(std::string_view folded) {
    std::vector<Piece> pieces;
    std::size_t at = 0;
    while (at < folded.size() && pieces.size() < limits::pieces_in_text) {
        if (!is_sign(folded[at])) {
            const std::size_t size = joint(folded.substr(at));
            if (size == 0 && !pieces.empty()) pieces.back().joins_next = false;
            at += std::max<std::size_t>(size, 1);
            continue;
        }
        const std::size_t begin = at;
        while (at < folded.size() && is_sign(folded[at])) ++at;
        pieces.push_back({number_signs(folded.substr(begin, at - begin)), true});
    }
    if (!pieces.empty()) pieces.back().joins_next = false;
    return pieces;
}

RemittanceText read_text(std::string_view remittance) {
    RemittanceText text;
    text.folded = fold(cut_at_character(remittance, limits::text_bytes));
    text.pieces = pieces_of(text.folded);
    text.count = stated_count(text.folded);
    text.several = text.count > 1 ||
                   std::ranges::any_of(plural_words, [&](std::string_view word) { return word_stands_in(text.folded, word); }) ||
                   std::ranges::any_of(plural_signs, [&](std::string_view sign) { return text.folded.contains(sign); });
    return text;
}

std::string joined(const std::vector<Piece>& pieces, std::size_t first, std::size_t count) {
    std::string out;
    for (std::size_t i = first; i < first + count; ++i) out += pieces[i].signs;
    return out;
}

std::string joined_without_zeros(const std::vector<Piece>& pieces, std::size_t first, std::size_t count) {
    std::string out;
    for (std::size_t i = first; i < first + count; ++i) {
        const std::string& signs = pieces[i].signs;
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
    }
    return out;
}

std::string shape(std::string_view signs) {
    std::string out(signs);
    std::ranges::replace_if(out, is_digit, '9');
    return out;
}

bool all_digits(std::string_view signs) { return !signs.empty() && std::ranges::all_of(signs, is_digit); }

bool looks_like_date(std::string_view digits) {
    if (!all_digits(digits)) return false;
    std::int32_t value = 0;
    if (digits.size() > 8) return false;
    for (const char c : digits) value = value * 10 + (c - '0');
    const auto year = [](std::int32_t y) { return y >= 1990 && y <= 2100; };
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
