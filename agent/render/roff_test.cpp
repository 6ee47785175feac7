#include "render/roff.hpp"

#include <gtest/gtest.h>

namespace settled::render {
namespace {

TEST(Roff, WordsStandAsTheyAreAndBecomeNoRequest) {
    EXPECT_EQ(roff_text("--format"), "\\-\\-format");
    EXPECT_EQ(roff_text("C:\\settled\\log"), "C:\\esettled\\elog");
    EXPECT_EQ(roff_text("'single' \"double\" `x` ~ ^"), "\\(aqsingle\\(aq \\(dqdouble\\(dq \\(gax\\(ga \\(ti \\(ha");
    EXPECT_EQ(roff_text("two\nlines"), "two lines");
}

TEST(Roff, ALineOfChineseMayEndBehindEachCharacterButNotTheNameOfThePage) {
    EXPECT_EQ(roff_text("余额，on"), "余\\:额\\:，\\:on");
    ManualPage page("A", "5", "");
    page.section("名称");
    page.plain("settled - 配置");
    EXPECT_TRUE(page.take().ends_with(".SH \"名称\"\nsettled \\- 配置\n"));
}

TEST(Roff, ALineThatBeginsWithADotOrAnApostropheIsNoRequest) {
    ManualPage page("SETTLED", "1", "settled 0.1.0");
    page.paragraph(".so /etc/passwd");
    page.paragraph("'ab");
    page.item(".xlsx", "");
    EXPECT_EQ(page.take(), ".TH \"SETTLED\" \"1\" \"\" \"settled 0.1.0\"\n.ad l\n"
                           ".PP\n\\&.so /etc/passwd\n.PP\n\\(aqab\n.TP\n\\&.xlsx\n\\&\n");
}

TEST(Roff, WhatIsTypedKeepsItsLines) {
    ManualPage page("A", "5", "");
    page.section("An example");
    page.verbatim("[store]\n  url = \"sqlite:a\"");
    EXPECT_TRUE(page.take().ends_with(".SH \"An example\"\n.PP\n.nf\n[store]\n  url = \\(dqsqlite:a\\(dq\n.fi\n"));
}

} // namespace
} // namespace settled::render
