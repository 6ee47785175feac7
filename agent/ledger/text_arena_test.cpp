#include "ledger/text_arena.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace settled::ledger {
namespace {

TEST(TextArena, GivesBackWhatItWasGiven) {
    TextArena arena;
    const TextRef first = arena.add("发票 2041");
    const TextRef second = arena.add("INV-2026-001");
    EXPECT_EQ(arena[first], "发票 2041");
    EXPECT_EQ(arena[second], "INV-2026-001");
    EXPECT_EQ(arena[arena.add(std::string_view("a\0b", 3))], std::string_view("a\0b", 3));
}

TEST(TextArena, TheEmptyTextNeedsNoPlace) {
    TextArena arena;
    EXPECT_TRUE(arena.add("").empty());
    EXPECT_EQ(arena[TextRef()], "");
    EXPECT_FALSE(arena.add("x").empty());
}

TEST(TextArena, EqualTextIsInternedOnce) {
    TextArena arena;
    const TextRef name = arena.intern("杭州云岫模具有限公司");
    arena.add("between");
    EXPECT_EQ(arena.intern("杭州云岫模具有限公司"), name);
    EXPECT_NE(arena.intern("杭州云岫模具有限公"), name);
}

TEST(TextArena, SeveralAreInternedAsOneByOne) {
    TextArena arena;
    std::vector<std::string> texts;
    for (int i = 0; i < 100; ++i) texts.push_back(i % 10 == 0 ? "" : "account " + std::to_string(i % 30));
    const TextRef known = arena.intern(texts[17]);
    const std::vector<std::string_view> views(texts.begin(), texts.end());
    std::vector<TextRef> references(views.size());
    arena.intern(views, references);
    for (std::size_t i = 0; i < texts.size(); ++i) {
        EXPECT_EQ(arena[references[i]], texts[i]);
        EXPECT_EQ(references[i], arena.intern(texts[i]));
    }
    EXPECT_EQ(references[17], known);
}

// Sizes at which the size before the text takes one byte more, and at which a block is full.
TEST(TextArena, TextsOfEveryLengthStandBesideEachOther) {
    const std::size_t block = std::size_t{1} << 18U;
    TextArena arena;
    std::vector<std::pair<TextRef, std::string>> given;
    char sign = 'a';
    for (const std::size_t size : {std::size_t{1}, std::size_t{127}, std::size_t{128}, std::size_t{16'383}, std::size_t{16'384},
                                   block - 5, block - 4, block - 3, block - 1, block, block + 1, 3 * block, std::size_t{1}}) {
        const std::string text(size, sign++);
        given.emplace_back(arena.add(text), text);
        given.emplace_back(arena.add("short"), "short");
    }
    for (const auto& [reference, text] : given) EXPECT_EQ(arena[reference], text) << text.size();
}

TEST(TextArena, AViewStaysWhereItIsWhenTheArenaGrows) {
    TextArena arena;
    const std::string_view first = arena[arena.add("first")];
    const TextRef again = arena.add(first); // a text of its own
    for (int i = 0; i < 100'000; ++i) arena.add("another text of a row");
    EXPECT_EQ(first, "first");
    EXPECT_EQ(arena[again], "first");
    EXPECT_EQ(arena[arena.add(first)], "first");
}

TEST(TextArena, ACopyHoldsTheSameTextsAndGrowsByItself) {
    TextArena arena;
    const TextRef name = arena.intern("name");
    TextArena copy = arena;
    const std::string_view view = copy[name];
    const TextRef more = copy.add("of the copy");
    for (int i = 0; i < 100'000; ++i) copy.add("another text of a row");
    EXPECT_EQ(view, "name");
    EXPECT_EQ(copy[more], "of the copy");
    EXPECT_EQ(copy.intern("name"), name);
    EXPECT_EQ(arena[name], "name");
}

} // namespace
} // namespace settled::ledger
