#include <settled/money.hpp>

#include <gmock/gmock.h>

#include <limits>
#include <random>

namespace settled {
namespace {

using ::testing::HasSubstr;

Currency currency(std::string_view code) { return Currency::parse(code).value(); }
std::int64_t units(std::string_view text, std::string_view code) { return parse_money(text, currency(code)).value().minor_units; }

TEST(Currency, IsThreeCapitals) {
    EXPECT_TRUE(Currency::parse("CNY"));
    for (const auto* const code : {"", "CN", "cny", "CNYX", "C Y", "€UR", "123"}) EXPECT_FALSE(Currency::parse(code)) << code;
    EXPECT_EQ(currency("EUR").code(), "EUR");
    EXPECT_TRUE(Currency().none());
    EXPECT_EQ(Currency().code(), "");
}

// ISO 4217:2015, list one.
TEST(Currency, HasItsOwnDecimals) {
    EXPECT_EQ(currency("CNY").exponent(), 2);
    EXPECT_EQ(currency("JPY").exponent(), 0);
    EXPECT_EQ(currency("KWD").exponent(), 3);
    EXPECT_EQ(currency("CLF").exponent(), 4);
    EXPECT_EQ(currency("XXX").exponent(), 2);
    EXPECT_EQ(Currency().exponent(), 2);
}

TEST(Currency, IsInTheOrderOfItsCodeAndNoneComesFirst) {
    EXPECT_EQ(currency("CNY"), currency("CNY"));
    EXPECT_NE(currency("CNY"), currency("CNX"));
    EXPECT_LT(currency("CNY"), currency("DNA"));
    EXPECT_LT(currency("CNX"), currency("CNY"));
    EXPECT_LT(Currency(), currency("AAA"));
    EXPECT_EQ(Currency().number(), 0U);
}

TEST(Currency, CrossesTheWallAndComesBack) {
    EXPECT_EQ(Currency::from_abi(currency("USD").abi()), currency("USD"));
    EXPECT_EQ(std::string_view(currency("USD").abi().code), "USD");
    EXPECT_TRUE(Currency::from_abi(settled_currency{}).none());
}

TEST(Money, IsWrittenWithTheCurrencysDecimals) {
    EXPECT_EQ(amount_text(-123450, currency("EUR")), "-1234.50");
    EXPECT_EQ(amount_text(5, currency("EUR")), "0.05");
    EXPECT_EQ(amount_text(-5, currency("EUR")), "-0.05");
    EXPECT_EQ(amount_text(0, currency("EUR")), "0.00");
    EXPECT_EQ(amount_text(1200, currency("JPY")), "1200");
    EXPECT_EQ(amount_text(1, currency("KWD")), "0.001");
    EXPECT_EQ(amount_text(12345, currency("EUR"), 1), "12.345");
    EXPECT_EQ(amount_text(98500, Currency()), "985.00");
    EXPECT_EQ(amount_text(std::numeric_limits<std::int64_t>::min(), currency("EUR")), "-92233720368547758.08");
}

TEST(Money, IsGroupedForPeople) {
    EXPECT_EQ(grouped_amount_text(123, currency("EUR")), "1.23");
    EXPECT_EQ(grouped_amount_text(12345678, currency("EUR")), "123,456.78");
    EXPECT_EQ(grouped_amount_text(-123456789, currency("EUR")), "-1,234,567.89");
    EXPECT_EQ(grouped_amount_text(-100000, currency("EUR")), "-1,000.00");
    EXPECT_EQ(grouped_amount_text(1234567, currency("JPY")), "1,234,567");
}

TEST(Money, IsReadExactly) {
    EXPECT_EQ(units("1234.5", "EUR"), 123450);
    EXPECT_EQ(units("-0.01", "EUR"), -1);
    EXPECT_EQ(units("+12", "EUR"), 1200);
    EXPECT_EQ(units(".02", "EUR"), 2);
    EXPECT_EQ(units("7.", "EUR"), 700);
    EXPECT_EQ(units("1000.000000", "EUR"), 100000) << "zeros beyond the decimals say nothing";
    EXPECT_EQ(units("500", "JPY"), 500);
    EXPECT_EQ(units("500.00", "JPY"), 500);
    EXPECT_EQ(units("1.234", "KWD"), 1234);
    EXPECT_EQ(units("0000000000000000000001.00", "EUR"), 100);
}

TEST(Money, RefusesWhatIsNotAnAmount) {
    for (const auto* const text :
         {"", "-", ".", "+.", "1,000.00", "1 000", "1e3", "0x10", "--1", "1-", "１２", "NaN", "1.2.3", "\xC3\x28"})
        EXPECT_FALSE(parse_money(text, currency("EUR"))) << text;
}

TEST(Money, DigitsFinerThanTheCurrencyAreNamed) {
    const auto read = parse_money("1.234", currency("EUR"));
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, SETTLED_BAD_DATA);
    EXPECT_THAT(read.error().message, HasSubstr("\"1.234\" is not an amount; expected at most 2 decimals for EUR"));
    EXPECT_FALSE(parse_money("0.5", currency("JPY")));
}

TEST(Money, TheEndsOfSixtyFourBitsAreReadAndBeyondIsAnError) {
    EXPECT_EQ(units("92233720368547758.07", "EUR"), std::numeric_limits<std::int64_t>::max());
    EXPECT_EQ(units("-92233720368547758.08", "EUR"), std::numeric_limits<std::int64_t>::min());
    EXPECT_FALSE(parse_money("92233720368547758.08", currency("EUR")));
    EXPECT_FALSE(parse_money("-92233720368547758.09", currency("EUR")));
    EXPECT_FALSE(parse_money("99999999999999999999999999", currency("JPY")));
}

TEST(Money, AnOverflowIsNothingInsteadOfAWrappedSum) {
    constexpr auto most = std::numeric_limits<std::int64_t>::max(), least = std::numeric_limits<std::int64_t>::min();
    EXPECT_EQ(checked_add(most - 1, 1), most);
    EXPECT_EQ(checked_add(most, 1), std::nullopt);
    EXPECT_EQ(checked_subtract(least, 1), std::nullopt);
    EXPECT_EQ(checked_subtract(0, least), std::nullopt);
    EXPECT_EQ(checked_subtract(-1, least), most);
}

TEST(Money, WhatIsWrittenReadsBackTheSame) {
    std::mt19937_64 random(20261121);
    for (const auto* const code : {"EUR", "JPY", "KWD", "CLF"}) {
        for (int i = 0; i < 10'000; ++i) {
            const Money money{static_cast<std::int64_t>(random() >> (random() % 64)) * (i % 2 ? 1 : -1), currency(code)};
            const auto read = parse_money(amount_text(money), money.currency);
            ASSERT_TRUE(read) << amount_text(money);
            ASSERT_EQ(*read, money);
        }
    }
}

} // namespace
} // namespace settled
