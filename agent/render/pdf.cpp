#include "render/pdf.hpp"

#include "render/pdf_page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace settled::render {
namespace {

constexpr float left_edge = 62, right_edge = PdfPen::page_width - 56;
constexpr float top_edge = 64, bottom_edge = PdfPen::page_height - 72; // the foot stands beneath
constexpr float cell_gap = 8, row_padding = 4;

struct Look {
    float size, leading;
    bool strong;
    float after; // room beneath the paragraph
};

Look look_of(PdfStyle style) {
    switch (style) {
    case PdfStyle::small:
        return {8.5F, 12.5F, false, 3};
    case PdfStyle::strong:
        return {10.5F, 16, true, 6};
    case PdfStyle::heading:
        return {11.5F, 17, true, 4};
    case PdfStyle::title:
        return {16, 24, true, 12};
    case PdfStyle::normal:
        break;
    }
    return {10.5F, 16.5F, false, 7};
}

const Look cell_look{9.5F, 13.5F, false, 0}, note_look{8, 11.5F, false, 0};

class Layout {
  public:
    Layout(const PdfDocument& document, PdfPen& pen) : document_(document), pen_(pen) {}

    Status run() {
        if (Status opened = next_page(); !opened) return opened;
        for (const PdfBlock& block : document_.blocks)
            if (Status put = std::visit([this](const auto& one) { return add(one); }, block); !put) return put;
        add_feet();
        return {};
    }

  private:
    Status next_page() {
        if (Status opened = pen_.new_page(); !opened) return opened;
        const bool is_first = pen_.pages() == 1;
        y_ = top_edge;
        if (is_first && !document_.letterhead.empty()) {
            const Look look{15, 20, true, 0};
            for (const std::string& line : pen_.lines(document_.letterhead, look.size, right_edge - left_edge)) {
                pen_.text(line, left_edge, y_, look.size, true, 0.15F);
                y_ += look.leading;
            }
            pen_.line(left_edge, right_edge, y_ - 8, 1.2F, 0.35F);
            y_ += 20;
        }
        if (!is_first) {
            const bool both = !document_.letterhead.empty() && !document_.title.empty();
            const std::string words = document_.letterhead + (both ? "  ·  " : "") + document_.title;
            pen_.text(fitting(words, 8.5F), left_edge, top_edge - 22, 8.5F, false, 0.4F);
            pen_.line(left_edge, right_edge, top_edge - 14, 0.5F, 0.7F);
            y_ = top_edge + 6;
        }
        return {};
    }

    // One line of it, cut where it is too long.
    std::string fitting(const std::string& text, float size) const {
        return pen_.lines(text, size, right_edge - left_edge - 90).front();
    }

    Status need(float height) { return y_ + height > bottom_edge ? next_page() : Status{}; }

    Status add(const PdfSpace& space) {
        y_ += static_cast<float>(space.points);
        return {};
    }

    Status add(const PdfText& text) {
        const Look look = look_of(text.style);
        std::vector<std::string> lines;
        std::string_view left = text.text;
        while (true) {
            const std::size_t end = left.find('\n');
            for (std::string& line : pen_.lines(left.substr(0, end), look.size, right_edge - left_edge))
                lines.push_back(std::move(line));
            if (end == std::string_view::npos) break;
            left.remove_prefix(end + 1);
        }
        // A heading stands with what follows; of a paragraph no single line stays alone.
        const bool is_head = text.style == PdfStyle::heading || text.style == PdfStyle::title;
        if (Status room = need(look.leading * (is_head            ? 4.0F
                                               : lines.size() > 2 ? 2.0F
                                                                  : static_cast<float>(lines.size())));
            !room)
            return room;
        for (const std::string& line : lines) {
            if (Status room = need(look.leading); !room) return room;
            const float wide = pen_.width(line, look.size);
            const float at = text.align == PdfAlign::right    ? right_edge - wide
                             : text.align == PdfAlign::centre ? (left_edge + right_edge - wide) / 2
                                                              : left_edge;
            pen_.text(line, at, y_ + look.size, look.size, look.strong);
            y_ += look.leading;
        }
        y_ += look.after;
        return {};
    }

