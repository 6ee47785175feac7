// pdf_table.hpp -- how the rows of a table are measured and drawn; where pages end is the layout's. Used inside this room.
#pragma once

#include "render/pdf_page.hpp"

#include <string>
#include <utility>
#include <vector>

namespace settled::render {

struct CellLook {
    float size, leading;
};
inline constexpr CellLook cell_look{9.5F, 13.5F}, note_look{8, 11.5F};

class TablePen {
  public:
    // Between the two edges; both must outlive it.
    TablePen(const PdfTable& table, PdfPen& pen, float left_edge, float right_edge);

    // A row as it is drawn: each cell's lines, small ones after the first kind.
    struct Drawn {
        std::vector<std::vector<std::pair<std::string, bool>>> cells; // text, small
        float height = 0;
    };
    Drawn drawn(const PdfRow& row) const;

    // Each gives the place beneath it.
    float draw_headings(float top) const;
    float draw(const PdfRow& row, const Drawn& lines, float top) const;

  private:
    struct Place {
        float left, right;
    };
    void draw_parting(float top, float bottom) const;

    const PdfTable* table_;
    PdfPen* pen_;
    float left_edge_, right_edge_;
    std::vector<Place> places_;
};

} // namespace settled::render
