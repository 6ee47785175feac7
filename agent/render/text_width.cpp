#include "render/text_width.hpp"

#include <utf8proc.h>

#include <algorithm>

namespace settled::render {
namespace {

// The character that the text begins with: its bytes and the cells it takes.
struct Glyph {
    std::size_t bytes = 1;
    std::size_t cells = 1;
};

Glyph first_glyph(std::string_view text) {
    utf8proc_int32_t code_point = 0;
    const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
    const utf8proc_ssize_t size = utf8proc_iterate(bytes, static_cast<utf8proc_ssize_t>(text.size()), &code_point);
    if (size <= 0) return {};
    return {static_cast<std::size_t>(size), static_cast<std::size_t>(std::max(0, utf8proc_charwidth(code_point)))};
}

} // namespace

std::size_t text_width(std::string_view text) {
    std::size_t width = 0;
    while (!text.empty()) {
        const Glyph glyph = first_glyph(text);
        width += glyph.cells;
        text.remove_prefix(glyph.bytes);
    }
    return width;
}

std::string cut_to_width(std::string_view text, std::size_t width_max) {
    if (text_width(text) <= width_max) return std::string(text);
    std::string cut;
    for (std::size_t width = 0; !text.empty();) {
        const Glyph glyph = first_glyph(text);
        if (width + glyph.cells > width_max - 1) break;
        width += glyph.cells;
        cut += text.substr(0, glyph.bytes);
        text.remove_prefix(glyph.bytes);
    }
    return cut + "…";
}

} // namespace settled::render
