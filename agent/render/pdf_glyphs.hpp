// pdf_glyphs.hpp -- the parts that composite glyphs are drawn from. Used inside this room.
//
// libharu embeds the glyphs of the text alone. A Chinese font composes most characters of others (radicals), which would then be
// missing on paper: this marks them as used too.
#pragma once

#include <hpdf.h>

#include <filesystem>
#include <set>

namespace settled::render {

bool has_glyph(HPDF_Font font, char32_t character);

// `font`: a TrueType font under the UTF-8 encoding; to be called before the document is written.
void keep_parts_of_glyphs(HPDF_Font font, const std::filesystem::path& file, const std::set<char32_t>& characters);

} // namespace settled::render
