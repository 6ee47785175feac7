#include "render/chart.hpp"

#include <gtest/gtest.h>

namespace settled::render {
namespace {

Chart weeks() {
    return {ChartShape::columns,
            {{"11-02", 1200000, 0, 0, false}, {"11-09", 400000, 0, 0, false}, {"11-16", 900000, 500000, 1500000, true}},
            [](std::int64_t value) { return std::to_string(value / 100); }};
}

std::uint32_t number_at(const std::string& bytes, std::size_t at) { // big-endian, as PNG writes them
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i) value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
    return value;
}

TEST(Chart, IsAPngOfTwiceTheSizeItIsShownIn) {
    const auto font = installed_pdf_font();
    ASSERT_TRUE(font) << "fonts-wqy-microhei is not installed";
    for (const ChartShape shape : {ChartShape::columns, ChartShape::line}) {
        Chart chart = weeks();
        chart.shape = shape;
        const auto made = chart_png(chart, *font);
        ASSERT_TRUE(made) << made.error().message;
        EXPECT_EQ(made->substr(0, 8), "\x89PNG\r\n\x1A\n");
        EXPECT_EQ(number_at(*made, 16), 2 * chart_width_pixels);
        EXPECT_EQ(number_at(*made, 20), 2 * chart_height_pixels);
        EXPECT_LT(made->size(), 40'000U);
        EXPECT_EQ(*made, chart_png(chart, *font).value_or("")) << "same input, same bytes";
    }
}

TEST(Chart, NothingToDrawIsAnError) {
    const auto font = installed_pdf_font();
    ASSERT_TRUE(font) << "fonts-wqy-microhei is not installed";
    EXPECT_EQ(chart_png({}, *font).error().code, SETTLED_BAD_DATA);
    EXPECT_EQ(chart_png(weeks(), {"/nowhere.ttf", 0}).error().code, SETTLED_UNAVAILABLE);
}

TEST(Chart, TheScaleEndsOnARoundNumber) {
    EXPECT_EQ(round_above(0), 1);
    EXPECT_EQ(round_above(1), 1);
    EXPECT_EQ(round_above(3), 5);
    EXPECT_EQ(round_above(12), 20);
    EXPECT_EQ(round_above(21), 25);
    EXPECT_EQ(round_above(123456789), 200000000);
    EXPECT_EQ(round_above(9'000'000'000'000'000'000), 9'000'000'000'000'000'000);
}

} // namespace
} // namespace settled::render
