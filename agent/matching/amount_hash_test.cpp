#include "matching/amount_hash.hpp"

#include <gtest/gtest.h>

namespace settled::matching {
namespace {

TEST(AmountHash, TellsCustomersCurrenciesAndAmountsApart) {
    const Currency cny = *Currency::parse("CNY"), eur = *Currency::parse("EUR");
    const std::uint64_t hash = amount_hash(7, cny, 100'000);
    EXPECT_EQ(hash, amount_hash(7, cny, 100'000));
    EXPECT_NE(hash, amount_hash(8, cny, 100'000));
    EXPECT_NE(hash, amount_hash(7, eur, 100'000));
    EXPECT_NE(hash, amount_hash(7, cny, 100'001));
    EXPECT_NE(hash, amount_hash(7, cny, -100'000));
    EXPECT_NE(hash, amount_hash(no_row, cny, 100'000));
}

// A customer's number and an amount must not make up for each other: neighbours often differ by one in both.
TEST(AmountHash, OneMoreCustomerIsNotOneLessOfTheAmount) {
    const Currency cny = *Currency::parse("CNY");
    EXPECT_NE(amount_hash(7, cny, 100'000), amount_hash(8, cny, 99'999));
    EXPECT_NE(amount_hash(7, cny, 100'000), amount_hash(6, cny, 100'001));
}

} // namespace
} // namespace settled::matching
