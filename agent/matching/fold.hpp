// fold.hpp -- one spelling for what people and banks write in many: width, case, marks.
#pragma once

#include <settled/text.hpp>

#include <array>
#include <string>
#include <string_view>

namespace settled::matching {

// Unicode NFKC and full case folding (Unicode chapters 3.11 and 3.13): "ＩＮＶ－７" becomes "inv-7".
// Marks on letters go ("é" is "e"); German umlauts become two letters, as banks without them write
// them ("ü" is "ue"); traditional Chinese characters are simplified ones. Text that is not UTF-8 comes back unfolded.
std::string fold(std::string_view text);
void fold_into(std::string_view text, std::string& folded); // … where its memory is used again

// Of ASCII; any other byte stays.
constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
constexpr bool is_letter(char c) { return c >= 'a' && c <= 'z'; } // of folded text
constexpr bool is_sign(char c) { return is_digit(c) || is_letter(c); }

// What a folded byte is in a number: itself, zero for the letter o, because customers mistake one for the other, or
// nothing (0) for whatever only separates.
inline constexpr auto number_sign = [] {
    std::array<char, 256> signs{};
    for (int c = 0; c < 128; ++c)
        if (is_sign(static_cast<char>(c))) signs[static_cast<std::size_t>(c)] = c == 'o' ? '0' : static_cast<char>(c);
    return signs;
}();
constexpr char sign_in_number(char c) { return number_sign[static_cast<unsigned char>(c)]; }

// The signs of a folded number, without anything that only separates: "inv-2026/007" is "inv2026007".
std::string number_signs(std::string_view folded);
std::string in_capitals(std::string_view folded);

// Latin words stand between other signs than letters ("stripe" is not in "pinstripe"), Chinese ones anywhere.
bool whole_word(std::string_view folded, std::string_view word);

} // namespace settled::matching
