#include "render/chart.hpp"

#include <cairo/cairo-ft.h>

#include <algorithm>
#include <array>
#include <limits>
#include <memory>

namespace settled::render {
namespace {

constexpr int scale = 2; // screens of today have twice the pixels
constexpr int left_margin = 64, right_margin = 8, top_margin = 12, bottom_margin = 22;
constexpr int plot_width = chart_width_pixels - left_margin - right_margin;
constexpr int plot_height = chart_height_pixels - top_margin - bottom_margin;
constexpr int grid_lines = 4;
constexpr int font_pixels = 11;

struct Colour {
    int red, green, blue;
};
constexpr Colour strong{0x3B, 0x7D, 0xB8}, pale{0x9C, 0xC3, 0xE2}, words{0x7B, 0x87, 0x94}, grid{0xB4, 0xBE, 0xC8};

struct FontLibrary {
    FontLibrary() { FT_Init_FreeType(&library); }
    FontLibrary(const FontLibrary&) = delete;
    FontLibrary& operator=(const FontLibrary&) = delete;
    ~FontLibrary() { FT_Done_FreeType(library); }
    FT_Library library = nullptr;
};

struct Destroy {
    void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
    void operator()(cairo_t* pen) const { cairo_destroy(pen); }
    void operator()(cairo_font_options_t* options) const { cairo_font_options_destroy(options); }
    void operator()(cairo_font_face_t* face) const { cairo_font_face_destroy(face); }
    void operator()(FT_Face face) const { FT_Done_Face(face); }
};
template <class T> using Owned = std::unique_ptr<T, Destroy>;

void use(cairo_t* pen, const Colour& colour) {
    cairo_set_source_rgb(pen, colour.red / 255.0, colour.green / 255.0, colour.blue / 255.0);
}

enum class Anchor : std::uint8_t { middle, end };

void write(cairo_t* pen, const std::string& text, int x, int y, Anchor anchor) {
    cairo_text_extents_t size;
    cairo_text_extents(pen, text.c_str(), &size);
    cairo_move_to(pen, anchor == Anchor::end ? x - size.x_advance : x - size.x_advance / 2, y);
    cairo_show_text(pen, text.c_str());
}

class Plot {
  public:
    Plot(cairo_t* pen, const Chart& chart) : pen_(pen), chart_(chart) {
        std::int64_t highest = 0;
        for (const ChartPoint& point : chart.points) highest = std::max({highest, point.value, point.high});
        top_ = round_above(highest);
    }

    void draw() const {
        draw_grid();
        chart_.shape == ChartShape::columns ? draw_columns() : draw_line();
        draw_labels();
    }

  private:
    int step() const { return plot_width / static_cast<int>(chart_.points.size()); }
    int middle_of(std::size_t index) const { return left_margin + step() * static_cast<int>(index) + step() / 2; }

    int height_of(std::int64_t value) const { // pixels above the base line; what is below zero stays on it
        const std::int64_t bounded = std::clamp<std::int64_t>(value, 0, top_);
        const bool has_room = top_ <= std::numeric_limits<std::int64_t>::max() / plot_height;
        return static_cast<int>(has_room ? bounded * plot_height / top_ : bounded / (top_ / plot_height));
    }
    static int y_of(int height) { return top_margin + plot_height - height; }

    void draw_grid() const {
        for (int line = 0; line <= grid_lines; ++line) {
            const int y = y_of(plot_height * line / grid_lines);
            use(pen_, grid);
            cairo_set_line_width(pen_, line == 0 ? 1.0 : 0.5);
            cairo_move_to(pen_, left_margin, y), cairo_line_to(pen_, left_margin + plot_width, y), cairo_stroke(pen_);
            use(pen_, words);
            write(pen_, chart_.value_text(top_ / grid_lines * line + top_ % grid_lines * line / grid_lines), left_margin - 6,
                  y + font_pixels / 3, Anchor::end);
        }
    }

    void draw_columns() const {
        const int width = std::min(40, step() * 7 / 10);
        for (std::size_t i = 0; i < chart_.points.size(); ++i) {
            const ChartPoint& point = chart_.points[i];
            const int height = height_of(point.value);
            use(pen_, point.expected ? pale : strong);
            const int left_edge = middle_of(i) - width / 2;
            cairo_rectangle(pen_, left_edge, y_of(height), width, height), cairo_fill(pen_);
            if (point.expected && point.high > point.low) draw_range(middle_of(i), height_of(point.low), height_of(point.high));
        }
    }

