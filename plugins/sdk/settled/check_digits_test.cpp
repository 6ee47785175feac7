#include "settled/check_digits.hpp"

#include <gtest/gtest.h>

namespace settled {
namespace {

TEST(CheckDigits, AnIbanHasItsShapeAndItsCheckDigits) {
    for (const char* iban :
         {"DE89370400440532013000", "GB82WEST12345698765432", "NO9386011117947", "FR1420041010050500013M02606"})
        EXPECT_TRUE(is_iban(iban)) << iban;
}

TEST(CheckDigits, AnyOtherAccountNumberIsNoIban) {
    for (const char* other : {"", "TEST-0001", "1202020109900012345", "DE88370400440532013000", "de89370400440532013000",
                              "DE89 3704 0044 0532 0130 00", "DE8937040044", "NO9386011117948"})
        EXPECT_FALSE(is_iban(other)) << other;
}

TEST(CheckDigits, ACreditorReferenceProvesItselfTheSameWay) {
    EXPECT_TRUE(proves_by_97("RF18539007547034"));
    for (const char* other : {"RF19539007547034", "RF18", "RF18 5390 0754 7034", ""}) EXPECT_FALSE(proves_by_97(other)) << other;
}

} // namespace
} // namespace settled
