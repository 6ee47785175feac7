#include "render/pdf_table.hpp"

#include <algorithm>

namespace settled::render {
namespace {

constexpr float cell_gap = 8, row_padding = 4, small_row_padding = 2;

} // namespace

TablePen::TablePen(const PdfTable& table, PdfPen& pen, float left_edge, float right_edge)
    : table_(&table), pen_(&pen), left_edge_(left_edge), right_edge_(right_edge) {
    float shares = 0;
    for (const PdfColumn& column : table.columns) shares += static_cast<float>(column.width_share);
    const float room = right_edge - left_edge - cell_gap * static_cast<float>(table.columns.size() - 1);
    float at = left_edge;
    for (const PdfColumn& column : table.columns) {
        const float wide = room * static_cast<float>(column.width_share) / shares;
        places_.push_back({at, at + wide});
        at += wide + cell_gap;
    }
}

TablePen::Drawn TablePen::drawn(const PdfRow& row) const {
    Drawn made;
    for (std::size_t i = 0; i < table_->columns.size(); ++i) {
        auto& lines = made.cells.emplace_back();
        if (i >= row.cells.size()) continue;
        float high = 0;
        const auto put = [&](const std::string& text, const CellLook& look, bool small) {
            for (std::string& line : pen_->lines(text, look.size, places_[i].right - places_[i].left)) {
                if (lines.size() == pdf_cell_lines_max) return;
                lines.emplace_back(std::move(line), small);
                high += look.leading;
            }
        };
        put(row.cells[i].text, row.small ? note_look : cell_look, false);
        for (const std::string& note : row.cells[i].notes) put(note, note_look, true);
        made.height = std::max(made.height, high);
    }
    made.height += 2 * (row.small ? small_row_padding : row_padding);
    return made;
}

float TablePen::draw(const PdfRow& row, const Drawn& lines, float top) const {
    if (row.total) pen_->line(left_edge_, right_edge_, top, 0.8F, 0.45F);
    for (std::size_t i = 0; i < lines.cells.size(); ++i) {
        float at = top + (row.small ? small_row_padding : row_padding);
        for (const auto& [text, is_note] : lines.cells[i]) {
            const CellLook& look = is_note || row.small ? note_look : cell_look;
            const bool right = table_->columns[i].right && !is_note;
            const float left = right ? places_[i].right - pen_->width(text, look.size) : places_[i].left;
            const bool strong = row.total || (i < row.cells.size() && row.cells[i].strong && !is_note);
            pen_->text(text, left, at + look.size, look.size, strong, is_note ? 0.4F : row.small ? 0.25F : 0.1F);
            at += look.leading;
        }
    }
    const float bottom = top + lines.height;
    if (!row.total) pen_->line(left_edge_, right_edge_, bottom, 0.3F, 0.82F);
    draw_parting(top, bottom);
    return bottom;
}

float TablePen::draw_headings(float top) const {
    float high = 0;
    std::vector<std::vector<std::string>> headings;
    for (std::size_t i = 0; i < table_->columns.size(); ++i) {
        headings.push_back(pen_->lines(table_->columns[i].heading, note_look.size, places_[i].right - places_[i].left));
        high = std::max(high, note_look.leading * static_cast<float>(headings.back().size()));
    }
    for (std::size_t i = 0; i < headings.size(); ++i) {
        float at = top + high - note_look.leading * static_cast<float>(headings[i].size());
        for (const std::string& line : headings[i]) {
            const float left = table_->columns[i].right ? places_[i].right - pen_->width(line, note_look.size) : places_[i].left;
            pen_->text(line, left, at + note_look.size, note_look.size, false, 0.4F);
            at += note_look.leading;
        }
    }
    const float bottom = top + high + 3;
    pen_->line(left_edge_, right_edge_, bottom, 0.8F, 0.45F);
    draw_parting(top, bottom);
    return bottom;
}

void TablePen::draw_parting(float top, float bottom) const {
    if (table_->parted_after == 0 || table_->parted_after >= places_.size()) return;
    const float at = (places_[table_->parted_after - 1].right + places_[table_->parted_after].left) / 2;
    pen_->upright(at, top, bottom, 0.8F, 0.45F);
}

} // namespace settled::render