    void draw_range(int x, int low, int high) const {
        constexpr int cap = 4;
        use(pen_, strong), cairo_set_line_width(pen_, 1.2);
        cairo_move_to(pen_, x, y_of(low)), cairo_line_to(pen_, x, y_of(high));
        for (const int end : {low, high}) cairo_move_to(pen_, x - cap, y_of(end)), cairo_line_to(pen_, x + cap, y_of(end));
        cairo_stroke(pen_);
    }

    void draw_line() const {
        constexpr double dot = 2.6, whole_turn = 6.283185307179586;
        use(pen_, strong), cairo_set_line_width(pen_, 2);
        for (std::size_t i = 0; i < chart_.points.size(); ++i) {
            const int x = middle_of(i), y = y_of(height_of(chart_.points[i].value));
            i == 0 ? cairo_move_to(pen_, x, y) : cairo_line_to(pen_, x, y);
        }
        cairo_stroke(pen_);
        for (std::size_t i = 0; i < chart_.points.size(); ++i)
            cairo_arc(pen_, middle_of(i), y_of(height_of(chart_.points[i].value)), dot, 0, whole_turn), cairo_fill(pen_);
    }

    void draw_labels() const { // as many as have room
        constexpr int label_pixels_min = 44;
        const auto every = static_cast<std::size_t>(std::max(1, (label_pixels_min + step() - 1) / step()));
        use(pen_, words);
        for (std::size_t i = 0; i < chart_.points.size(); i += every)
            write(pen_, chart_.points[i].label, middle_of(i), chart_height_pixels - 6, Anchor::middle);
    }

    cairo_t* pen_;
    const Chart& chart_;
    std::int64_t top_ = 1;
};

cairo_status_t append(void* out, const unsigned char* bytes, unsigned int count) {
    static_cast<std::string*>(out)->append(reinterpret_cast<const char*>(bytes), count);
    return CAIRO_STATUS_SUCCESS;
}

} // namespace

std::int64_t round_above(std::int64_t value) {
    constexpr std::array<std::int64_t, 4> heads = {10, 20, 25, 50}; // tenths
    for (std::int64_t ten = 1; ten <= std::numeric_limits<std::int64_t>::max() / 50; ten *= 10)
        for (const std::int64_t head : heads)
            if (head * ten % 10 == 0 && head * ten / 10 >= value) return head * ten / 10;
    return value;
}

Result<std::string> chart_png(const Chart& chart, const PdfFont& font) {
    if (chart.points.empty() || chart.points.size() > chart_points_max)
        return fail(SETTLED_BAD_DATA, "chart: " + std::to_string(chart.points.size()) + " points; expected 1 to " +
                                          std::to_string(chart_points_max));
    const FontLibrary library;
    FT_Face opened = nullptr;
    if (FT_New_Face(library.library, font.file.c_str(), static_cast<FT_Long>(font.face), &opened) != 0)
        return fail(SETTLED_UNAVAILABLE, font.file.string() + ": the font cannot be read; is fonts-wqy-microhei installed?");
    const std::unique_ptr<FT_FaceRec_, Destroy> file(opened);
    const Owned<cairo_surface_t> surface(
        cairo_image_surface_create(CAIRO_FORMAT_ARGB32, chart_width_pixels * scale, chart_height_pixels * scale));
    const Owned<cairo_font_face_t> face(
        cairo_ft_font_face_create_for_ft_face(file.get(), FT_LOAD_NO_BITMAP | FT_LOAD_NO_HINTING));
    std::string bytes;
    {
        const Owned<cairo_t> pen(cairo_create(surface.get()));
        cairo_scale(pen.get(), scale, scale);
        const Owned<cairo_font_options_t> options(cairo_font_options_create()); // letters stand where they are measured
        cairo_font_options_set_hint_metrics(options.get(), CAIRO_HINT_METRICS_OFF);
        cairo_font_options_set_hint_style(options.get(), CAIRO_HINT_STYLE_NONE);
        cairo_set_font_options(pen.get(), options.get());
        cairo_set_font_face(pen.get(), face.get()), cairo_set_font_size(pen.get(), font_pixels);
        Plot(pen.get(), chart).draw();
        if (cairo_surface_write_to_png_stream(surface.get(), append, &bytes) != CAIRO_STATUS_SUCCESS)
            return fail(SETTLED_UNAVAILABLE, "chart: it cannot be drawn; is there memory left?");
    }
    return bytes;
}

} // namespace settled::render
