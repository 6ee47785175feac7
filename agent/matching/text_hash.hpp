// text_hash.hpp -- numbers that stand for texts, and for what a number looks like.
#pragma once

#include "ledger/text_hash.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace settled::matching {

using ledger::spread;
using ledger::text_hash;

// Lets a map of strings be asked with a view.
struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return text_hash(text); }
};

// Of eight signs of a number (small letters and digits), each digit as 9.
constexpr std::uint64_t outline_of(std::uint64_t signs) {
    constexpr std::uint64_t ones = 0x0101010101010101U, nines = 0x3939393939393939U;
    const std::uint64_t letters = (signs >> 6U & ones) * 0xFFU; // the bit that letters have and digits have not
    return (signs & letters) | (nines & ~letters);
}

// Equal for numbers of one shape(): "inv2026001" and "inv1999002".
inline std::uint64_t outline_hash(std::string_view signs) { return text_hash(signs, outline_of); }

} // namespace settled::matching
