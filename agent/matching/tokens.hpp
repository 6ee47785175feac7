// tokens.hpp -- the runs of letters and digits in a remittance text, and the numbers they may spell.
//
// A number is found whole or not at all: "14" does not stand in "1814". A bank's format breaks
// numbers by blanks, dashes and line ends, so neighbouring runs are also read as one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace settled::matching {

// What stands between a piece and the next: blanks and, at most, one mark.
enum class Gap : std::uint8_t { other, blank, dash, slash, list, range };

// One run of letters and digits, the letter o read as 0.
struct Piece {
    std::uint32_t begin = 0, size = 0;           // in Pieces::signs
    std::uint32_t bare_begin = 0, bare_size = 0; // in Pieces::signs_without_zeros
    std::uint32_t written = 0;                   // where it begins in the text
    bool has_digit = false;
    bool joins_next = false;
    Gap gap = Gap::other;
};

// The pieces of one text. Their signs stand one behind another, so that neighbours read as one number are one view.
struct Pieces {
    std::vector<Piece> all;
    std::string signs;
    std::string signs_without_zeros; // leading zeros of each run of digits left out; empty where none has any
    int last_year = 2100;            // 2041 is a year only where it may be one

    std::size_t size() const { return all.size(); }
    std::string_view operator[](std::size_t at) const { return joined(at, 1); }
    // The pieces first … first + count − 1 as one number.
    std::string_view joined(std::size_t first, std::size_t count) const {
        const Piece& last = all[first + count - 1];
        return std::string_view(signs).substr(all[first].begin, last.begin + last.size - all[first].begin);
    }
    // … with lost zeros: "inv2026001234" in three runs is "inv20261234".
    std::string_view joined_without_zeros(std::size_t first, std::size_t count) const {
        if (signs_without_zeros.empty()) return joined(first, count);
        const Piece& last = all[first + count - 1];
        return std::string_view(signs_without_zeros)
            .substr(all[first].bare_begin, last.bare_begin + last.bare_size - all[first].bare_begin);
    }
    std::size_t joined_size(std::size_t first, std::size_t count) const {
        const Piece& last = all[first + count - 1];
        return last.begin + last.size - all[first].begin;
    }
};

struct RemittanceText {
    std::string folded;
    Pieces pieces;
    bool several = false;  // says that more is paid than the numbers it names: "u.a.", "等3张", "bis", "diverse"
    std::size_t count = 0; // … and how many in all; 0: it does not say
};

// At most limits::text_bytes are read. The memory of `text` is used again.
void read_text(std::string_view remittance, RemittanceText& text);
RemittanceText read_text(std::string_view remittance);

// "inv-2026-001" split as a text would be: the form in which a ledger's number is compared.
void split_pieces(std::string_view folded, Pieces& pieces);
Pieces pieces_of(std::string_view folded);

// The outline of a number: letters stay, digits become 9. "inv2026001" is "inv9999999".
std::string shape(std::string_view signs);
bool has_digit(std::string_view signs);
bool all_digits(std::string_view signs);
std::string_view digits_at_end(std::string_view signs);
// 20261031, 202610, 31102026, 2026: read as a day, a month or a year, never as a document; of 1990 to `last_year`.
bool looks_like_date(std::string_view digits, int last_year);

// The same number but for one sign, or cut short by up to three signs at either end.
bool nearly_equal(std::string_view written, std::string_view number);

} // namespace settled::matching
