#include "matching/tokens.hpp"

#include "matching/fold.hpp"
#include "matching/limits.hpp"
#include "matching/word_filter.hpp"

#include <settled/date.hpp>
#include <settled/text.hpp>

#include <algorithm>
#include <array>

namespace settled::matching {
namespace {

// Whole marks of plurality; Latin ones stand between blanks, Chinese ones anywhere.
constexpr auto plural_words = std::to_array<std::string_view>(
    {// German, Dutch
     "u.a", "u. a", "ua", "usw", "bis", "div", "diverse", "diverser", "und weitere", "und andere", "e.a",
     // English, Latin
     "several", "various", "et al", "etc", "to", "through", "thru", "and others", "and more", "multiple",
     // French, Italian, Spanish, Portuguese
     "et autres", "plusieurs", "diverses", "ed altre", "ed altri", "e altre", "e altri", "varie", "vari", "y otras", "y otros",
     "varias", "varios", "e outras", "e outros",
     // Nordic, Polish, Czech
     "m.fl", "mfl", "m.fl.", "o.s.v", "osv", "med flera", "m.m", "ym", "i inne", "itd", "atd"});
constexpr auto plural_signs = std::to_array<std::string_view>({"等", "至", "多张", "若干"});

constexpr auto count_signs = std::to_array<std::string_view>({"等", "共"});
constexpr WordFilter<> plural_filter = [] {
    WordFilter<> made(plural_signs);
    for (const std::string_view sign : count_signs) made.add(sign);
    return made;
}();

// The same in order, and how many of them stand before those of each letter.
constexpr auto sorted_plural_words = [] {
    auto words = plural_words;
    std::ranges::sort(words);
    return words;
}();
constexpr auto plural_words_before = [] {
    std::array<std::uint8_t, 257> before{};
    for (const std::string_view word : plural_words)
        for (std::size_t letter = static_cast<unsigned char>(word.front()) + 1U; letter < before.size(); ++letter)
            ++before[letter];
    return before;
}();

// A sign that is neither letter nor digit: its bytes, what it is between two pieces, and whether a number may hold it.
struct Mark {
    std::size_t bytes = 1;
    Gap gap = Gap::other;
    bool joins = false;
};

constexpr Mark ascii_mark(char c) {
    switch (c) {
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

// Three bytes of UTF-8 as one number.
constexpr std::uint32_t three(std::string_view sign) {
    const auto byte = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(sign[i])); };
    return byte(0) << 16U | byte(1) << 8U | byte(2);
}

constexpr Mark wide_mark(std::string_view sign) {
    switch (three(sign)) {
    case three("\u2010"):
    case three("\u2011"):
    case three("\u2012"):
    case three("\u2013"):
    case three("\u2014"):
    case three("\u2015"):
    case three("\u2212"):
        return {3, Gap::dash, true};
    case three("\u3000"):
        return {3, Gap::blank, true};
    case three("、"):
    case three("和"):
    case three("及"):
    case three("与"):
        return {3, Gap::list, false};
    case three("至"):
    case three("到"):
    case three("〜"):
        return {3, Gap::range, false};
    default:
        return {3, Gap::other, false};
    }
}

constexpr auto ascii_marks = [] {
    std::array<Mark, 128> marks{};
    for (std::size_t c = 0; c < marks.size(); ++c) marks[c] = ascii_mark(static_cast<char>(c));
    return marks;
}();

Mark mark_at(std::string_view rest) {
    const auto first = static_cast<unsigned char>(rest.front());
    if (first < 0x80) return ascii_marks[first];
    return first < 0xE2 || rest.size() < 3 ? Mark{} : wide_mark(rest.substr(0, 3));
}

// Blanks around one mark are that mark; two marks are something else.
Gap both(Gap before, Gap mark) {
    if (mark == Gap::blank) return before;
    return before == Gap::blank ? mark : Gap::other;
}

bool is_ascii(std::string_view text) {
    unsigned all = 0;
    for (const char c : text) all |= static_cast<unsigned char>(c); // without a way out, many bytes at once
    return all < 0x80;
}

bool plural_word_stands_in(std::string_view text, const Pieces& pieces) {
    for (const Piece& piece : pieces.all) {
        const std::size_t at = piece.written;
        const auto letter = static_cast<unsigned char>(text[at]);
        for (std::size_t i = plural_words_before[letter]; i < plural_words_before[letter + 1U]; ++i) {
            const std::string_view word = sorted_plural_words[i];
            const std::size_t end = at + word.size();
            if (text.substr(at, word.size()) == word && (end == text.size() || !is_sign(text[end]))) return true;
        }
    }
    return false;
}

// "等5张", "共3笔", "5 invoices": how many are paid in all.
std::size_t stated_count(std::string_view text) {
    for (const std::string_view mark : count_signs) {
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

// All that reading a number asks of one folded byte.
struct Sign {
    char sign = 0; // as sign_in_number()
    std::uint8_t is = 0;
};
constexpr std::uint8_t sign_is_digit = 1, sign_is_zero = 2;
constexpr auto signs_of = [] {
    std::array<Sign, 256> signs{};
    for (std::size_t c = 0; c < signs.size(); ++c) {
        const char sign = sign_in_number(static_cast<char>(c));
        const int is = (is_digit(sign) ? sign_is_digit : 0) | (sign == '0' ? sign_is_zero : 0);
        signs[c] = {.sign = sign, .is = static_cast<std::uint8_t>(is)};
    }
    return signs;
}();
const Sign& sign_of(char folded) { return signs_of[static_cast<unsigned char>(folded)]; }

// A run of digits begins here, and with a zero that says nothing.
bool is_leading_zero(std::string_view signs, std::size_t at, char before) {
    return signs[at] == '0' && !is_digit(before) && at + 1 < signs.size() && is_digit(signs[at + 1]);
}

bool has_leading_zero(std::string_view signs) {
    char before = 0;
    for (std::size_t at = 0; at < signs.size(); before = signs[at++])
        if (is_leading_zero(signs, at, before)) return true;
    return false;
}

void leave_zeros_out(Pieces& pieces) {
    pieces.signs_without_zeros.resize(pieces.signs.size());
    char* const begin = pieces.signs_without_zeros.data();
    char* out = begin;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        const std::string_view signs = pieces[i];
        char* const bare = out;
        char before = 0;
        for (std::size_t at = 0; at < signs.size(); ++at) {
            const char sign = signs[at];
            if (is_leading_zero(signs, at, before)) continue; // and what follows begins the run anew
            *out++ = before = sign;
        }
        pieces.all[i].bare_begin = static_cast<std::uint32_t>(bare - begin);
        pieces.all[i].bare_size = static_cast<std::uint32_t>(out - bare);
    }
    pieces.signs_without_zeros.resize(static_cast<std::size_t>(out - begin));
}

} // namespace

void split_pieces(std::string_view folded, Pieces& pieces) {
    pieces.all.clear();
    pieces.signs_without_zeros.clear();
    pieces.signs.resize(folded.size()); // never more signs than bytes
    char* out = pieces.signs.data();
    bool loses_zeros = false;
    const char* at = folded.data();
    const char* const end = at + folded.size();
    while (at < end && pieces.all.size() < limits::pieces_in_text) {
        if (sign_of(*at).sign == 0) {
            const Mark mark = mark_at({at, end});
            at += mark.bytes;
            if (pieces.all.empty()) continue;
            Piece& before = pieces.all.back();
            before.joins_next = before.joins_next && mark.joins;
            before.gap = both(before.gap, mark.gap);
            if (!before.joins_next && before.gap == Gap::other) // nothing that follows changes that
                while (at < end && sign_in_number(*at) == 0) ++at;
            continue;
        }
        const char* const begin = out;
        const auto written = static_cast<std::uint32_t>(at - folded.data());
        unsigned any = 0;
        for (Sign sign = sign_of(*at); sign.sign != 0; sign = sign_of(*at)) {
            any |= sign.is;
            *out++ = sign.sign;
            if (++at == end) break;
        }
        const auto size = static_cast<std::size_t>(out - begin);
        loses_zeros = loses_zeros || ((any & sign_is_zero) != 0 && has_leading_zero({begin, size}));
        pieces.all.push_back({.begin = static_cast<std::uint32_t>(begin - pieces.signs.data()),
                              .size = static_cast<std::uint32_t>(size),
                              .written = written,
                              .has_digit = (any & sign_is_digit) != 0,
                              .joins_next = true,
                              .gap = Gap::blank});
    }
    pieces.signs.resize(static_cast<std::size_t>(out - pieces.signs.data()));
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
    const bool chinese = !is_ascii(text.folded) && plural_filter.may_stand_in(text.folded);
    text.count = chinese ? stated_count(text.folded) : 0;
    text.several =
        text.count > 1 || plural_word_stands_in(text.folded, text.pieces) ||
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
