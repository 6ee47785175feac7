// pdf_page.hpp -- the pages of a PDF under libharu: a pen that measures and draws text. Used inside this room.
//
// Coordinates are points from the top left corner of an A4 page; the pen knows no layout.
#pragma once

#include "render/pdf.hpp"

#include <hpdf.h>

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace settled::render {

class PdfPen {
  public:
    static constexpr float page_width = 595, page_height = 842;

    static Result<std::unique_ptr<PdfPen>> open(const PdfDocument& document, const PdfFont& font);

    Status new_page();
    std::size_t pages() const { return pages_.size(); }
    void go_to(std::size_t page) { page_ = pages_[page]; } // for what is drawn when all pages are known

    // What is drawn of foreign text: see pdf.hpp.
    std::string drawable(std::string_view text) const;
    float width(std::string_view drawable_text, float size) const;
    // Lines that are not wider than `room`: broken at blanks and between Chinese characters, never before a closing mark,
    // inside a word only where the word alone is too wide.
    std::vector<std::string> lines(std::string_view text, float size, float room) const;

    void text(std::string_view drawable_text, float left, float baseline, float size, bool strong, float grey = 0.1F);
    void line(float left, float right, float y, float thickness, float grey);
    void upright(float at, float top, float bottom, float thickness, float grey);
    void box(float left, float top, float right, float bottom, float grey);   // filled
    void frame(float left, float top, float right, float bottom, float grey); // its edges

    Result<std::string> bytes();

  private:
    struct Closer {
        void operator()(HPDF_Doc document) const { HPDF_Free(document); }
    };
    explicit PdfPen(HPDF_Doc document) : document_(document) {}
    Status failed(std::string_view what) const;
    float advance(char32_t character) const; // in thousandths of the size

    std::unique_ptr<std::remove_pointer_t<HPDF_Doc>, Closer> document_;
    HPDF_Font font_ = nullptr;
    std::filesystem::path font_file_;
    HPDF_Page page_ = nullptr;
    std::vector<HPDF_Page> pages_;
    mutable std::unordered_map<char32_t, float> advances_;
};

} // namespace settled::render
