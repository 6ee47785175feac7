#include "matching/fold.hpp"

#include "matching/simplified_characters.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <optional>

namespace settled::matching {
namespace {

struct Umlaut {
    std::string_view written, plain;
};
constexpr Umlaut umlauts[] = {{"ä", "ae"}, {"ö", "oe"}, {"ü", "ue"}, {"Ä", "ae"}, {"Ö", "oe"}, {"Ü", "ue"}};

constexpr unsigned byte(char c) { return static_cast<unsigned char>(c); }

constexpr auto lower_case = [] {
    std::array<char, 256> lower{};
    for (std::size_t c = 0; c < 256; ++c) lower[c] = matching::lower(static_cast<char>(c));
    return lower;
}();

void append_ascii_folded(std::string_view text, std::string& out) {
    for (const char c : text) out += lower_case[byte(c)];
}

// Three bytes of UTF-8 that are a CJK unified ideograph (U+4E00 to U+9FFF).
bool is_ideograph(const char* at) {
    const unsigned lead = byte(at[0]), second = byte(at[1]);
    return ((lead == 0xE4 && second >= 0xB8) || (lead >= 0xE5 && lead <= 0xE9)) && (second & 0xC0U) == 0x80 &&
           (byte(at[2]) & 0xC0U) == 0x80;
}

// In simplified spelling; `out` may be `at`.
void write_simplified(const char* at, char* out) {
    const unsigned written = (byte(at[0]) & 0xFU) << 12U | (byte(at[1]) & 0x3FU) << 6U | (byte(at[2]) & 0x3FU);
    const unsigned character = simplified[written - first_ideograph];
    out[0] = static_cast<char>(0xE0U | character >> 12U);
    out[1] = static_cast<char>(0x80U | (character >> 6U & 0x3FU));
    out[2] = static_cast<char>(0x80U | (character & 0x3FU));
}

void simplify(std::string& text) {
    for (std::size_t at = 0; at + 3 <= text.size();) {
        const bool ideograph = is_ideograph(text.data() + at);
        if (ideograph) write_simplified(text.data() + at, text.data() + at);
        at += ideograph ? 3 : 1;
    }
}

// The three bytes of a Chinese character, of full-width ASCII or of Chinese punctuation, folded and written to `out`; how
// many bytes that are, 0 for any other sign. U+FF01 to U+FF5E are ASCII in another width (Unicode, charts "CJK Unified
// Ideographs" and "Halfwidth and Fullwidth Forms").
std::size_t fold_chinese(const char* at, char* out) {
    if (is_ideograph(at)) {
        write_simplified(at, out);
        return 3;
    }
    const unsigned lead = byte(at[0]), second = byte(at[1]), third = byte(at[2]);
    if (lead == 0xE3 && second == 0x80 && third > 0x80 && third <= 0x91) {
        std::copy_n(at, 3, out);
        return 3;
    }
    if (lead == 0xE3 && second == 0x80 && third == 0x80) {
        *out = ' ';
        return 1;
    }
    if (lead != 0xEF || (second != 0xBC && second != 0xBD) || (third & 0xC0U) != 0x80) return 0;
    const unsigned ascii = (second - 0xBC) * 0x40 + (third - 0x80) + 0x20; // U+FF00 is where blank would be
    if (ascii <= 0x20 || ascii >= 0x7F) return 0;
    *out = lower_case[ascii];
    return 1;
}

// Eight signs of ASCII, the capital ones made small.
constexpr std::uint64_t small_letters(std::uint64_t signs) {
    constexpr std::uint64_t ones = 0x0101010101010101U;
    const std::uint64_t from_a = signs + ones * (0x80 - 'A'), behind_z = signs + ones * (0x7F - 'Z'); // in their highest bits
    return signs | ((from_a ^ behind_z) & ones * 0x80) >> 2U;                                         // 'a' − 'A' is 0x20
}

// False, and nothing said about `folded`, where there is more than ASCII.
bool fold_ascii(std::string_view text, std::string& folded) {
    std::uint64_t all = 0;
    const char* at = text.data();
    const auto write = [&](char* out, std::size_t bytes) {
        std::uint64_t signs = 0;
        std::memcpy(&signs, at, bytes);
        all |= signs;
        signs = small_letters(signs);
        std::memcpy(out, &signs, bytes);
    };
    // gcc 12 gives the room there is, not the size asked for.
    folded.resize_and_overwrite(text.size(), [&](char* out, std::size_t) {
        std::size_t left = text.size();
        for (; left >= 8; at += 8, out += 8, left -= 8) write(out, 8);
        for (; left > 0; ++at, ++out, --left) write(out, 1);
        return text.size();
    });
    return (all & 0x8080808080808080U) == 0;
}

// Most other texts: ASCII and Chinese. False, and nothing said about `folded`, where there is more.
bool fold_plain(std::string_view text, std::string& folded) {
    folded.resize(text.size()); // none becomes longer
    char* out = folded.data();
    const char* const end = text.data() + text.size();
    for (const char* at = text.data(); at < end;) {
        if (byte(*at) < 0x80) {
            *out++ = lower_case[byte(*at++)];
            continue;
        }
        const std::size_t bytes = end - at >= 3 ? fold_chinese(at, out) : 0;
        if (bytes == 0) return false;
        at += 3;
        out += bytes;
    }
    folded.resize(static_cast<std::size_t>(out - folded.data()));
    return true;
}

std::string umlauts_spelled(std::string_view text) {
    std::string out;
    out.reserve(text.size() + 8);
    while (!text.empty()) {
        const auto* hit = std::ranges::find_if(umlauts, [&](const Umlaut& umlaut) { return text.starts_with(umlaut.written); });
        if (hit != std::end(umlauts)) {
            out += hit->plain;
            text.remove_prefix(hit->written.size());
        } else {
            out += text.front();
            text.remove_prefix(1);
        }
    }
    return out;
}

using Conversion = utf8proc_uint8_t* (*)(const utf8proc_uint8_t*);

// Nothing for text that is not UTF-8.
std::optional<std::string> converted(Conversion conversion, const std::string& text) {
    const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> made(
        conversion(reinterpret_cast<const utf8proc_uint8_t*>(text.c_str())), &std::free);
    if (!made) return std::nullopt;
    return std::string(reinterpret_cast<const char*>(made.get()));
}

// Without the combining marks U+0300 to U+036F, two bytes each.
std::string without_marks(std::string_view decomposed) {
    std::string out;
    for (std::size_t i = 0; i < decomposed.size(); ++i) {
        const auto lead = static_cast<unsigned char>(decomposed[i]);
        const auto next = i + 1 < decomposed.size() ? static_cast<unsigned char>(decomposed[i + 1]) : 0U;
        if (lead == 0xCC || (lead == 0xCD && next <= 0xAF))
            ++i;
        else
            out += decomposed[i];
    }
    return out;
}

} // namespace

void fold_into(std::string_view text, std::string& folded) {
    if (fold_ascii(text, folded) || fold_plain(text, folded)) return;
    folded.clear();
    const auto decomposed = converted(utf8proc_NFKD, umlauts_spelled(text));
    const auto whole = decomposed ? converted(utf8proc_NFKC_Casefold, without_marks(*decomposed)) : std::nullopt;
    if (whole)
        folded = *whole;
    else
        append_ascii_folded(text, folded);
    if (whole) simplify(folded);
}

std::string fold(std::string_view text) {
    std::string folded;
    fold_into(text, folded);
    return folded;
}

std::string number_signs(std::string_view folded) {
    std::string out;
    out.reserve(folded.size());
    for (const char c : folded)
        if (const char sign = sign_in_number(c); sign != 0) out += sign;
    return out;
}

std::string in_capitals(std::string_view signs) {
    std::string made(signs);
    std::ranges::transform(made, made.begin(), [](char c) { return is_letter(c) ? static_cast<char>(c - 'a' + 'A') : c; });
    return made;
}

bool whole_word(std::string_view text, std::string_view word) {
    const bool latin = is_sign(word.front());
    for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
        if (!latin) return true;
        const std::size_t end = at + word.size();
        if ((at == 0 || !is_letter(text[at - 1])) && (end == text.size() || !is_letter(text[end]))) return true;
    }
    return false;
}

} // namespace settled::matching
