#include "matching/bank_balance.hpp"

#include <gtest/gtest.h>

namespace settled::matching {
namespace {

Date day(std::int32_t yyyymmdd) { return Date::from_abi(yyyymmdd); }
StatedBalances stated(std::int32_t first, std::int32_t last, std::optional<std::int64_t> opening,
                      std::optional<std::int64_t> closing) {
    return {day(first), day(last), opening, closing};
}
using Statements = std::vector<StatedBalances>;
using Entries = std::vector<DatedAmount>;

TEST(BankBalance, IsTheClosingBalanceOfTheDay) {
    const Statements statements = {stated(20261001, 20261015, 100, 150), stated(20261016, 20261031, 150, 130)};
    const Entries entries = {{day(20261010), 50}, {day(20261020), -20}};
    const BankBalance found = bank_balance(statements, entries, day(20261031));
    EXPECT_EQ(found.balance, 130);
    EXPECT_EQ(found.covered_from, day(20261001));
    EXPECT_EQ(found.covered_to, day(20261031));
    EXPECT_EQ(found.entries_since, 0);
    EXPECT_TRUE(found.gap_after.none());
}

TEST(BankBalance, InsideAStatementItIsLedBackFromTheClosingBalance) {
    const Statements statements = {stated(20261001, 20261031, 100, 130)};
    const Entries entries = {{day(20261010), 50}, {day(20261020), -20}};
    const BankBalance found = bank_balance(statements, entries, day(20261015));
    EXPECT_EQ(found.balance, 150);
    EXPECT_EQ(found.covered_to, day(20261015));
}

TEST(BankBalance, BetweenTwoStatementsThatMeetNothingIsMissing) {
    const Statements statements = {stated(20261005, 20261005, 100, 120), stated(20261012, 20261012, 120, 90)};
    const Entries entries = {{day(20261005), 20}, {day(20261012), -30}};
    const BankBalance found = bank_balance(statements, entries, day(20261008));
    EXPECT_EQ(found.balance, 120);
    EXPECT_EQ(found.covered_to, day(20261008)) << "the later statement proves it";
}

TEST(BankBalance, AMissingStatementIsAGapWithItsAmount) {
    const Statements statements = {stated(20261005, 20261005, 100, 120), stated(20261012, 20261012, 170, 140)};
    const Entries entries = {{day(20261005), 20}, {day(20261012), -30}};
    const BankBalance found = bank_balance(statements, entries, day(20261012));
    EXPECT_EQ(found.balance, 140);
    EXPECT_EQ(found.gap_after, day(20261005));
    EXPECT_EQ(found.gap_before, day(20261012));
    EXPECT_EQ(found.gap_amount, 50);
    const BankBalance between = bank_balance(statements, entries, day(20261008));
    EXPECT_EQ(between.covered_to, day(20261005)) << "nothing proves the days behind the first statement";
}

TEST(BankBalance, SeveralStatementsOfOneDayEndWithTheLast) {
    const Statements statements = {stated(20261005, 20261005, 120, 90), stated(20261005, 20261005, 100, 120),
                                   stated(20261004, 20261004, 70, 100)};
    const Entries entries = {{day(20261004), 30}, {day(20261005), 20}, {day(20261005), -30}};
    const BankBalance found = bank_balance(statements, entries, day(20261005));
    EXPECT_EQ(found.balance, 90);
    EXPECT_TRUE(found.gap_after.none());
}

TEST(BankBalance, EntriesBehindTheLastClosingBalanceAreCountedAndNotProved) {
    const Statements statements = {stated(20261005, 20261005, 100, 120), stated(20261006, 20261008, std::nullopt, std::nullopt)};
    const Entries entries = {{day(20261005), 20}, {day(20261006), 7}, {day(20261008), 1}};
    const BankBalance found = bank_balance(statements, entries, day(20261008));
    EXPECT_EQ(found.balance, 128);
    EXPECT_EQ(found.entries_since, 2);
    EXPECT_EQ(found.stated_on, day(20261005));
    EXPECT_EQ(found.covered_to, day(20261008));
}

TEST(BankBalance, WithoutAnyStatedBalanceThereIsNone) {
    EXPECT_EQ(bank_balance({}, Entries{{day(20261001), 5}}, day(20261001)).balance, std::nullopt);
    EXPECT_EQ(bank_balance(Statements{stated(20261001, 20261001, std::nullopt, std::nullopt)}, {}, day(20261001)).balance,
              std::nullopt);
    const Entries huge = {{day(20261001), INT64_MAX}, {day(20261001), INT64_MAX}};
    EXPECT_EQ(bank_balance(Statements{stated(20261001, 20261001, 0, 1)}, huge, day(20261001)).balance, std::nullopt);
}

} // namespace
} // namespace settled::matching
