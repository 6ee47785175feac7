#include "statement/balance_check.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <random>

namespace settled::statement {
namespace {

const Currency eur = *Currency::parse("EUR");
const Currency jpy = *Currency::parse("JPY");

Entry entry(std::int64_t cents, EntryStatus status = EntryStatus::booked, Currency currency = eur) {
    Entry made;
    made.amount.minor_units = cents;
    made.status = status;
    made.currency = currency;
    return made;
}

Statement statement(std::int64_t opening, std::vector<Entry> entries, std::int64_t closing, std::string account = "A") {
    Statement made;
    made.account = std::move(account);
    made.currency = eur;
    made.opening = Balance{{}, {opening}};
    made.closing = Balance{{}, {closing}};
    made.entries = std::move(entries);
    return made;
}

TEST(BalanceCheck, HoldsWhenBookedEntriesMakeTheDifference) {
    EXPECT_EQ(check_balances(statement(100'00, {entry(10'00), entry(-15'00)}, 95'00)),
              (BalanceCheck{Proof::holds, eur, {-5'00}, {-5'00}}));
    EXPECT_EQ(words(check_balances(statement(100'00, {}, 100'00))), "");
}

TEST(BalanceCheck, NamesBothFiguresWhenTheyDoNot) {
    const BalanceCheck check = check_balances(statement(0, {entry(10'250'00)}, 10'205'00));
    EXPECT_EQ(check.proof, Proof::differs);
    EXPECT_EQ(words(check), "entries add up to 10,250.00 EUR but closing - opening is 10,205.00 EUR");
}

TEST(BalanceCheck, PendingAndNeutralEntriesMoveNothing) {
    EXPECT_EQ(check_balances(statement(1'00, {entry(5'00, EntryStatus::pending), entry(7'00, EntryStatus::neutral)}, 1'00)).proof,
              Proof::holds);
}

TEST(BalanceCheck, IsUnprovedWhereTheStatementSaysTooLittle) {
    Statement open = statement(0, {entry(1)}, 1);
    open.opening.reset();
    EXPECT_EQ(check_balances(open).proof, Proof::unproved);
    Statement report = statement(0, {entry(1)}, 7);
    report.interim = true;
    EXPECT_EQ(check_balances(report).proof, Proof::unproved);
    EXPECT_EQ(check_balances(statement(0, {entry(1, EntryStatus::booked, jpy)}, 1)).proof, Proof::unproved);
    EXPECT_NE(words(check_balances(report)), "");
}

TEST(BalanceCheck, NeverWrapsAround) {
    const std::int64_t largest = std::numeric_limits<std::int64_t>::max();
    EXPECT_EQ(check_balances(statement(0, {entry(largest), entry(1)}, largest)).proof, Proof::unproved);
    EXPECT_EQ(check_balances(statement(-2, {entry(1)}, largest)).proof, Proof::unproved);
}

TEST(BalanceCheck, ComparesDigitsFinerThanTheCurrency) {
    Statement fine = statement(0, {entry(0)}, 1);
    fine.entries[0].amount = {10, 2}; // 0.0010
    EXPECT_EQ(check_balances(fine).proof, Proof::differs);
    fine.entries[0].amount = {100, 2}; // 0.0100
    EXPECT_EQ(check_balances(fine).proof, Proof::holds);
}

TEST(BalanceCheck, AnyEntryChangedByACentBreaksTheProof) {
    std::mt19937 random(20261121); // NOLINT: the same statements in every run
    std::uniform_int_distribution<std::int64_t> amount(-1'000'000'00, 1'000'000'00);
    for (int round = 0; round < 200; ++round) {
        std::vector<Entry> entries;
        std::int64_t sum = 0;
        for (int i = 0; i < 1 + round % 20; ++i) {
            entries.push_back(entry(amount(random)));
            sum += entries.back().amount.minor_units;
        }
        Statement whole = statement(amount(random), entries, 0);
        whole.closing->amount.minor_units = whole.opening->amount.minor_units + sum;
        ASSERT_EQ(check_balances(whole).proof, Proof::holds);
        whole.entries[static_cast<std::size_t>(round) % whole.entries.size()].amount.minor_units += 1;
        ASSERT_EQ(check_balances(whole).proof, Proof::differs);
    }
}

TEST(BalanceChain, ClosingIsTheNextOpeningOfTheSameAccount) {
    const std::vector<Statement> statements = {statement(0, {}, 5), statement(9, {}, 9, "B"), statement(5, {}, 7),
                                               statement(8, {}, 8)};
    EXPECT_EQ(check_chain(statements), (std::vector<ChainBreak>{{2, 3, {7}, {8}}}));
}

TEST(BalanceChain, SaysNothingWhereABalanceIsMissing) {
    std::vector<Statement> statements = {statement(0, {}, 5), statement(6, {}, 7)};
    statements[0].closing.reset();
    EXPECT_TRUE(check_chain(statements).empty());
    EXPECT_EQ(follows(std::nullopt, statements[1]), std::nullopt);
    EXPECT_EQ(follows(Balance{{}, {6}}, statements[1]), true);
    EXPECT_EQ(follows(Balance{{}, {60, 1}}, statements[1]), true); // 0.060 is 0.06
    EXPECT_EQ(follows(Balance{{}, {5}}, statements[1]), false);
}

TEST(EntryStatus, HasTheNamesOfTheContract) {
    EXPECT_EQ(name(EntryStatus::booked), "booked");
    EXPECT_EQ(name(EntryStatus::pending), "pending");
    EXPECT_EQ(name(EntryStatus::neutral), "neutral");
}

} // namespace
} // namespace settled::statement
