// chart.hpp -- a small chart for a mail, as PNG: columns or a line over time.
//
// The only door to Cairo. Drawn at twice the size it is shown in, on nothing, in colours that can be read on white and on
// black; words beside the axes only, so that a reader without pictures misses no sentence. Same input, same bytes.
#pragma once

#include "render/pdf.hpp"

#include <settled/result.hpp>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace settled::render {

struct ChartPoint {
    std::string label;
    std::int64_t value = 0;
    std::int64_t low = 0, high = 0; // where it is only expected: what it will lie between
    bool expected = false;          // drawn paler
};

enum class ChartShape : std::uint8_t { columns, line };

struct Chart {
    ChartShape shape = ChartShape::columns;
    std::vector<ChartPoint> points;
    std::function<std::string(std::int64_t)> value_text; // of the axis
};

inline constexpr int chart_width_pixels = 600, chart_height_pixels = 190; // as shown
inline constexpr std::size_t chart_points_max = 60;

// BAD_DATA: no points, or more than chart_points_max. UNAVAILABLE: the font cannot be read.
Result<std::string> chart_png(const Chart& chart, const PdfFont& font);

// The smallest round number (1, 2, 2.5 or 5 and zeros) that is not below the value; at least 1.
std::int64_t round_above(std::int64_t value);

} // namespace settled::render
