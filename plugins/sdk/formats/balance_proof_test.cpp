#include <formats/balance_proof.hpp>

#include <gtest/gtest.h>

namespace settled::formats {
namespace {

const Currency eur = *Currency::parse("EUR");
const Currency jpy = *Currency::parse("JPY");

TEST(BalanceProof, HoldsWhenOpeningAndEntriesMakeTheClosing) {
    BalanceProof proof(eur);
    proof.add({1'500}, eur);
    proof.add({-2'000}, eur);
    EXPECT_EQ(proof.difference({10'000}, {9'500}), std::nullopt);
}

TEST(BalanceProof, NamesBothFiguresWhenItDoesNot) {
    BalanceProof proof(eur);
    proof.add({1'025'000}, eur);
    EXPECT_EQ(proof.difference({0}, {1'020'500}), "entries add up to 10,250.00 EUR but closing - opening is 10,205.00 EUR; "
                                                  "ask the bank for the file again");
}

TEST(BalanceProof, KeepsDigitsFinerThanTheCurrency) {
    BalanceProof proof(jpy);
    proof.add({885, 2}, jpy); // 8.85 JPY
    EXPECT_EQ(proof.difference({1000}, {100'885, 2}), std::nullopt);
    proof.add({115, 2}, jpy);
    EXPECT_EQ(proof.difference({1000}, {1010}), std::nullopt);
    EXPECT_EQ(proof.difference({1000}, {10'101, 1}), "entries add up to 10 JPY but closing - opening is 10.1 JPY; "
                                                     "ask the bank for the file again");
}

TEST(BalanceProof, CannotBeGivenAcrossCurrenciesOrBeyond64Bits) {
    BalanceProof mixed(eur);
    mixed.add({100}, jpy);
    EXPECT_FALSE(mixed.provable());
    EXPECT_TRUE(mixed.difference({0}, {100}).has_value());
    BalanceProof huge(eur);
    huge.add({INT64_MAX}, eur);
    huge.add({1}, eur);
    EXPECT_FALSE(huge.provable());
}

} // namespace
} // namespace settled::formats
