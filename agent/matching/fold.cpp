#include "matching/fold.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

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

} // namespace

std::string fold(std::string_view text) {
    if (std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; })) return ascii_folded(text);
    const std::string spelled = umlauts_spelled(text);
    utf8proc_uint8_t* made = nullptr;
    const auto options = static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD |
                                                        UTF8PROC_IGNORE | UTF8PROC_STRIPMARK);
    const utf8proc_ssize_t size = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(spelled.data()),
                                               static_cast<utf8proc_ssize_t>(spelled.size()), &made, options);
    const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(made, &std::free);
    if (size < 0) return ascii_folded(text);
    return {reinterpret_cast<const char*>(made), static_cast<std::size_t>(size)};
}

std::string number_signs(std::string_view folded) {
    std::string out;
    out.reserve(folded.size());
    for (const char c : folded)
        if (is_sign(c)) out += c == 'o' ? '0' : c;
    return out;
}

} // namespace settled::matching
