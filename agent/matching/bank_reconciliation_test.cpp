#include "matching/bank_reconciliation.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

namespace settled::matching {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using two_sided::Line;

const Currency cny = *Currency::parse("CNY");
Date day(std::int32_t yyyymmdd) { return Date::from_abi(yyyymmdd); }
Line line(std::int32_t on, std::int64_t amount, std::string_view reference = {}) {
    return {day(on), amount, cny, reference, {}, {}};
}

std::vector<DoubtKind> kinds(const BankReconciliation& made) {
    std::vector<DoubtKind> all;
    for (const Doubt& doubt : made.doubts) all.push_back(doubt.kind);
    return all;
}

// October 2026: both sides begin with 100.00 and 100.00 on 30 September.
struct Case {
    std::vector<Line> bank, book;
    std::vector<std::vector<Line>> parts;
    std::vector<StatedBalances> statements;
    std::optional<BookBalance> book_balance = BookBalance{10000, day(20260930)};
    Date as_of = day(20261031), known = day(20261031);
    int uncovered = 0, days_max = days_in_transit_max;

    // One statement of the month that adds up.
    void state(std::int64_t opening = 10000) {
        std::int64_t closing = opening;
        for (const Line& one : bank)
            if (one.date <= day(20261031)) closing += one.amount;
        statements = {{day(20261001), day(20261031), opening, closing}};
    }
    BankReconciliation run() const {
        return reconcile_bank({.day = as_of,
                               .bank = bank,
                               .book = book,
                               .bank_parts = parts,
                               .statements = statements,
                               .book_balance = book_balance,
                               .book_known_on = known,
                               .working_days_uncovered = uncovered,
                               .days_in_transit_max = days_max});
    }
};

TEST(BankReconciliation, FourKindsOfItemsInTransitAdjustBothBalances) {
    Case october;
    october.bank = {line(20261010, 2000), line(20261029, 5000, "R1"), line(20261030, -300, "R2")};
    october.book = {line(20261009, 2000), line(20261028, 3000, "K1"), line(20261031, -1300, "K2")};
    october.state();
    const BankReconciliation made = october.run();
    EXPECT_EQ(made.bank_balance, 16700);
    EXPECT_EQ(made.book_balance, 13700);
    EXPECT_EQ(made.bank_adjusted, 18400);
    EXPECT_EQ(made.book_adjusted, 18400);
    EXPECT_THAT(made.items,
                ElementsAre(ItemInTransit{Transit::bank_received, 1, 5000, 2}, ItemInTransit{Transit::bank_paid, 2, -300, 1},
                            ItemInTransit{Transit::booked_received, 1, 3000, 3},
                            ItemInTransit{Transit::booked_paid, 2, -1300, 0}));
    EXPECT_EQ(made.sum(Transit::booked_paid), 1300);
    EXPECT_EQ(made.pairs, 1);
    EXPECT_TRUE(made.agrees());
}

TEST(BankReconciliation, ThePublishedExampleOfTheManualsWithItsItemsComplete) {
    Case example; // ledger 120 + 50 - 3 = 167, bank 150 + 30 - 13 = 167
    example.book_balance = BookBalance{10300, day(20260930)};
    example.bank = {line(20261029, 5000), line(20261030, -300)};
    example.book = {line(20261028, 3000), line(20261031, -1300)};
    example.statements = {{day(20261001), day(20261031), 10300, 15000}};
    const BankReconciliation made = example.run();
    EXPECT_EQ(made.book_balance, 12000);
    EXPECT_EQ(made.bank_adjusted, 16700);
    EXPECT_EQ(made.book_adjusted, 16700);
    EXPECT_TRUE(made.agrees());
}

TEST(BankReconciliation, AnEntryMissingOnBothSidesIsADifferenceAndNoAgreement) {
    Case october;
    october.bank = {line(20261010, 2000)};
    october.book = {line(20261010, 2000)};
    october.state(9000);
    const BankReconciliation made = october.run();
    EXPECT_THAT(kinds(made), ElementsAre(DoubtKind::adjusted_balances_differ));
    EXPECT_EQ(made.doubts[0].amount, -1000);
}

TEST(BankReconciliation, AMissingBalanceIsNeverTakenForZero) {
    Case none;
    none.book_balance.reset();
    EXPECT_THAT(kinds(none.run()), ElementsAre(DoubtKind::bank_balance_missing, DoubtKind::book_balance_missing));
    EXPECT_EQ(none.run().bank_adjusted, std::nullopt);
}

TEST(BankReconciliation, AGapInTheStatementsIsNoAgreementEvenWhereTheFiguresMeet) {
    Case october;
    october.bank = {line(20261005, 100), line(20261020, 100)};
    october.book = {line(20261005, 100), line(20261012, 50), line(20261020, 100)};
    october.statements = {{day(20261001), day(20261005), 10000, 10100}, {day(20261020), day(20261031), 10150, 10250}};
    october.book_balance = BookBalance{9950, day(20260930)};
    const BankReconciliation made = october.run();
    EXPECT_THAT(kinds(made), testing::Contains(DoubtKind::bank_gap));
    EXPECT_FALSE(made.agrees());
}

TEST(BankReconciliation, StatementsThatEndBeforeTheDayAreNoAgreement) {
    Case october;
    october.bank = {line(20261010, 100)};
    october.book = {line(20261010, 100)};
    october.statements = {{day(20261001), day(20261028), 10000, 10100}};
    october.uncovered = 3;
    EXPECT_THAT(kinds(october.run()), ElementsAre(DoubtKind::bank_ends_before));
    october.uncovered = 0; // a weekend
    EXPECT_TRUE(october.run().agrees());
}

TEST(BankReconciliation, AnOldItemIsNoAgreement) {
    Case october;
    october.book = {line(20261001, -700)};
    october.state();
    EXPECT_TRUE(october.run().agrees());
    october.days_max = 29;
    const BankReconciliation made = october.run();
    ASSERT_THAT(kinds(made), ElementsAre(DoubtKind::item_too_old));
    EXPECT_EQ(made.doubts[0].days, 30);
    EXPECT_EQ(made.bank_adjusted, made.book_adjusted);
}

TEST(BankReconciliation, ALedgerReadBeforeTheDayIsNoAgreement) {
    Case october;
    october.state();
    october.known = day(20261030);
    EXPECT_THAT(kinds(october.run()), ElementsAre(DoubtKind::book_ends_before));
}

TEST(BankReconciliation, WhatClearsLaterIsInTransitOnTheDayAndSaysWhen) {
    Case october;
    october.book = {line(20261030, -700, "K7"), line(20261103, 40)};
    october.bank = {line(20261102, -700, "K7"), line(20261031, 40)};
    october.state();
    const BankReconciliation made = october.run();
    EXPECT_THAT(made.items, ElementsAre(ItemInTransit{Transit::bank_received, 1, 40, 0, false, day(20261103)},
                                        ItemInTransit{Transit::booked_paid, 0, -700, 1, false, day(20261102)}));
    EXPECT_TRUE(made.agrees());
}

TEST(BankReconciliation, ABatchPairsWithTheLinesOfItsParts) {
    Case october;
    for (int i = 0; i < 12; ++i) october.book.push_back(line(20261010, 101 + i));
    october.bank = {line(20261010, 12 * 101 + 66)};
    october.parts.resize(1);
    for (int i = 0; i < 12; ++i) october.parts[0].push_back(line(20261010, 101 + i));
    october.state();
    const BankReconciliation made = october.run();
    EXPECT_THAT(made.items, IsEmpty());
    EXPECT_TRUE(made.agrees());
    october.book.pop_back();
    EXPECT_THAT(october.run().items, SizeIs(12)) << "a batch is paired whole or not at all";
}

TEST(BankReconciliation, ABookThatBeginsYearsBeforeTheStatementsIsCarried) {
    Case october;
    october.book_balance = BookBalance{9000, day(20200101), 77};
    october.book = {line(20260901, 1500), line(20260929, -500, "K1"), line(20261010, 100)};
    october.bank = {line(20261002, -500, "K1"), line(20261010, 100)};
    october.state(10500);
    const BankReconciliation made = october.run();
    EXPECT_THAT(made.items, IsEmpty());
    EXPECT_EQ(made.carried_count, 78);
    EXPECT_EQ(made.carried_amount, 10500);
    EXPECT_TRUE(made.book_balance_is_sum);
    EXPECT_TRUE(made.agrees());
}

TEST(BankReconciliation, OneNumberWithTwoAmountsIsTwoItems) {
    Case october;
    october.bank = {line(20261010, 1000, "R1")};
    october.book = {line(20261010, 900, "R1")};
    october.state();
    const BankReconciliation made = october.run();
    EXPECT_THAT(made.items, SizeIs(2));
    EXPECT_EQ(made.bank_adjusted, made.book_adjusted);
}

// The identity that makes the statement worth anything: the adjusted balances meet exactly when both sides
// began alike, whatever was paired.
TEST(BankReconciliation, AdjustedBalancesMeetWhereBothSidesBeganAlike) {
    for (std::uint32_t seed = 1; seed <= 200; ++seed) {
        std::mt19937 random(seed);
        Case october;
        std::int64_t closing = 10000;
        for (int i = 0; i < 80; ++i) {
            const std::int64_t amount = static_cast<std::int64_t>(random() % 40) * 50 - 1000;
            const std::int32_t on = 20261001 + static_cast<std::int32_t>(random() % 31);
            if (random() % 8 != 0) october.bank.push_back(line(on, amount)), closing += amount;
            if (random() % 8 != 0) october.book.push_back(line(on, amount));
        }
        const std::int64_t off = seed % 2 == 0 ? 0 : 33;
        october.statements = {{day(20261001), day(20261031), 10000 + off, closing + off}};
        const BankReconciliation made = october.run();
        EXPECT_EQ(*made.bank_adjusted - *made.book_adjusted, off) << seed;
        EXPECT_EQ(made.agrees(), off == 0) << seed;
    }
}

} // namespace
} // namespace settled::matching
