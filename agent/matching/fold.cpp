#include "matching/fold.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <optional>

namespace settled::matching {
namespace {

struct Umlaut {
    std::string_view written, plain;
};
constexpr Umlaut umlauts[] = {{"ä", "ae"}, {"ö", "oe"}, {"ü", "ue"}, {"Ä", "ae"}, {"Ö", "oe"}, {"Ü", "ue"}};

std::string ascii_folded(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
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

std::string fold(std::string_view text) {
    if (std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; })) return ascii_folded(text);
    const std::string spelled = umlauts_spelled(text);
    const auto decomposed = converted(utf8proc_NFKD, spelled);
    if (!decomposed) return ascii_folded(text);
    const auto folded = converted(utf8proc_NFKC_Casefold, without_marks(*decomposed));
    return folded ? *folded : ascii_folded(text);
}

std::string number_signs(std::string_view folded) {
    std::string out;
    out.reserve(folded.size());
    for (const char c : folded)
        if (is_sign(c)) out += c == 'o' ? '0' : c;
    return out;
}

} // namespace settled::matching
