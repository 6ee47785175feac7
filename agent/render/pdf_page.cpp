#include "render/pdf_page.hpp"

#include "render/html.hpp"
#include "render/pdf_glyphs.hpp"

#include <settled/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

namespace settled::render {
namespace {

// One character off the front of well-formed UTF-8.
char32_t take(std::string_view& text) {
    const auto byte = [&](std::size_t i) { return static_cast<char32_t>(static_cast<unsigned char>(text[i])); };
    const char32_t first = byte(0);
    const std::size_t size = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    char32_t made = size == 1 ? first : first & (0xFFU >> (size + 1));
    for (std::size_t i = 1; i < size; ++i) made = (made << 6U) | (byte(i) & 0x3FU);
    text.remove_prefix(size);
    return made;
}

void put(std::string& text, char32_t character) {
    const auto add = [&](char32_t value) { text += static_cast<char>(static_cast<unsigned char>(value)); };
    if (character < 0x80) return add(character);
    if (character < 0x800) return add(0xC0U | (character >> 6U)), add(0x80U | (character & 0x3FU));
    add(0xE0U | (character >> 12U)), add(0x80U | ((character >> 6U) & 0x3FU)), add(0x80U | (character & 0x3FU));
}

bool is_wide(char32_t c) { return c >= 0x2E80; } // Chinese, Japanese, Korean, full-width: a line may break on either side

bool may_not_begin_a_line(char32_t c) {
    constexpr std::u32string_view marks = U"，。、；：？！）》」』】〉”’％％…,.;:?!)%]}";
    return marks.contains(c);
}

bool may_not_end_a_line(char32_t c) {
    constexpr std::u32string_view marks = U"（《「『【〈“‘([{¥$€";
    return marks.contains(c);
}

bool is_invisible(char32_t c) {
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0xAD || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF || (c >= 0xFFF9 && c <= 0xFFFB);
}

} // namespace

Result<std::unique_ptr<PdfPen>> PdfPen::open(const PdfDocument& document, const PdfFont& font) {
    HPDF_Doc made = HPDF_New(nullptr, nullptr); // without a handler, errors are kept and asked for
    if (made == nullptr) return fail(SETTLED_UNAVAILABLE, "PDF: no memory");
    std::unique_ptr<PdfPen> pen(new PdfPen(made));
    HPDF_SetCompressionMode(made, HPDF_COMP_ALL);
    HPDF_UseUTFEncodings(made);
    const std::string file = font.file.string();
    const std::string extension = ascii_lower(font.file.extension().string());
    const char* name = extension == ".ttc" ? HPDF_LoadTTFontFromFile2(made, file.c_str(), font.face, HPDF_TRUE)
                                           : HPDF_LoadTTFontFromFile(made, file.c_str(), HPDF_TRUE);
    if (name == nullptr) return std::unexpected(pen->failed("font " + file).error());
    pen->font_ = HPDF_GetFont(made, name, "UTF-8");
    if (pen->font_ == nullptr) return std::unexpected(pen->failed("font " + file).error());
    pen->font_file_ = font.file;
    HPDF_SetCurrentEncoder(made, "UTF-8"); // of the title and the author
    HPDF_SetInfoAttr(made, HPDF_INFO_TITLE, pen->drawable(document.title).c_str());
    HPDF_SetInfoAttr(made, HPDF_INFO_AUTHOR, pen->drawable(document.author).c_str());
    HPDF_SetInfoAttr(made, HPDF_INFO_PRODUCER, "settled");
    if (document.day) {
        const HPDF_Date day{document.day.year(),
                            static_cast<int>(document.day.month()),
                            static_cast<int>(document.day.day()),
                            0,
                            0,
                            0,
                            ' ',
                            0,
                            0};
        HPDF_SetInfoDateAttr(made, HPDF_INFO_CREATION_DATE, day);
    }
    return pen;
}

Status PdfPen::failed(std::string_view what) const {
    return fail(SETTLED_UNAVAILABLE, fmt::format("PDF: {}: libharu error 0x{:04X}", what, HPDF_GetError(document_.get())));
}

Status PdfPen::new_page() {
    if (pages_.size() == pdf_pages_max)
        return fail(SETTLED_BAD_DATA, fmt::format("PDF: more than {} pages; send fewer items in one paper", pdf_pages_max));
    page_ = HPDF_AddPage(document_.get());
    if (page_ == nullptr) return failed("page");
    HPDF_Page_SetSize(page_, HPDF_PAGE_SIZE_A4, HPDF_PAGE_PORTRAIT);
    pages_.push_back(page_);
    return {};
}

std::string PdfPen::drawable(std::string_view text) const {
    const std::string valid = valid_utf8(cut_at_character(text, pdf_text_bytes_max));
    std::string made;
    for (std::string_view left = valid; !left.empty();) {
        const char32_t character = take(left);
        if (character == U'\n' || character == U'\t' || character == U'\r')
            made += ' ';
        else if (is_invisible(character))
            continue;
        else if (!has_glyph(font_, character))
            made += '?';
        else
            put(made, character);
    }
    if (valid.size() < text.size()) made += "…";
    return made;
}

float PdfPen::advance(char32_t character) const {
    const auto [hit, is_new] = advances_.try_emplace(character, 0.0F);
    if (is_new) {
        std::string one;
        put(one, character);
        hit->second = static_cast<float>(HPDF_Font_GetUnicodeWidth(font_, static_cast<HPDF_UNICODE>(character)));
    }
    return hit->second;
}

float PdfPen::width(std::string_view text, float size) const {
    float sum = 0;
    while (!text.empty()) sum += advance(take(text));
    return sum * size / 1000;
}

std::vector<std::string> PdfPen::lines(std::string_view text, float size, float room) const {
    const std::string clean = drawable(text);
    std::vector<std::string> made;
    std::string line;
    float used = 0;
    std::size_t good = 0; // bytes of the line up to the last place where it may break
    char32_t before = U' ';
    for (std::string_view left = clean; !left.empty();) {
        const char32_t character = take(left);
        if (line.empty() && character == U' ') continue;
        const bool may_break = before == U' ' || before == U'-' || before == U'/' || is_wide(before) || is_wide(character);
        if (may_break && !may_not_begin_a_line(character) && !may_not_end_a_line(before)) good = line.size();
        const float wide = advance(character) * size / 1000;
        if (used + wide > room && !line.empty()) {
            const std::size_t cut = good > 0 ? good : line.size();
            const std::string rest = line.substr(cut);
            made.emplace_back(trim(line.substr(0, cut)));
            line = std::string(trim(rest));
            used = width(line, size), good = 0;
            if (line.empty() && character == U' ') continue;
        }
        put(line, character);
        used += wide;
        before = character;
    }
    if (!line.empty() || made.empty()) made.push_back(std::move(line));
    return made;
}

void PdfPen::text(std::string_view drawable_text, float left, float baseline, float size, bool strong, float grey) {
    HPDF_Page_BeginText(page_);
    HPDF_Page_SetGrayFill(page_, grey);
    HPDF_Page_SetGrayStroke(page_, grey);
    HPDF_Page_SetFontAndSize(page_, font_, size);
    // The font has one weight: strong letters are drawn with their outline.
    HPDF_Page_SetTextRenderingMode(page_, strong ? HPDF_FILL_THEN_STROKE : HPDF_FILL);
    if (strong) HPDF_Page_SetLineWidth(page_, size / 40);
    HPDF_Page_TextOut(page_, left, page_height - baseline, std::string(drawable_text).c_str());
    HPDF_Page_EndText(page_);
}

void PdfPen::line(float left, float right, float y, float thickness, float grey) {
    HPDF_Page_SetLineWidth(page_, thickness);
    HPDF_Page_SetGrayStroke(page_, grey);
    HPDF_Page_MoveTo(page_, left, page_height - y);
    HPDF_Page_LineTo(page_, right, page_height - y);
    HPDF_Page_Stroke(page_);
}

void PdfPen::upright(float at, float top, float bottom, float thickness, float grey) {
    HPDF_Page_SetLineWidth(page_, thickness);
    HPDF_Page_SetGrayStroke(page_, grey);
    HPDF_Page_MoveTo(page_, at, page_height - top);
    HPDF_Page_LineTo(page_, at, page_height - bottom);
    HPDF_Page_Stroke(page_);
}

void PdfPen::frame(float left, float top, float right, float bottom, float grey) {
    HPDF_Page_SetLineWidth(page_, 0.8F);
    HPDF_Page_SetGrayStroke(page_, grey);
    HPDF_Page_Rectangle(page_, left, page_height - bottom, right - left, bottom - top);
    HPDF_Page_Stroke(page_);
}

void PdfPen::box(float left, float top, float right, float bottom, float grey) {
    HPDF_Page_SetGrayFill(page_, grey);
    HPDF_Page_Rectangle(page_, left, page_height - bottom, right - left, bottom - top);
    HPDF_Page_Fill(page_);
}

Result<std::string> PdfPen::bytes() {
    HPDF_Doc document = document_.get();
    if (HPDF_GetError(document) != HPDF_OK) return std::unexpected(failed("drawing").error());
    std::set<char32_t> drawn;
    for (const auto& [character, unused] : advances_) drawn.insert(character);
    keep_parts_of_glyphs(font_, font_file_, drawn);
    if (HPDF_SaveToStream(document) != HPDF_OK) return std::unexpected(failed("writing").error());
    std::string made(HPDF_GetStreamSize(document), '\0');
    HPDF_ResetStream(document);
    HPDF_UINT32 size = static_cast<HPDF_UINT32>(made.size());
    const HPDF_STATUS read = HPDF_ReadFromStream(document, reinterpret_cast<HPDF_BYTE*>(made.data()), &size);
    if ((read != HPDF_OK && read != HPDF_STREAM_EOF) || size != made.size())
        return std::unexpected(failed("reading back").error());
    return made;
}

} // namespace settled::render
