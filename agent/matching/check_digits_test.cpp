#include "matching/check_digits.hpp"

#include <gtest/gtest.h>

namespace settled::matching {
namespace {

// The examples of the standards and of their publishers.
TEST(CheckDigits, ACreditorReferenceHoldsModulo97) {
    EXPECT_TRUE(is_creditor_reference("rf18539007547034"));
    EXPECT_TRUE(creditor_reference_holds("rf18539007547034"));
    EXPECT_TRUE(creditor_reference_holds("rf712348231"));
    EXPECT_FALSE(creditor_reference_holds("rf18539007547043")) << "two digits swapped";
    EXPECT_FALSE(is_creditor_reference("rf1"));
    EXPECT_FALSE(is_creditor_reference("rfab1234"));
}

TEST(CheckDigits, ASwissReferenceEndsInOneDigit) {
    EXPECT_EQ(check_digits_at_end("210000000003139471430009017"), 1U);
    EXPECT_EQ(check_digits_at_end("210000000003139471430009016"), 0U);
}

TEST(CheckDigits, ABelgianReferenceEndsInTwo) {
    EXPECT_EQ(check_digits_at_end("090933755493"), 2U);
    EXPECT_NE(check_digits_at_end("090933755494"), 2U);
}

TEST(CheckDigits, FinnishAndNorwegianReferencesEndInOne) {
    EXPECT_EQ(check_digits_at_end("1232"), 1U) << "7·3 + 3·2 + 1·1 = 28";
    EXPECT_EQ(check_digits_at_end("2345676"), 1U) << "KID by Luhn";
    EXPECT_EQ(check_digits_at_end("12345678903"), 1U) << "modulo 11 or another";
    EXPECT_EQ(check_digits_at_end("123"), 0U) << "too short to prove anything";
    EXPECT_EQ(check_digits_at_end("12a2"), 0U);
}

} // namespace
} // namespace settled::matching
