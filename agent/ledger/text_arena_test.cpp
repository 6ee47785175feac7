#include "ledger/text_arena.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace settled::ledger {
namespace {

TEST(TextArena, GivesBackWhatWasAddedWhateverItsLength) {
    TextArena arena;
    std::vector<std::pair<TextRef, std::string>> added;
    for (const std::size_t size : {1U, 2U, 126U, 127U, 128U, 129U, 16'383U, 16'384U, 3'000'000U})
        for (const char sign : {'a', '\0', '\xFF'}) {
            const std::string text(size, sign);
            added.emplace_back(arena.add(text), text);
        }
    for (const auto& [reference, text] : added) EXPECT_EQ(arena[reference], text) << text.size();
}

TEST(TextArena, NoTextIsTheEmptyReference) {
    TextArena arena;
    EXPECT_EQ(arena.add(""), TextRef());
    EXPECT_TRUE(TextRef().empty());
    EXPECT_EQ(arena[TextRef()], "");
    EXPECT_FALSE(arena.add("a").empty());
}

TEST(TextArena, EqualTextIsInternedOnce) {
    TextArena arena;
    const TextRef first = arena.intern("6222 0001");
    EXPECT_NE(arena.add("6222 0001"), first);
    EXPECT_EQ(arena.intern(std::string("6222 0001")), first);
    EXPECT_NE(arena.intern("6222 0002"), first);
}

TEST(TextArena, MayBeGivenItsOwnText) {
    TextArena arena;
    TextRef last = arena.add("acme foods");
    for (int i = 0; i < 1000; ++i) last = arena.add(arena[last]);
    EXPECT_EQ(arena[last], "acme foods");
}

} // namespace
} // namespace settled::ledger
