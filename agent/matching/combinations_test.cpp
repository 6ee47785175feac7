#include "matching/combinations.hpp"

#include "matching/limits.hpp"

#include <gtest/gtest.h>

namespace settled::matching {
namespace {

TEST(Combinations, TheOnlySumIsFoundWhateverTheOrder) {
    const std::vector<Summand> forward{{0, 1000}, {1, 2300}, {2, 777}, {3, 5011}};
    const std::vector<Summand> backward(forward.rbegin(), forward.rend());
    const Combination found = combine(forward, 3077, 1, 4);
    EXPECT_TRUE(found.unique());
    EXPECT_EQ(found.items, (std::vector<ledger::Row>{1, 2}));
    EXPECT_EQ(combine(backward, 3077, 1, 4).items, found.items);
}

TEST(Combinations, TwoSumsAreNotUniqueAndBothAreKept) {
    const std::vector<Summand> summands{{0, 500}, {1, 500}, {2, 300}};
    const Combination found = combine(summands, 800, 1, 3);
    EXPECT_EQ(found.solutions, 2);
    EXPECT_FALSE(found.unique());
    ASSERT_FALSE(found.others.empty());
    EXPECT_NE(found.items, found.others.front());
}

TEST(Combinations, NoSumIsNothing) {
    EXPECT_TRUE(combine(std::vector<Summand>{{0, 500}, {1, 700}}, 999, 1, 2).items.empty());
    EXPECT_TRUE(combine({}, 999, 1, 2).items.empty());
}

TEST(Combinations, TheMoreSumsLieNearTheLessAHitSays) {
    std::vector<Summand> summands;
    for (ledger::Row row = 0; row < 14; ++row)
        summands.push_back({row, 10'000 * (static_cast<std::int64_t>(row) + 3) + row * row * 7919 % 9973});
    const std::int64_t target = summands[1].amount + summands[3].amount + summands[4].amount;
    const Combination few = combine(std::span(summands).first(5), target, 2, 4);
    const Combination many = combine(summands, target, 2, 4);
    EXPECT_FALSE(few.items.empty());
    EXPECT_GT(many.accidents_per_million, few.accidents_per_million);
}

TEST(Combinations, TheSearchEndsAtItsLimit) {
    std::vector<Summand> many;
    for (ledger::Row row = 0; row < limits::items_to_combine; ++row)
        many.push_back({row, 1'000'003 + static_cast<std::int64_t>(row)});
    const Combination found = combine(many, 6'000'500, 1, 6);
    EXPECT_FALSE(found.unique());
    many.push_back({99, 1});
    EXPECT_TRUE(combine(many, 1, 1, 6).items.empty()) << "more items than are searched";
}

} // namespace
} // namespace settled::matching
