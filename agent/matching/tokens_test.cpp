#include "matching/tokens.hpp"

#include "matching/fold.hpp"

#include <gtest/gtest.h>

namespace settled::matching {
namespace {

std::vector<std::string> signs_of(std::string_view text) {
    std::vector<std::string> signs;
    const Pieces pieces = read_text(text).pieces;
    for (std::size_t i = 0; i < pieces.size(); ++i) signs.emplace_back(pieces[i]);
    return signs;
}

TEST(Fold, WidthCaseAndUmlautsBecomeOneSpelling) {
    EXPECT_EQ(fold("ＩＮＶ－７"), "inv-7");
    EXPECT_EQ(fold("Müller Straße"), "mueller strasse");
    EXPECT_EQ(fold("Société Générale"), "societe generale");
    EXPECT_EQ(number_signs("inv-2o26/007"), "inv2026007");
}

TEST(Fold, TraditionalCharactersAreSimplifiedOnes) {
    EXPECT_EQ(fold("華聯電機（香港）有限責任公司"), "华联电机(香港)有限责任公司");
    EXPECT_EQ(fold("臺灣廣達 發票2041、2042 貨款"), "台湾广达 发票2041、2042 货款");
    EXPECT_EQ(fold("café 華聯"), "cafe 华联");
    EXPECT_EQ(fold("华联电机"), "华联电机");
    EXPECT_EQ(fold(fold("薴苧苎")), fold("薴苧苎"));
    std::string cut = "華聯";
    cut.pop_back(); // within a character: not UTF-8
    EXPECT_EQ(fold(cut), cut);
}

TEST(Tokens, ChineseTextAndMarksEndANumber) {
    EXPECT_EQ(signs_of("货款 发票号INV-2026-001，谢谢"), (std::vector<std::string>{"inv", "2026", "001"}));
}

TEST(Tokens, PiecesOfABrokenNumberJoinButNotAcrossAComma) {
    const RemittanceText text = read_text("RE00\n01234, 77");
    ASSERT_EQ(text.pieces.size(), 3U);
    EXPECT_TRUE(text.pieces.all[0].joins_next);
    EXPECT_FALSE(text.pieces.all[1].joins_next);
    EXPECT_EQ(text.pieces.joined(0, 2), "re0001234");
}

TEST(Tokens, LeadingZerosOfEachRunGo) {
    const Pieces pieces = pieces_of("inv-2026-001234");
    EXPECT_EQ(pieces.joined_without_zeros(0, 3), "inv20261234");
    EXPECT_EQ(pieces.joined_without_zeros(1, 1), "2026");
    EXPECT_EQ(pieces_of("inv-2026-1234").joined_without_zeros(0, 3), "inv20261234") << "none to lose";
}

TEST(Tokens, MoreThanOneIsSaidInManyWays) {
    EXPECT_TRUE(read_text("INV-1 u.a.").several);
    EXPECT_TRUE(read_text("INV-1 bis INV-9").several);
    EXPECT_EQ(read_text("INV-1等5张").count, 5U);
    EXPECT_TRUE(read_text("INV-1等5张").several);
    EXPECT_FALSE(read_text("INV-1 bisamberg").several);
}

TEST(Tokens, DaysAreNoDocuments) {
    for (const char* day : {"20261031", "31102026", "202610", "2026"}) EXPECT_TRUE(looks_like_date(day, 2027)) << day;
    for (const char* number : {"20261399", "88213", "1204", "2026103100", "2041", "204110"})
        EXPECT_FALSE(looks_like_date(number, 2027)) << number;
}

TEST(Tokens, WhatStandsBetweenTwoPiecesIsToldByOneMark) {
    const auto gap = [](std::string_view text) { return pieces_of(fold(text)).all.front().gap; };
    EXPECT_EQ(gap("2041 - 2043"), Gap::dash);
    EXPECT_EQ(gap("2041–2043"), Gap::dash);
    EXPECT_EQ(gap("2041/42"), Gap::slash);
    EXPECT_EQ(gap("2041、2042"), Gap::list);
    EXPECT_EQ(gap("2041，2042"), Gap::list);
    EXPECT_EQ(gap("2041和2042"), Gap::list);
    EXPECT_EQ(gap("2041至2043"), Gap::range);
    EXPECT_EQ(gap("2041～2043"), Gap::range);
    EXPECT_EQ(gap("2041  2043"), Gap::blank);
    EXPECT_EQ(gap("2041, - 2043"), Gap::other);
    EXPECT_EQ(gap("2041 货款 2043"), Gap::other);
}

TEST(Tokens, OneWrongSignOrACutEndIsNear) {
    EXPECT_TRUE(nearly_equal("inv2026001235", "inv2026001234"));
    EXPECT_TRUE(nearly_equal("inv20260012", "inv2026001234"));
    EXPECT_TRUE(nearly_equal("2026001234", "inv2026001234"));
    EXPECT_FALSE(nearly_equal("inv2026001299", "inv2026001234"));
    EXPECT_FALSE(nearly_equal("1234", "1235"));
}

} // namespace
} // namespace settled::matching