    Status add(const PdfPairs& box) {
        const Look look = cell_look;
        float labels = 0;
        for (const auto& [label, unused] : box.pairs) labels = std::max(labels, pen_.width(pen_.drawable(label), look.size));
        labels = std::min(labels, (right_edge - left_edge) / 2);
        const float inside = left_edge + 10, values = inside + labels + 16;
        std::vector<std::vector<std::string>> lines;
        float height = box.heading.empty() ? 14 : 30;
        for (const auto& [unused, value] : box.pairs) {
            lines.push_back(pen_.lines(value, look.size, right_edge - 10 - values));
            height += look.leading * static_cast<float>(lines.back().size()) + 2;
        }
        if (Status room = need(height); !room) return room;
        pen_.box(left_edge, y_, right_edge, y_ + height, 0.955F);
        float at = y_ + 7;
        if (!box.heading.empty()) {
            pen_.text(pen_.drawable(box.heading), inside, at + look.size, look.size, true);
            at += 17;
        }
        for (std::size_t i = 0; i < box.pairs.size(); ++i) {
            pen_.text(pen_.lines(box.pairs[i].first, look.size, labels + 8).front(), inside, at + look.size, look.size, false,
                      0.4F);
            for (const std::string& line : lines[i]) {
                pen_.text(line, values, at + look.size, look.size, false);
                at += look.leading;
            }
            at += 2;
        }
        y_ += height + 10;
        return {};
    }

    struct Place {
        float left, right;
    };

    // A row as it is drawn: each cell's lines, small ones after the first kind.
    struct Drawn {
        std::vector<std::vector<std::pair<std::string, bool>>> cells; // text, small
        float height = 0;
        bool strong = false;
    };

    Drawn drawn(const PdfTable& table, const PdfRow& row, const std::vector<Place>& places) const {
        Drawn made;
        made.strong = row.total;
        for (std::size_t i = 0; i < table.columns.size(); ++i) {
            auto& lines = made.cells.emplace_back();
            if (i >= row.cells.size()) continue;
            float high = 0;
            const auto put = [&](const std::string& text, const Look& look, bool small) {
                for (std::string& line : pen_.lines(text, look.size, places[i].right - places[i].left)) {
                    if (lines.size() == pdf_cell_lines_max) return;
                    lines.emplace_back(std::move(line), small);
                    high += look.leading;
                }
            };
            put(row.cells[i].text, cell_look, false);
            for (const std::string& note : row.cells[i].notes) put(note, note_look, true);
            made.height = std::max(made.height, high);
        }
        made.height += 2 * row_padding;
        return made;
    }

    std::vector<Place> places_of(const PdfTable& table) const {
        float shares = 0;
        for (const PdfColumn& column : table.columns) shares += static_cast<float>(column.width_share);
        const float room = right_edge - left_edge - cell_gap * static_cast<float>(table.columns.size() - 1);
        std::vector<Place> places;
        float at = left_edge;
        for (const PdfColumn& column : table.columns) {
            const float wide = room * static_cast<float>(column.width_share) / shares;
            places.push_back({at, at + wide});
            at += wide + cell_gap;
        }
        return places;
    }

    void draw(const PdfTable& table, const PdfRow& row, const Drawn& lines, const std::vector<Place>& places) {
        for (std::size_t i = 0; i < lines.cells.size(); ++i) {
            float at = y_ + row_padding;
            for (const auto& [text, small] : lines.cells[i]) {
                const Look& look = small ? note_look : cell_look;
                const bool right = table.columns[i].right && !small;
                const float left = right ? places[i].right - pen_.width(text, look.size) : places[i].left;
                const bool strong = lines.strong || (i < row.cells.size() && row.cells[i].strong && !small);
                pen_.text(text, left, at + look.size, look.size, strong, small ? 0.4F : 0.1F);
                at += look.leading;
            }
        }
        y_ += lines.height;
    }

