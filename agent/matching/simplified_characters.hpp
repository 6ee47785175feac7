// simplified_characters.hpp -- Chinese characters in traditional spelling, and the simplified ones that mean them.
//
// A customer in Hong Kong or Taiwan writes 發票 and 華聯電機, the ledger holds 发票 and 华联电机: folded, both are one. Where one
// simplified character stands for several traditional ones, these become alike too, which is no loss for comparing. Facts of
// the Unicode Han database (kSimplifiedVariant), as ICU 72's transform "Traditional-Simplified" applies them.
#pragma once

#include <array>

namespace settled::matching {

inline constexpr char16_t first_ideograph = 0x4E00, last_ideograph = 0x9FFF;

// By the character's place behind first_ideograph: its simplified form, itself for most.
extern const std::array<char16_t, last_ideograph - first_ideograph + 1> simplified;

} // namespace settled::matching
