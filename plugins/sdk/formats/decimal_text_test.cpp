#include <formats/decimal_text.hpp>

#include <gtest/gtest.h>

#include <random>

namespace settled::formats {
namespace {

const Currency eur = *Currency::parse("EUR");
const Currency jpy = *Currency::parse("JPY");
const Currency kwd = *Currency::parse("KWD");

std::int64_t minor_units(std::string_view text, Currency currency = eur, const DecimalStyle& style = {}) {
    auto amount = parse_decimal(text, currency, style);
    EXPECT_TRUE(amount.has_value()) << text << ": " << (amount ? "" : amount.error().message);
    return amount ? amount->minor_units : -999'999;
}

bool refused(std::string_view text, Currency currency = eur, const DecimalStyle& style = {}) {
    auto amount = parse_decimal(text, currency, style);
    if (amount) return false;
    EXPECT_EQ(amount.error().code, SETTLED_BAD_DATA);
    EXPECT_NE(amount.error().message.find("expected"), std::string::npos) << amount.error().message;
    return true;
}

TEST(DecimalText, SwiftAmountsMayLackDecimalsOrTheWholePart) {
    EXPECT_EQ(minor_units("2,"), 200);
    EXPECT_EQ(minor_units("34,5"), 3450);
    EXPECT_EQ(minor_units(",02"), 2);
    EXPECT_EQ(minor_units("12"), 1200);
    EXPECT_EQ(minor_units("000000000400,00"), 40'000);
    EXPECT_EQ(minor_units("0,0"), 0);
}

TEST(DecimalText, DecimalsAreTheCurrencysOwn) {
    EXPECT_EQ(minor_units("1500,", jpy), 1500);
    EXPECT_EQ(minor_units("1500,00", jpy), 1500);
    EXPECT_EQ(minor_units("1,5", kwd), 1500);
    EXPECT_EQ(minor_units("1,234", kwd), 1234);
}

TEST(DecimalText, DigitsFinerThanTheCurrencyAreKeptAndCounted) {
    EXPECT_EQ(*parse_decimal("12,345", eur), (DecimalAmount{12345, 1}));
    EXPECT_EQ(*parse_decimal("12,3450", eur), (DecimalAmount{12345, 1}));
    EXPECT_EQ(*parse_decimal("0,5", jpy), (DecimalAmount{5, 1}));
    EXPECT_EQ(*parse_decimal("12,300000", eur), (DecimalAmount{1230, 0}));
    EXPECT_EQ(*parse_decimal("64,40574934902884", eur), (DecimalAmount{6440574934902884, 12}));
    EXPECT_TRUE(refused("0,0000000000000000001"));
}

TEST(DecimalText, EitherMarkWhereBothAreGiven) {
    const DecimalStyle either{.decimal_marks = ",."};
    EXPECT_EQ(minor_units("12.34", eur, either), 1234);
    EXPECT_EQ(minor_units("12,34", eur, either), 1234);
    EXPECT_TRUE(refused("1.234,56", eur, either));
    EXPECT_TRUE(refused("12.34"));
}

TEST(DecimalText, GroupingMarksStandBeforeThreeDigits) {
    const DecimalStyle european{.decimal_marks = ",", .grouping_marks = "."};
    EXPECT_EQ(minor_units("1.234.567,89", eur, european), 123'456'789);
    EXPECT_EQ(minor_units("1234567,89", eur, european), 123'456'789);
    EXPECT_TRUE(refused("12.34", eur, european));
    EXPECT_TRUE(refused("1.2345,00", eur, european));
    EXPECT_TRUE(refused(".123,00", eur, european));
    EXPECT_TRUE(refused("1..234,00", eur, european));
    EXPECT_TRUE(refused("1.234,567.89", eur, european));
}

TEST(DecimalText, GroupsOfManyCountries) {
    EXPECT_EQ(minor_units("1'234.50", eur, {.decimal_marks = ".", .grouping_marks = "'"}), 123'450);
    EXPECT_EQ(minor_units("1\xE2\x80\x99"
                          "234.50",
                          eur, {.decimal_marks = ".", .grouping_marks = "'\xE2\x80\x99"}),
              123'450);
    EXPECT_EQ(minor_units("1\xC2\xA0"
                          "234,50",
                          eur, {.decimal_marks = ",", .grouping_marks = " \xC2\xA0"}),
              123'450);
    EXPECT_EQ(minor_units("12,34,567.00", eur, {.decimal_marks = ".", .grouping_marks = ","}), 123'456'700);
}

TEST(DecimalText, SignsOnlyWhereAllowed) {
    EXPECT_TRUE(refused("-1,00"));
    const DecimalStyle leading{.signs = Signs::leading};
    EXPECT_EQ(minor_units("-1,00", eur, leading), -100);
    EXPECT_EQ(minor_units("+1,00", eur, leading), 100);
    EXPECT_EQ(minor_units("\xE2\x88\x92"
                          "1,00",
                          eur, leading),
              -100);
    EXPECT_TRUE(refused("1,00-", eur, leading));
    const DecimalStyle anywhere{.signs = Signs::anywhere};
    EXPECT_EQ(minor_units("1,00-", eur, anywhere), -100);
    EXPECT_EQ(minor_units("(1,00)", eur, anywhere), -100);
    EXPECT_EQ(minor_units(" - 1,00 ", eur, anywhere), -100);
    EXPECT_TRUE(refused("(1,00", eur, anywhere));
    EXPECT_TRUE(refused("--1,00", eur, anywhere));
}

TEST(DecimalText, NothingIsNoAmount) {
    for (const std::string_view text : {"", " ", ",", "C2,", "1,2,3", "1e5", "NaN", "1 000,00", "０,１"})
        EXPECT_TRUE(refused(text)) << text;
}

TEST(DecimalText, OverflowIsAnErrorNotAnotherAmount) {
    EXPECT_EQ(minor_units("92233720368547758,07"), 9'223'372'036'854'775'807);
    EXPECT_TRUE(refused("92233720368547758,08"));
    EXPECT_EQ(minor_units("-92233720368547758,08", eur, {.signs = Signs::leading}), std::numeric_limits<std::int64_t>::min());
    EXPECT_TRUE(refused("99999999999999999999999999"));
}

TEST(DecimalText, WhatAmountTextWritesIsReadBack) {
    std::mt19937_64 random(20261121);
    const DecimalStyle style{.decimal_marks = ".", .signs = Signs::leading};
    const DecimalStyle grouped{.decimal_marks = ".", .grouping_marks = ",", .signs = Signs::leading};
    for (int i = 0; i < 5000; ++i) {
        const auto units = static_cast<std::int64_t>(random()) >> (random() % 64);
        const Currency currency = i % 3 == 0 ? eur : i % 3 == 1 ? jpy : kwd;
        EXPECT_EQ(minor_units(amount_text(units, currency), currency, style), units);
        EXPECT_EQ(minor_units(grouped_amount_text(units, currency), currency, grouped), units);
    }
}

} // namespace
} // namespace settled::formats