    void draw_headings(const PdfTable& table, const std::vector<Place>& places) {
        float high = 0;
        std::vector<std::vector<std::string>> headings;
        for (std::size_t i = 0; i < table.columns.size(); ++i) {
            headings.push_back(pen_.lines(table.columns[i].heading, note_look.size, places[i].right - places[i].left));
            high = std::max(high, note_look.leading * static_cast<float>(headings.back().size()));
        }
        for (std::size_t i = 0; i < headings.size(); ++i) {
            float at = y_ + high - note_look.leading * static_cast<float>(headings[i].size());
            for (const std::string& line : headings[i]) {
                const float left = table.columns[i].right ? places[i].right - pen_.width(line, note_look.size) : places[i].left;
                pen_.text(line, left, at + note_look.size, note_look.size, false, 0.4F);
                at += note_look.leading;
            }
        }
        y_ += high + 3;
        pen_.line(left_edge, right_edge, y_, 0.8F, 0.45F);
    }

    Status add(const PdfTable& table) {
        if (table.columns.empty()) return {};
        const std::vector<Place> places = places_of(table);
        constexpr float headings_room = 40;
        if (Status room = need(headings_room * 2); !room) return room;
        draw_headings(table, places);
        for (std::size_t i = 0; i < table.rows.size(); ++i) {
            const Drawn lines = drawn(table, table.rows[i], places);
            // A sum is never alone at the top of a page: the row before it comes with it.
            float wanted = lines.height;
            for (std::size_t next = i + 1; next < table.rows.size() && table.rows[next].total; ++next)
                wanted += drawn(table, table.rows[next], places).height;
            if (y_ + wanted > bottom_edge) {
                if (Status opened = next_page(); !opened) return opened;
                draw_headings(table, places);
            }
            if (table.rows[i].total) pen_.line(left_edge, right_edge, y_, 0.8F, 0.45F);
            draw(table, table.rows[i], lines, places);
            if (!table.rows[i].total) pen_.line(left_edge, right_edge, y_, 0.3F, 0.82F);
        }
        y_ += 12;
        return {};
    }

    void add_feet() {
        const std::size_t pages = pen_.pages();
        for (std::size_t page = 0; page < pages; ++page) {
            pen_.go_to(page);
            std::string words = document_.page_words;
            const auto replace = [&](std::string_view mark, std::size_t number) {
                if (const std::size_t at = words.find(mark); at != std::string::npos)
                    words.replace(at, mark.size(), std::to_string(number));
            };
            replace("##", pages);
            replace("#", page + 1);
            const float y = bottom_edge + 34;
            pen_.line(left_edge, right_edge, bottom_edge + 18, 0.5F, 0.7F);
            pen_.text(fitting(document_.foot, 8), left_edge, y, 8, false, 0.4F);
            pen_.text(words, right_edge - pen_.width(words, 8), y, 8, false, 0.4F);
        }
    }

    const PdfDocument& document_;
    PdfPen& pen_;
    float y_ = 0; // where the next thing begins
};

} // namespace

std::optional<PdfFont> installed_pdf_font() {
    // WenQuanYi Micro Hei (Debian fonts-wqy-microhei), Zen Hei, then what Windows brings: all TrueType outlines.
    const std::array<PdfFont, 6> known = {{{"/usr/share/fonts/truetype/wqy/wqy-microhei.ttc", 0},
                                           {"/usr/share/fonts/wenquanyi/wqy-microhei/wqy-microhei.ttc", 0},
                                           {"/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc", 0},
                                           {"/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf", 0},
                                           {R"(C:\Windows\Fonts\msyh.ttc)", 0},
                                           {R"(C:\Windows\Fonts\simhei.ttf)", 0}}};
    std::error_code error;
    for (const PdfFont& font : known)
        if (std::filesystem::exists(font.file, error)) return font;
    return std::nullopt;
}

Result<std::string> write_pdf(const PdfDocument& document, const PdfFont& font) {
    auto pen = PdfPen::open(document, font);
    if (!pen) return pass(pen);
    if (Status laid = Layout(document, **pen).run(); !laid) return pass(laid);
    return (*pen)->bytes();
}

} // namespace settled::render
