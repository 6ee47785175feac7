#include "render/pdf_glyphs.hpp"

#include <hpdf_font.h>
#include <hpdf_fontdef.h>
#include <hpdf_objects.h>

#include <array>
#include <cstdint>
#include <fstream>
#include <vector>

namespace settled::render {
namespace {

constexpr std::size_t parts_max = 64; // of one glyph; fonts have a dozen at most

// Reads the table "glyf" (OpenType specification, glyf: composite glyph description).
class Glyphs {
  public:
    Glyphs(HPDF_TTFontDefAttr font, const std::filesystem::path& file) : font_(font), file_(file, std::ios::binary) {}

    void keep(std::uint16_t glyph) {
        std::vector<std::uint16_t> waiting{glyph};
        std::set<std::uint16_t> seen;
        while (!waiting.empty()) {
            const std::uint16_t one = waiting.back();
            waiting.pop_back();
            if (one >= font_->num_glyphs || !seen.insert(one).second) continue;
            font_->glyph_tbl.flgs[one] = 1;
            add_parts(one, waiting);
        }
    }

  private:
    static constexpr unsigned words = 0x0001, scale = 0x0008, more = 0x0020, two_scales = 0x0040, matrix = 0x0080;

    std::int32_t signed_word() {
        std::array<char, 2> bytes{};
        file_.read(bytes.data(), bytes.size());
        const unsigned value = (static_cast<unsigned char>(bytes[0]) << 8U) | static_cast<unsigned char>(bytes[1]);
        return value < 0x8000U ? static_cast<std::int32_t>(value) : static_cast<std::int32_t>(value) - 0x10000;
    }

    void add_parts(std::uint16_t glyph, std::vector<std::uint16_t>& waiting) {
        const std::uint64_t unit = font_->header.index_to_loc_format == 0 ? 2 : 1;
        const std::uint64_t begin = font_->glyph_tbl.offsets[glyph] * unit, end = font_->glyph_tbl.offsets[glyph + 1] * unit;
        if (begin >= end) return; // a blank
        file_.clear();
        file_.seekg(static_cast<std::streamoff>(font_->glyph_tbl.base_offset + begin));
        if (signed_word() >= 0) return; // drawn by itself
        file_.seekg(8, std::ios::cur);  // its box
        for (std::size_t part = 0; part < parts_max && file_; ++part) {
            const auto flags = static_cast<unsigned>(signed_word() & 0xFFFF);
            waiting.push_back(static_cast<std::uint16_t>(signed_word() & 0xFFFF));
            file_.seekg((flags & words ? 4 : 2) + (flags & scale        ? 2
                                                   : flags & two_scales ? 4
                                                   : flags & matrix     ? 8
                                                                        : 0),
                        std::ios::cur);
            if (!(flags & more)) return;
        }
    }

    HPDF_TTFontDefAttr font_;
    std::ifstream file_;
};

} // namespace

bool has_glyph(HPDF_Font font, char32_t character) {
    HPDF_FontDef definition = static_cast<HPDF_FontAttr>(font->attr)->fontdef;
    return character <= 0xFFFF && HPDF_TTFontDef_GetGlyphid(definition, static_cast<HPDF_UINT16>(character)) != 0;
}

void keep_parts_of_glyphs(HPDF_Font font, const std::filesystem::path& file, const std::set<char32_t>& characters) {
    HPDF_FontDef definition = static_cast<HPDF_FontAttr>(font->attr)->fontdef;
    Glyphs glyphs(static_cast<HPDF_TTFontDefAttr>(definition->attr), file);
    for (const char32_t character : characters)
        glyphs.keep(HPDF_TTFontDef_GetGlyphid(definition, static_cast<HPDF_UINT16>(character)));
}

} // namespace settled::render
