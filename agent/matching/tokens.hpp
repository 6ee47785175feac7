// tokens.hpp -- the runs of letters and digits in a remittance text, and the numbers they may spell.
//
// A number is found whole or not at all: "14" does not stand in "1814". A bank's format breaks
// numbers by blanks, dashes and line ends, so neighbouring runs are also read as one.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace settled::matching {

struct Piece {
    std::string signs; // folded, o read as 0
    bool joins_next = false;
};

struct RemittanceText {
    std::string folded;
    std::vector<Piece> pieces;
    bool several = false;  // says that more is paid than the numbers it names: "u.a.", "等3张", "bis", "diverse"
    std::size_t count = 0; // … and how many in all; 0: it does not say
};

// At most limits::text_bytes are read.
RemittanceText read_text(std::string_view remittance);

// The pieces first … first + count − 1 as one number.
std::string joined(const std::vector<Piece>& pieces, std::size_t first, std::size_t count);
// … with the leading zeros of each run of digits gone: "inv2026001234" in three runs is "inv20261234".
std::string joined_without_zeros(const std::vector<Piece>& pieces, std::size_t first, std::size_t count);

// "inv-2026-001" split as a text would be: the form in which a ledger's number is compared.
std::vector<Piece> pieces_of(std::string_view folded);

// The outline of a number: letters stay, digits become 9. "inv2026001" is "inv9999999".
std::string shape(std::string_view signs);
bool all_digits(std::string_view signs);
// 20261031, 202610, 31102026, 2026: read as a day, a month or a year, never as a document.
bool looks_like_date(std::string_view digits);

// The same number but for one sign, or cut short by up to three signs at either end.
bool nearly_equal(std::string_view written, std::string_view number);

} // namespace settled::matching
