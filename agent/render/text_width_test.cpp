#include "render/text_width.hpp"

#include <gtest/gtest.h>

namespace settled::render {
namespace {

TEST(TextWidth, AChineseCharacterTakesTwoCells) {
    EXPECT_EQ(text_width("华远 Ltd."), 9U);
    EXPECT_EQ(text_width(""), 0U);
}

TEST(TextWidth, ALongNameIsCutBetweenCharacters) {
    EXPECT_EQ(cut_to_width("华远机械有限公司", 9), "华远机械…");
    EXPECT_EQ(cut_to_width("short", 9), "short");
}

} // namespace
} // namespace settled::render
