#include "matching/owners.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace settled::matching {
namespace {

TEST(Owners, AnAccountBelongsToTheCustomerItWasAddedFor) {
    Owners owners;
    EXPECT_TRUE(owners.empty());
    EXPECT_FALSE(owners.find("6222000000000001"));
    owners.add("6222000000000001", 3);
    owners.add("6222000000000001", 3, true);
    const auto owner = owners.find("6222000000000001");
    ASSERT_TRUE(owner);
    EXPECT_EQ(owner->customer, 3U);
    EXPECT_TRUE(owner->learned);
    EXPECT_FALSE(owner->several());
    EXPECT_FALSE(owners.find("622200000000000"));
}

TEST(Owners, NothingIsOwnedByNobody) {
    Owners owners;
    owners.add("", 3);
    owners.add("x", no_row);
    EXPECT_TRUE(owners.empty());
    EXPECT_FALSE(owners.find(""));
}

TEST(Owners, SeveralCustomersOfOneNameAreAllKept) {
    Owners owners;
    owners.add("华远", 1);
    owners.add("华远", 2);
    owners.add("华远", 1);
    owners.add("华远", 2);
    owners.add("华远", 5);
    const auto owner = owners.find("华远");
    ASSERT_TRUE(owner);
    EXPECT_TRUE(owner->several());
    EXPECT_EQ(std::vector<Row>(owner->others.begin(), owner->others.end()), (std::vector<Row>{2, 5}));
    EXPECT_TRUE(owner->is(1));
    EXPECT_TRUE(owner->is(5));
    EXPECT_FALSE(owner->is(4));
}

TEST(Owners, EachOfManyIsFound) {
    Owners owners;
    for (Row row = 0; row < 5000; ++row) owners.add("account" + std::to_string(row * 7919), row);
    for (Row row = 0; row < 5000; ++row) {
        const auto owner = owners.find("account" + std::to_string(row * 7919));
        ASSERT_TRUE(owner);
        EXPECT_EQ(owner->customer, row);
    }
    EXPECT_FALSE(owners.find("account1"));
}

} // namespace
} // namespace settled::matching
