#include "render/pdf.hpp"

#include "render/pdf_page.hpp"
#include "render/pdf_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace settled::render {
namespace {

constexpr float left_edge = 62, right_edge = PdfPen::page_width - 56;
constexpr float top_edge = 64, bottom_edge = PdfPen::page_height - 72; // the foot stands beneath

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
        if (Status room = need(look.leading * (is_head            ? 6.5F
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
        const CellLook look = cell_look;
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

    Status add(const PdfTable& table) {
        if (table.columns.empty()) return {};
        const TablePen rows(table, pen_, left_edge, right_edge);
        constexpr float headings_room = 40;
        if (Status room = need(headings_room * 2); !room) return room;
        y_ = rows.draw_headings(y_);
        for (std::size_t i = 0; i < table.rows.size(); ++i) {
            const TablePen::Drawn lines = rows.drawn(table.rows[i]);
            // A sum is never alone at the top of a page: the row before it comes with it.
            float wanted = lines.height;
            for (std::size_t next = i + 1; next < table.rows.size() && table.rows[next].total; ++next)
                wanted += rows.drawn(table.rows[next]).height;
            if (y_ + wanted > bottom_edge) {
                if (Status opened = next_page(); !opened) return opened;
                y_ = rows.draw_headings(y_);
            }
            y_ = rows.draw(table.rows[i], lines, y_);
        }
        y_ += 12;
        return {};
    }

    Status add(const PdfFields& fields) {
        constexpr float row_height = 24;
        const float margin = fields.boxed ? 10 : 0, head = fields.heading.empty() ? 4.0F : 22.0F;
        const float height = head + row_height * static_cast<float>(fields.rows.size()) + margin;
        if (Status room = need(height); !room) return room;
        if (fields.boxed) pen_.frame(left_edge, y_, right_edge, y_ + height, 0.45F);
        float at = y_ + head;
        if (!fields.heading.empty()) pen_.text(pen_.drawable(fields.heading), left_edge + margin, at - 6, cell_look.size, true);
        for (const std::vector<PdfField>& row : fields.rows) {
            constexpr float gap = 16;
            const auto count = static_cast<float>(row.size());
            const float wide = (right_edge - left_edge - 2 * margin - gap * (count - 1)) / count;
            float left = left_edge + margin;
            for (const PdfField& field : row) {
                const std::string words = pen_.lines(field.label, cell_look.size, wide).front();
                const float taken = words.empty() ? 0 : pen_.width(words, cell_look.size) + 4;
                pen_.text(words, left, at + 16, cell_look.size, false);
                if (field.has_line && taken + 12 < wide) pen_.line(left + taken, left + wide, at + 18, 0.5F, 0.3F);
                left += wide + gap;
            }
            at += row_height;
        }
        y_ += height + 10;
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

bool makes_papers() { return true; }

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

Result<std::string> write_pdf(const PdfDocument& document) {
    const auto font = installed_pdf_font();
    if (!font)
        return fail(SETTLED_INVALID_CONFIG,
                    "no TrueType font with Chinese letters is installed; install the package fonts-wqy-microhei");
    return write_pdf(document, *font);
}

} // namespace settled::render
