// number_styles.hpp -- what a number of this ledger looks like, learned from the ledger itself.
//
// A style is the outline of a number ("inv9999999") and where it is broken by a dash or another joint.
#pragma once

#include "matching/text_hash.hpp"
#include "matching/tokens.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace settled::matching {

class NumberStyles {
  public:
    void learn(const Pieces& number);
    // After the last number: where a ledger has more styles than the limit, the most frequent ones, ties by the text.
    void keep_frequent();

    bool fits(std::string_view signs) const;
    // Written with no joint where the style has none: "8275 2026-10" is no "INV-2026-12" of ten digits.
    bool fits(const Pieces& pieces, std::size_t first, std::size_t count) const;
    // "inv20260012" where numbers are "inv2026001234": the letters and at least two digits of a style,
    // cut short by a field that was too narrow, or with the zeros lost.
    bool fits_cut_short(std::string_view signs) const;
    bool may_begin(char sign) const { return (begins_ >> (static_cast<unsigned char>(sign) % 64U) & 1U) != 0; }

  private:
    struct Style {
        std::uint64_t joints = 0; // bits of positions; "inv-9999" at 3
        std::size_t numbers = 0;
    };
    using Styles = std::unordered_map<std::string, Style, TextHash, std::equal_to<>>;

    Styles styles_;
    std::uint64_t begins_ = 0;           // bits: signs that begin a number, modulo 64
    Styles::value_type* last_ = nullptr; // ledgers number on: mostly the style before
};

// Worth looking up as a number: long enough, with a digit, and not more than anybody's document has.
bool worth_looking_up(std::string_view signs);
// Six digits or fewer and nothing else: may be a rent or a room.
bool is_weak_number(std::string_view signs);

} // namespace settled::matching
