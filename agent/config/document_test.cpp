#include "config/document.hpp"

#include <gtest/gtest.h>

namespace settled::config {
namespace {

std::string refusal(std::string_view text) {
    const auto parsed = parse_document(text, "settled.toml");
    EXPECT_FALSE(parsed) << text;
    return parsed ? "" : parsed.error().message;
}

TEST(Document, EveryValueKnowsItsLine) {
    const auto root =
        parse_document("a = 1\n\n[b]\nc = \"x\"\nd = [\n  true,\n  2026-11-20,\n]\n[[e]]\nf = 1.5\n[[e]]\nf = 07:30:00\n", "f");
    ASSERT_TRUE(root);
    ASSERT_EQ(root->members.size(), 3u);
    EXPECT_EQ(root->find("a")->number, 1);
    EXPECT_EQ(root->members[1].line, 3);
    const Value* b = root->find("b");
    EXPECT_EQ(b->find("c")->text, "x");
    EXPECT_EQ(b->find("c")->line, 4);
    const Value* d = b->find("d");
    ASSERT_EQ(d->items.size(), 2u);
    EXPECT_EQ(d->items[0].kind, ValueKind::flag);
    EXPECT_EQ(d->items[0].line, 6);
    EXPECT_EQ(d->items[1].date.iso(), "2026-11-20");
    const Value* e = root->find("e");
    ASSERT_EQ(e->items.size(), 2u);
    EXPECT_EQ(e->items[1].line, 11);
    EXPECT_EQ(e->items[0].find("f")->kind, ValueKind::decimal);
    EXPECT_EQ(e->items[1].find("f")->text, "07:30");
    EXPECT_EQ(root->find("z"), nullptr);
}

TEST(Document, KeysKeepTheOrderOfTheText) {
    const auto root = parse_document("z = 1\na = 2\nm = { y = 1, b = 2 }\n", "f");
    ASSERT_TRUE(root);
    EXPECT_EQ(root->members[0].key + root->members[1].key + root->members[2].key, "zam");
    EXPECT_EQ(root->find("m")->members[0].key, "y");
}

TEST(Document, AByteOrderMarkAndWindowsLineEndsAreFine) {
    const auto root = parse_document("\xEF\xBB\xBF# 注释\r\na = '华远'\r\n", "f");
    ASSERT_TRUE(root);
    EXPECT_EQ(root->find("a")->text, "华远");
    EXPECT_EQ(root->find("a")->line, 2);
}

TEST(Document, AFileSavedAsGbkIsNamedWithItsPlace) {
    EXPECT_EQ(refusal("a = 1\nname = \"\xBB\xAA\xD4\xB6\"\n"),
              "settled.toml:2:9: the file is not UTF-8 from here on (it looks like GBK or another local encoding, \"ANSI\" in "
              "Notepad); save it as UTF-8");
}

TEST(Document, AFileSavedAsUtf16IsNamed) {
    const std::string text("\xFF\xFE"
                           "a\0=\0",
                           6);
    EXPECT_EQ(refusal(text),
              "settled.toml:1:1: the file is not UTF-8 (it looks like UTF-16, \"Unicode\" in Notepad); save it as UTF-8");
}

TEST(Document, AWindowsPathInDoubleQuotesGetsItsRemedy) {
    const std::string remedy = "a backslash in \"double quotes\" begins an escape; write a Windows path in 'single quotes'";
    EXPECT_EQ(refusal("folder = \"C:\\data\"\n"), "settled.toml:1:13: " + remedy);
    EXPECT_EQ(refusal("[log]\nfolder = \"C:\\Users\\settled\"\n"), "settled.toml:2:13: " + remedy);
    EXPECT_EQ(refusal("folder = \"D:\\对账\\x\"\n"), "settled.toml:1:13: " + remedy);
    EXPECT_EQ(refusal("folder = \"\\\\fs01\\share\"\n"), "settled.toml:1:17: " + remedy);
}

TEST(Document, AMissingClosingQuoteIsFoundWhereTheTextBegins) {
    EXPECT_EQ(refusal("a = 1\nurl = \"sqlite:x.db\nb = 2\n"),
              "settled.toml:2:7: a closing quote is missing; the text that begins here must end with \" in the same line");
    EXPECT_EQ(refusal("a = ['x', 'y]\n"),
              "settled.toml:1:11: a closing quote is missing; the text that begins here must end with ' in the same line");
}

TEST(Document, ATextWithoutQuotesGetsItsRemedy) {
    EXPECT_EQ(
        refusal("currency = CNY\n"),
        "settled.toml:1:12: a quote is missing; a text stands in \"quotes\" (only numbers, dates, true and false stand bare)");
}

TEST(Document, QuotesOfAnInputMethodAreNamed) {
    EXPECT_EQ(refusal("currency = “CNY”\n"), "settled.toml:1:12: found “; write the plain \" of the keyboard");
    EXPECT_EQ(refusal("a = [\"x\"，\"y\"]\n"), "settled.toml:1:9: found ，; write the plain , of the keyboard");
}

TEST(Document, OtherMistakesKeepTheParsersWordsAndPlace) {
    EXPECT_EQ(refusal("a = 1\na = 2\n"),
              "settled.toml:2:5: this is not TOML: Error while parsing key-value pair: cannot redefine existing integer 'a'");
}

// The library asserts on these, or would take it for granted that they do not happen.
TEST(Document, ATextThatBreaksTheLibrarysAssertionIsRefusedWithItsLine) {
    EXPECT_EQ(refusal("a = 1\n\n[ ]\nb = 2\n"), refusal("a = 1\n\n[ ]\n")) << "what follows does not matter";
    for (const char* header : {"[=]", "[ ]", "[#]", "[.a]", "[[ ]]"}) {
        const std::string words = refusal("a = 1\nb = \"x\"\n" + std::string(header) + "\nc = 3\n");
        EXPECT_TRUE(words.starts_with("settled.toml:3:")) << words;
    }
}

TEST(Document, ADayThatIsNoneIsNamedWithItsLine) {
    EXPECT_TRUE(refusal("a = 1\nb = 2026-02-30\n").starts_with("settled.toml:2:"));
    EXPECT_EQ(refusal("a = 1\nb = 1066-10-14\n"), "settled.toml:2:1: a date of this line is outside the years 1900 to 2200");
}

TEST(Document, AnEndlessTextIsRefusedUnread) {
    EXPECT_EQ(refusal(std::string(limit::document_bytes_max + 1, '#')),
              "settled.toml: is larger than 1048576 bytes; is this the configuration?");
}

TEST(Document, WhatIsQuotedReadsBack) {
    for (const std::string& text :
         {std::string(""), std::string("plain"), std::string("C:\\data \"x\""), std::string("a\tb\n"), std::string("华远")}) {
        const auto root = parse_document("a = " + config::quoted(text), "f");
        ASSERT_TRUE(root) << config::quoted(text);
        EXPECT_EQ(root->find("a")->text, text);
    }
    EXPECT_EQ(written_key("sms-overdue_2"), "sms-overdue_2");
    EXPECT_EQ(written_key("a.b"), "\"a.b\"");
    EXPECT_EQ(written_key(""), "\"\"");
}

} // namespace
} // namespace settled::config
