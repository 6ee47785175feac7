#include <messaging/sms_text.hpp>

#include <settled/text.hpp>

#include <algorithm>
#include <cstdint>

namespace settled::messaging {
namespace {

// The 7-bit default alphabet beyond ASCII letters and digits, and its extension table, whose letters count two.
constexpr std::u32string_view basic = U"@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./:;<=>?¡ÄÖÑÜ§¿äöñüà";
constexpr std::u32string_view extension = U"\f^{}\\[~]|€";

// Text that crossed the wall is UTF-8; what is not counts as one letter that no alphabet has.
std::u32string letters(std::string_view text) {
    std::u32string made;
    for (std::size_t at = 0; at < text.size();) {
        const auto lead = static_cast<unsigned char>(text[at]);
        const std::size_t size = lead < 0x80 ? 1 : lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
        char32_t letter = size == 1 ? lead : lead & (0x7FU >> size);
        for (std::size_t i = 1; i < size && at + i < text.size(); ++i)
            letter = (letter << 6U) | (static_cast<unsigned char>(text[at + i]) & 0x3FU);
        made += letter;
        at += size;
    }
    return made;
}

int septets(char32_t letter) {
    if ((letter >= U'a' && letter <= U'z') || (letter >= U'A' && letter <= U'Z') || (letter >= U'0' && letter <= U'9')) return 1;
    return basic.contains(letter) ? 1 : extension.contains(letter) ? 2 : 0;
}

// Parts of at most `room` units, a letter of two never cut in two.
int parts_of(const std::u32string& text, int (*units_of)(char32_t), int alone, int room, int& units) {
    units = 0;
    int parts = 1, filled = 0;
    for (const char32_t letter : text) {
        const int more = units_of(letter);
        units += more;
        if (filled + more > room) ++parts, filled = 0;
        filled += more;
    }
    return units <= alone ? 1 : parts;
}

bool is_hidden(char32_t letter) {
    return letter < 0x20 || (letter >= 0x7F && letter < 0xA0) || letter == 0x61C || (letter >= 0x200B && letter <= 0x200F) ||
           (letter >= 0x2028 && letter <= 0x202E) || (letter >= 0x2060 && letter <= 0x206F) || letter == 0xFEFF;
}

} // namespace

SmsParts sms_parts(std::string_view utf8) {
    constexpr int gsm_alone = 160, gsm_part = 153, ucs_alone = 70, ucs_part = 67;
    const std::u32string text = letters(utf8);
    SmsParts made;
    made.unicode = std::ranges::any_of(text, [](char32_t letter) { return septets(letter) == 0; });
    made.parts = made.unicode
                     ? parts_of(
                           text, [](char32_t letter) { return letter > 0xFFFF ? 2 : 1; }, ucs_alone, ucs_part, made.units)
                     : parts_of(text, septets, gsm_alone, gsm_part, made.units);
    return made;
}

std::string sms_line(std::string_view text) {
    std::string plain;
    for (std::size_t at = 0; at < text.size();) {
        const auto lead = static_cast<unsigned char>(text[at]);
        const std::size_t size = std::min<std::size_t>(lead < 0x80    ? 1
                                                       : lead >= 0xF0 ? 4
                                                       : lead >= 0xE0 ? 3
                                                                      : 2,
                                                       text.size() - at);
        const std::string_view piece = text.substr(at, size);
        if (piece == "\n" || piece == "\r" || piece == "\t")
            plain += ' ';
        else if (!is_hidden(letters(piece).front()))
            plain += piece;
        at += size;
    }
    return fold_blanks(plain);
}

Result<std::string> mobile_number(std::string_view written, std::string_view country_code) {
    constexpr std::size_t digits_min = 8, digits_max = 15, digits_of_china = 13; // ITU-T E.164; 86 and eleven more
    constexpr std::string_view between = " -().\t/";
    std::string digits;
    bool international = false;
    for (const char c : trim(written)) {
        if (c == '+' && digits.empty() && !international)
            international = true;
        else if (c >= '0' && c <= '9')
            digits += c;
        else if (!between.contains(c))
            return fail(SETTLED_BAD_DATA, "it holds more than digits");
    }
    if (!international && digits.starts_with("00")) international = true, digits.erase(0, 2);
    if (!international) {
        if (country_code.empty()) return fail(SETTLED_BAD_DATA, "it has no country code, and country_code is not set");
        const bool has_it = country_code == "86" && digits.size() == digits_of_china && digits.starts_with("86");
        if (!has_it) digits = std::string(country_code) + (digits.starts_with('0') ? digits.substr(1) : digits);
    }
    if (digits.size() < digits_min || digits.size() > digits_max)
        return fail(SETTLED_BAD_DATA,
                    "a number has " + std::to_string(digits_min) + " to " + std::to_string(digits_max) + " digits");
    if (digits.starts_with("86") && (digits.size() != digits_of_china || digits[2] != '1' || digits[3] < '3'))
        return fail(SETTLED_BAD_DATA, "it is no mobile number of China (+86 1xx xxxx xxxx)");
    return "+" + digits;
}

} // namespace settled::messaging
