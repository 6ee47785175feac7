// How an encoding is recognised without a mark: structure first (UTF-8, UTF-16, GB18030), then which
// one-byte set puts letters where words have letters.
#include <formats/encoding.hpp>

#include <settled/text.hpp>

#include <algorithm>

namespace settled::formats {
namespace {

constexpr std::size_t sample_bytes_max = 65536;

unsigned char byte_at(std::string_view bytes, std::size_t at) { return static_cast<unsigned char>(bytes[at]); }
bool is_ascii_letter(unsigned char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// UTF-16 of mostly Latin text and digits has a zero in every other byte.
bool zeros_at(std::string_view bytes, std::size_t parity) {
    std::size_t zeros = 0, others = 0;
    for (std::size_t at = 0; at < bytes.size(); ++at)
        if (bytes[at] == '\0') ++(at % 2 == parity ? zeros : others);
    return zeros > bytes.size() / 5 && others * 20 < zeros;
}

bool is_utf8(std::string_view bytes) {
    const std::size_t bad = first_invalid_utf8(bytes);
    if (bad == bytes.npos) return true;
    // The sample may end inside a character.
    return bytes.size() - bad < 4 && byte_at(bytes, bad) >= 0xC2 &&
           std::ranges::all_of(bytes.substr(bad + 1), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; });
}

// Chinese text consists of pairs whose bytes are both high, mostly of the everyday rows of GB2312
// (symbols A1-A9, characters B0-F7). A Latin text read so gives pairs of a high byte and an ASCII
// letter, or breaks the structure.
bool is_gb18030(std::string_view bytes) {
    std::size_t everyday = 0, rare = 0;
    for (std::size_t at = 0; at < bytes.size();) {
        const unsigned char lead = byte_at(bytes, at);
        if (lead < 0x80) {
            ++at;
            continue;
        }
        if (lead == 0x80 || lead == 0xFF) return false;
        if (at + 1 >= bytes.size()) break; // the sample ends inside a character
        const unsigned char trail = byte_at(bytes, at + 1);
        if (trail >= '0' && trail <= '9') { // four bytes
            if (at + 3 < bytes.size() &&
                (byte_at(bytes, at + 2) < 0x81 || byte_at(bytes, at + 3) < '0' || byte_at(bytes, at + 3) > '9'))
                return false;
            ++rare;
            at += 4;
            continue;
        }
        if (trail < 0x40 || trail == 0x7F || trail == 0xFF) return false;
        // One pair between Latin letters is "ção" in ISO 8859-1: Chinese characters come in company.
        const bool in_latin_word =
            at > 0 && is_ascii_letter(byte_at(bytes, at - 1)) && at + 2 < bytes.size() && is_ascii_letter(byte_at(bytes, at + 2));
        const bool is_everyday =
            !in_latin_word && trail >= 0xA1 && ((lead >= 0xA1 && lead <= 0xA9) || (lead >= 0xB0 && lead <= 0xF7));
        ++(is_everyday ? everyday : rare);
        at += 2;
    }
    return everyday > rare * 2;
}

bool is_letter_in_windows1252(unsigned char c) {
    constexpr std::string_view in_upper_rows = "\x83\x8A\x8C\x8E\x9A\x9C\x9E\x9F";
    return (c >= 0xC0 && c != 0xD7 && c != 0xF7) || in_upper_rows.find(static_cast<char>(c)) != in_upper_rows.npos;
}

bool is_letter_in_cp850(unsigned char c) {
    return (c >= 0x80 && c <= 0x9B) || c == 0x9D || (c >= 0xA0 && c <= 0xA5) || (c >= 0xB5 && c <= 0xB7) || c == 0xC6 ||
           c == 0xC7 || (c >= 0xD0 && c <= 0xD8) || c == 0xDE || (c >= 0xE0 && c <= 0xED);
}

bool is_upper_in_windows1252(unsigned char c) { return c <= 0xDE; } // of its letters from 0xC0
bool is_upper_in_cp850(unsigned char c) {
    constexpr std::string_view upper =
        "\x80\x8E\x8F\x90\x92\x99\x9A\x9D\xA5\xB5\xB6\xB7\xC7\xD1\xD2\xD3\xD4\xD6\xD7\xD8\xDE\xE0\xE2\xE3\xE5"
        "\xE8\xE9\xEA\xEB\xED";
    return upper.find(static_cast<char>(c)) != upper.npos;
}

// A byte that is a letter in both sets and a capital in one of them only: between capitals the set
// that makes it one is likelier ("COMISI\xE0N" is COMISIÓN, not COMISIàN), and the other way round.
// 1 for CP850, -1 for windows-1252, 0 where case tells nothing.
int set_by_case(std::string_view bytes, std::size_t at) {
    const unsigned char c = byte_at(bytes, at);
    const bool upper_in_windows = is_upper_in_windows1252(c), upper_in_cp850 = is_upper_in_cp850(c);
    if (c < 0xC0 || upper_in_windows == upper_in_cp850 || at == 0 || at + 1 >= bytes.size()) return 0;
    const unsigned char before = byte_at(bytes, at - 1), behind = byte_at(bytes, at + 1);
    const auto is_upper = [](unsigned char letter) { return letter >= 'A' && letter <= 'Z'; };
    if (!is_ascii_letter(before) || !is_ascii_letter(behind) || is_upper(before) != is_upper(behind)) return 0;
    return is_upper(before) == upper_in_cp850 ? 1 : -1;
}

// Among the high bytes that touch an ASCII letter: how many are letters in one set and not in the
// other. Bytes that windows-1252 does not define at all count for CP850.
Encoding one_byte_set(std::string_view bytes) {
    std::size_t windows = 0, cp850 = 0;
    bool c1_controls_only = false;
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        const unsigned char c = byte_at(bytes, at);
        if (c < 0x80) continue;
        const bool undefined = c == 0x81 || c == 0x8D || c == 0x8F || c == 0x90 || c == 0x9D;
        c1_controls_only = c1_controls_only || undefined;
        const bool in_word = (at > 0 && is_ascii_letter(byte_at(bytes, at - 1))) ||
                             (at + 1 < bytes.size() && is_ascii_letter(byte_at(bytes, at + 1)));
        if (!in_word) continue;
        const bool in_windows = is_letter_in_windows1252(c), in_cp850 = is_letter_in_cp850(c);
        if (in_windows && !in_cp850) ++windows;
        if (in_cp850 && !in_windows) ++cp850;
        if (!in_windows || !in_cp850) continue;
        const int set = set_by_case(bytes, at);
        windows += set < 0 ? 1 : 0, cp850 += set > 0 ? 1 : 0;
    }
    if (cp850 > windows) return Encoding::cp850;
    // A byte that windows-1252 lacks is a control character in ISO 8859-1.
    return c1_controls_only ? Encoding::latin1 : Encoding::windows1252;
}

} // namespace

Encoding guess_encoding(std::string_view bytes) {
    bytes = bytes.substr(0, sample_bytes_max);
    if (zeros_at(bytes, 1)) return Encoding::utf16le;
    if (zeros_at(bytes, 0)) return Encoding::utf16be;
    if (is_utf8(bytes)) return Encoding::utf8;
    if (is_gb18030(bytes)) return Encoding::gb18030;
    return one_byte_set(bytes);
}

} // namespace settled::formats
