#include "render/locale.hpp"

#include <gtest/gtest.h>

namespace settled::render {
namespace {

TEST(Locale, WritesDatesAndAmountsAsTheLanguageDoes) {
    const Date date = *Date::of(2026, 11, 5);
    EXPECT_EQ(date_text(date, "zh-CN"), "2026年11月5日");
    EXPECT_EQ(date_text(date, "en"), "5 November 2026");
    EXPECT_EQ(date_text(date, "de"), "05.11.2026");
    EXPECT_EQ(date_text({}, "de"), "");
    const Money money{-123456789, *Currency::parse("EUR")};
    EXPECT_EQ(money_text(money, "en"), "-1,234,567.89 EUR");
    EXPECT_EQ(money_text(money, "de"), "-1.234.567,89 EUR");
    EXPECT_EQ(money_text({1200, *Currency::parse("JPY")}, "de"), "1.200 JPY");
}

TEST(Locale, WritesAnIbanInBlocksOfFourAndAnyOtherAccountAsItIsWritten) {
    EXPECT_EQ(account_text("DE89370400440532013000"), "DE89 3704 0044 0532 0130 00");
    EXPECT_EQ(account_text("DE89 3704 0044 0532 0130 00"), "DE89 3704 0044 0532 0130 00");
    for (const char* other : {"TEST-0001", "1202020109900012345", "12-345 678", "DE88370400440532013000"})
        EXPECT_EQ(account_text(other), other);
}

} // namespace
} // namespace settled::render
