#include <settled/text.hpp>

#include <gmock/gmock.h>

#include <random>
#include <string>

namespace settled {
namespace {

using ::testing::ElementsAre;

TEST(Text, BlanksOfBanksInAnyScriptAreTrimmed) {
    EXPECT_EQ(trim("  ACME \t\r\n"), "ACME");
    EXPECT_EQ(trim("\xE3\x80\x80华远 机械\xE3\x80\x80"), "华远 机械") << "the ideographic space";
    EXPECT_EQ(trim("\xC2\xA0 x \xC2\xA0"), "x") << "the no-break space";
    EXPECT_EQ(trim(" \xE3\x80\x80 "), "");
    EXPECT_EQ(trim(""), "");
}

TEST(Text, RunsOfBlanksAndLineBreaksBecomeOneBlank) {
    EXPECT_EQ(fold_blanks("  RE  2041\r\n\xE3\x80\x80vom\t1.10. "), "RE 2041 vom 1.10.");
    EXPECT_EQ(fold_blanks(" \n "), "");
}

TEST(Text, IsSplitAtEveryMark) {
    EXPECT_THAT(split("a;b;;c", ';'), ElementsAre("a", "b", "", "c"));
    EXPECT_THAT(split("", ';'), ElementsAre(""));
    EXPECT_THAT(split(";", ';'), ElementsAre("", ""));
}

TEST(Text, CaseOfAsciiLettersIsIgnoredAndNothingElse) {
    EXPECT_TRUE(equal_ignoring_ascii_case("Begum.Bau", "bEGUM.bAU"));
    EXPECT_FALSE(equal_ignoring_ascii_case("Ä", "ä"));
    EXPECT_FALSE(equal_ignoring_ascii_case("ab", "abc"));
    EXPECT_EQ(ascii_lower("INV-7 Ä"), "inv-7 Ä");
}

// RFC 3629, section 3 and 4: the shortest form only, no surrogates, nothing above U+10FFFF.
TEST(Utf8, TheFirstImpossibleByteIsFound) {
    constexpr auto none = std::string_view::npos;
    EXPECT_EQ(first_invalid_utf8("plain, Ä, 华, 𝄞"), none);
    EXPECT_EQ(first_invalid_utf8("\xF4\x8F\xBF\xBF"), none) << "U+10FFFF, the last";
    EXPECT_EQ(first_invalid_utf8(""), none);
    EXPECT_EQ(first_invalid_utf8("ab\xFF"), 2u);
    EXPECT_EQ(first_invalid_utf8("\xC0\xAF"), 0u) << "overlong";
    EXPECT_EQ(first_invalid_utf8("\xE0\x80\xAF"), 0u) << "overlong";
    EXPECT_EQ(first_invalid_utf8("\xF0\x80\x80\xAF"), 0u) << "overlong";
    EXPECT_EQ(first_invalid_utf8("\xED\xA0\x80"), 0u) << "a surrogate";
    EXPECT_EQ(first_invalid_utf8("\xF4\x90\x80\x80"), 0u) << "above U+10FFFF";
    EXPECT_EQ(first_invalid_utf8("x\xE5\x8D"), 1u) << "cut off";
    EXPECT_EQ(first_invalid_utf8("\x80"), 0u) << "a byte that continues nothing";
    EXPECT_EQ(first_invalid_utf8("\xB9\xAB\xCB\xBE"), 0u) << "公司 in GBK";
}

TEST(Utf8, IsCutBeforeACharacter) {
    EXPECT_EQ(cut_at_character("华远", 6), "华远");
    EXPECT_EQ(cut_at_character("华远", 5), "华");
    EXPECT_EQ(cut_at_character("华远", 2), "");
    EXPECT_EQ(cut_at_character("ab", 1), "a");
}

TEST(Visible, ControlsAndMarksThatReorderTextAreShown) {
    EXPECT_EQ(visible("a\x1b[31mb"), "a\\u{1B}[31mb");
    EXPECT_EQ(visible("x\r\ny"), "x\\u{0D}\\u{0A}y");
    EXPECT_EQ(visible("invoice\u202Efdp.exe"), "invoice\\u{202E}fdp.exe");
    EXPECT_EQ(visible("华远 Ä é"), "华远 Ä é");
    EXPECT_EQ(visible("\xFF"), "\\u{FF}");
}

TEST(Visible, AnyBytesBecomeTextWithoutControls) {
    std::mt19937 random(7);
    for (int i = 0; i < 5000; ++i) {
        std::string bytes(random() % 40, '\0');
        for (char& byte : bytes) byte = static_cast<char>(random());
        const std::string shown = visible(bytes);
        ASSERT_EQ(first_invalid_utf8(shown), std::string_view::npos);
        for (const char c : shown) ASSERT_FALSE(c >= 0 && c < 0x20);
        ASSERT_EQ(visible(shown), shown) << "what is shown once is shown for ever";
    }
}

TEST(Nearest, ASlipOfThePenIsRecognisedAndAnotherWordIsNot) {
    const std::vector<std::string_view> known = {"connection", "dsn", "password", "user"};
    EXPECT_EQ(nearest("dns", known), "dsn") << "two letters exchanged";
    EXPECT_EQ(nearest("pasword", known), "password");
    EXPECT_EQ(nearest("conection", known), "connection");
    EXPECT_EQ(nearest("zzz", known), "");
    EXPECT_EQ(nearest("user", {}), "");
}

} // namespace
TEST(Text, LineFeedsAreCountedOverMoreThanOneByteHolds) {
    EXPECT_EQ(line_feeds(""), 0);
    EXPECT_EQ(line_feeds("one\r\ntwo\nthree"), 2);
    EXPECT_EQ(line_feeds(std::string(1000, '\n')), 1000);
}

TEST(Text, FoldedBehindWhatIsThere) {
    std::string text = "INV-7";
    append_folded(text, "  two\n words ");
    EXPECT_EQ(text, "INV-7two words");
    fold_in_place(text = " a \xE3\x80\x80 b\t");
    EXPECT_EQ(text, "a b");
    fold_in_place(text = "上海 华信");
    EXPECT_EQ(text, "上海 华信");
}

} // namespace settled
