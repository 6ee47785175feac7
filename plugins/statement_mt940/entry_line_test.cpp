#include "balance.hpp"
#include "entry_line.hpp"

#include <gtest/gtest.h>

namespace settled::mt940 {
namespace {

const Currency eur = *Currency::parse("EUR");

EntryLine read(std::string_view field) {
    auto entry = parse_entry_line(field, eur);
    EXPECT_TRUE(entry.has_value()) << field << ": " << (entry ? "" : entry.error().message);
    return entry.value_or(EntryLine());
}

std::int64_t cents(std::string_view field) { return read(field).amount.minor_units; }

TEST(Mt940EntryLine, AllPartsOfAFullLine) {
    const EntryLine entry = read("2611201119CR1234,50NTRFINV-7//BANK-99\nMORE WORDS");
    EXPECT_EQ(entry.value_date.iso(), "2026-11-20");
    EXPECT_EQ(entry.booking_date.iso(), "2026-11-19");
    EXPECT_EQ(entry.amount, (formats::DecimalAmount{123450, 0}));
    EXPECT_EQ(entry.transaction_code, "NTRF");
    EXPECT_EQ(entry.customer_reference, "INV-7");
    EXPECT_EQ(entry.bank_reference, "BANK-99");
    EXPECT_EQ(entry.supplementary, "MORE WORDS");
    EXPECT_FALSE(entry.reversal);
}

TEST(Mt940EntryLine, ReversalOfACreditIsADebit) {
    EXPECT_EQ(cents("2611201120RC15,67NTRFNONREF"), -1567);
    EXPECT_TRUE(read("2611201120RC15,67NTRFNONREF").reversal);
    EXPECT_EQ(cents("2611201120RD15,67NTRFNONREF"), 1567);
    EXPECT_TRUE(read("2611201120RD15,67NTRFNONREF").reversal);
}

TEST(Mt940EntryLine, TheThirdLetterOfTheCurrencyIsNoMark) {
    EXPECT_EQ(cents("2611201120CR10,NTRFNONREF"), 1000) << "a credit in EUR";
    EXPECT_EQ(cents("2611201120DR10,NTRFNONREF"), -1000);
    EXPECT_EQ(cents("2611201120DD80,NTRFNONREF"), -8000) << "a debit in Macedonian denar";
    EXPECT_EQ(cents("2611201120CN220000,NTRFNONREF"), 22000000);
    EXPECT_EQ(cents("2611201120RCR10,NTRFNONREF"), -1000) << "the reversal of a credit in EUR";
    EXPECT_FALSE(read("2611201120CR10,NTRFNONREF").reversal);
}

TEST(Mt940EntryLine, AnnouncedBookingsAreExpected) {
    EXPECT_TRUE(read("261120EC10,NTRFNONREF").expected);
    EXPECT_EQ(cents("261120ED10,NTRFNONREF"), -1000);
}

TEST(Mt940EntryLine, TheEntryDateTakesTheYearNearestToTheValueDate) {
    EXPECT_EQ(read("1901011231C1,NTRFX").booking_date.iso(), "2018-12-31");
    EXPECT_EQ(read("2412310101C1,NTRFX").booking_date.iso(), "2025-01-01");
    EXPECT_EQ(read("261120C1,NTRFX").booking_date.iso(), "2026-11-20") << "without an entry date it is the value date";
}

TEST(Mt940EntryLine, AmountsAsBanksWriteThem) {
    EXPECT_EQ(cents("261120C2,NTRF"), 200);
    EXPECT_EQ(cents("261120D34,5NTRF"), -3450);
    EXPECT_EQ(cents("261120C,02NTRF"), 2);
    EXPECT_EQ(cents("261120C000000000400,00NTRF"), 40000);
    EXPECT_EQ(cents("261120C12.34NTRF"), 1234);
    EXPECT_EQ(cents("261120C1.234,56NTRF"), 123456);
    EXPECT_EQ(cents("261120d1,01NTRF"), -101);
    EXPECT_EQ(cents("261120C9,99"), 999) << "nothing behind the amount";
    EXPECT_EQ(cents("261120CR\n30,00N062NONREF"), 3000) << "wrapped before the amount";
}

TEST(Mt940EntryLine, ReferencesWithoutTheirPadding) {
    EXPECT_EQ(read("261120C1,NIT NONREF         ").transaction_code, "NIT");
    EXPECT_EQ(read("261120C1,NIT NONREF         ").customer_reference, "");
    EXPECT_EQ(read("261120C1,NET0NONREF").transaction_code, "NET");
    EXPECT_EQ(read("261120C1,N051NONREF").transaction_code, "N051");
    EXPECT_EQ(read("261120C1,NTRFREF  //  77 ").bank_reference, "77");
}

TEST(Mt940EntryLine, ThirtiethOfFebruaryIsTakenAsTheLastDayAndSaidSo) {
    const EntryLine entry = read("1602300301DR6,00N024NONREF");
    EXPECT_EQ(entry.value_date.iso(), "2016-02-29");
    EXPECT_EQ(entry.booking_date.iso(), "2016-03-01");
    EXPECT_EQ(entry.impossible_date, "160230");
}

TEST(Mt940EntryLine, AMonthThatDoesNotExistLeavesTheBookingWithoutADate) {
    const EntryLine entry = read("3622687806CR1,00NMSC37935531");
    EXPECT_TRUE(entry.value_date.none());
    EXPECT_TRUE(entry.booking_date.none());
    EXPECT_EQ(entry.impossible_date, "362268");
    EXPECT_EQ(entry.amount.minor_units, 100);
}

TEST(Mt940EntryLine, WhatIsMissingIsNamed) {
    for (const auto& [field, missing] : {std::pair<std::string_view, std::string_view>{"", "value date"},
                                         {"abc", "value date"},
                                         {"261120", "mark"},
                                         {"261120X1,00", "mark"},
                                         {"261120C", "amount"},
                                         {"261120CNTRF", "amount"},
                                         {"261120C1,2,3NTRF", "amount"},
                                         {"261120C99999999999999999999,00NTRF", "amount"}}) {
        const auto entry = parse_entry_line(field, eur);
        ASSERT_FALSE(entry.has_value()) << field;
        EXPECT_EQ(entry.error().code, SETTLED_BAD_DATA);
        EXPECT_NE(entry.error().message.find(missing), std::string::npos) << entry.error().message;
    }
}

TEST(Mt940Balance, MarkDayCurrencyAmount) {
    const auto balance = parse_balance("D261120EUR1234,5", Currency());
    ASSERT_TRUE(balance.has_value());
    EXPECT_EQ(balance->date->iso(), "2026-11-20");
    EXPECT_EQ(balance->currency.code(), "EUR");
    EXPECT_EQ(balance->amount.minor_units, -123450);
}

TEST(Mt940Balance, CurrencyAndDayMayBeMissing) {
    EXPECT_EQ(parse_balance("C020315105000,00", eur)->amount.minor_units, 10500000);
    EXPECT_FALSE(parse_balance("CEUR7,00", eur)->date.has_value());
    EXPECT_EQ(parse_balance("C261120JPY1500,00", Currency())->amount.minor_units, 1500);
}

TEST(Mt940Balance, ImpossibleDaysAreKeptAsText) {
    EXPECT_EQ(parse_balance("C021131EUR1,", eur)->date->iso(), "2002-11-30");
    EXPECT_EQ(parse_balance("C021131EUR1,", eur)->impossible_date, "021131");
    EXPECT_FALSE(parse_balance("C141387INR11 27421,94", eur)->date.has_value());
    EXPECT_FALSE(parse_balance("C141387INR11 27421,94", eur)->whole);
}

TEST(Mt940Balance, WhatIsNoBalanceIsRefused) {
    for (const std::string_view text : {"", "261120EUR1,00", "C261120EUR", "Dnullnull7414,3"})
        EXPECT_FALSE(parse_balance(text, eur)) << text;
}

TEST(Mt942Sums, NumberCurrencyAmount) {
    EXPECT_EQ(parse_sum("2PLN186,33")->count, 2);
    EXPECT_EQ(parse_sum("2PLN186,33")->amount.minor_units, 18633);
    EXPECT_FALSE(parse_sum("PLN186,33"));
    EXPECT_EQ(parse_floor_limit("NZDC0,")->currency.code(), "NZD");
    EXPECT_EQ(parse_floor_limit("PLN0")->currency.code(), "PLN");
    EXPECT_FALSE(parse_floor_limit("0,00"));
}

} // namespace
} // namespace settled::mt940
