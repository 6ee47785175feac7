#include "matching/ledger_comparison.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace settled::matching {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using two_sided::Line;

const Currency cny = *Currency::parse("CNY");
Line line(std::int32_t on, std::int64_t amount, std::string_view reference = {}) {
    return {Date::from_abi(on), amount, cny, reference, {}, {}};
}
using Lines = std::vector<Line>;

LedgerComparison compare(const Lines& ours, const Lines& theirs, std::optional<std::int64_t> our_closing,
                         std::optional<std::int64_t> their_closing, Date records_from = {}) {
    auto made = compare_ledgers({{ours, std::nullopt, our_closing}, {theirs, std::nullopt, their_closing}, records_from});
    EXPECT_TRUE(made);
    return made.value_or(LedgerComparison());
}

TEST(LedgerComparison, TwoLedgersThatSayTheSameAgree) {
    const Lines ours = {line(20261001, 1000, "INV-1"), line(20261020, -400, "SK-1")};
    const Lines theirs = {line(20261003, 1000, "INV-1"), line(20261019, -400, "V-88")};
    const LedgerComparison made = compare(ours, theirs, 900, 900);
    EXPECT_THAT(made.findings, IsEmpty());
    EXPECT_EQ(made.pairs, 2);
    EXPECT_EQ(made.our_opening, 300);
    EXPECT_EQ(made.unexplained, 0);
    EXPECT_TRUE(made.agrees());
}

TEST(LedgerComparison, EveryKindOfDifferenceHasItsNameAndTheyBridgeTheClosings) {
    const Lines ours = {line(20261001, 1000, "INV-1"), line(20261002, 2000, "INV-2"), line(20261003, 300, "INV-3"),
                        line(20261004, 50, "INV-4"),   line(20261005, 50, "INV-4"),   line(20261030, 70, "INV-7")};
    const Lines theirs = {line(20261001, 1000, "INV-1"), line(20261002, 1900, "INV-2"), line(20261004, 50, "INV-4"),
                          line(20261006, 600, "INV-6"),  line(20261008, 600, "INV-6"),  line(20261102, 70, "INV-7")};
    const LedgerComparison made = compare(ours, theirs, 3470 + 10, 4220 + 5);
    EXPECT_THAT(made.findings,
                ElementsAre(Finding{FindingKind::amount_differs, {1}, {1}, -100}, Finding{FindingKind::twice_at_us, {4}, {}, -50},
                            Finding{FindingKind::missing_at_us, {}, {3}, 600}, // nobody has INV-6 here …
                            Finding{FindingKind::missing_at_us, {}, {4}, 600}, // … and they have it twice
                            Finding{FindingKind::missing_at_them, {2}, {}, -300},
                            Finding{FindingKind::period_shift, {5}, {5}, 0}));
    EXPECT_EQ(made.opening_difference, -5);
    EXPECT_EQ(made.closing_difference, 745);
    EXPECT_EQ(made.explained, 750);
    EXPECT_EQ(made.unexplained, 0);
    EXPECT_FALSE(made.agrees());
}

TEST(LedgerComparison, ALineInAnotherMonthIsNoDifference) {
    const Lines ours = {line(20261030, 70, "INV-7")}, theirs = {line(20261102, 70, "INV-7")};
    const LedgerComparison made = compare(ours, theirs, 70, 70);
    EXPECT_THAT(made.findings, ElementsAre(Finding{FindingKind::period_shift, {0}, {0}, 0}));
    EXPECT_TRUE(made.agrees());
}

TEST(LedgerComparison, ALineBehindThePeriodExplainsTheClosings) {
    const Lines ours = {line(20261010, 70, "INV-7"), line(20261102, -50, "SK-9"), line(20261105, 33, "INV-9")};
    const Lines theirs = {line(20261010, 70, "INV-7"), line(20261031, -50, "V-3")};
    const auto made = compare_ledgers({{ours, std::nullopt, 70, {false, true, true}}, {theirs, std::nullopt, 20}, {}});
    ASSERT_TRUE(made);
    EXPECT_THAT(made->findings, ElementsAre(Finding{FindingKind::period_shift, {1}, {1}, -50}));
    EXPECT_EQ(made->opening_difference, 0);
    EXPECT_EQ(made->closing_difference, -50);
    EXPECT_EQ(made->unexplained, 0);
    EXPECT_FALSE(made->agrees());
}

TEST(LedgerComparison, WhatTheyBookedBeforeOurRecordsBeginIsNotCalledMissing) {
    const Lines ours = {line(20261030, 70, "INV-7")}, theirs = {line(20260302, 500, "INV-1"), line(20261030, 70, "INV-7")};
    const LedgerComparison made = compare(ours, theirs, 70, 570, Date::from_abi(20261001));
    EXPECT_THAT(made.findings, ElementsAre(Finding{FindingKind::before_our_records, {}, {0}, 500}));
    EXPECT_FALSE(made.agrees());
}

TEST(LedgerComparison, ALedgerThatDoesNotAddUpLeavesTheRestUnexplained) {
    const Lines ours = {line(20261001, 1000, "INV-1")}, theirs = {line(20261001, 1000, "INV-1")};
    const auto made = compare_ledgers({{ours, std::nullopt, 1000}, {theirs, 0, 990}, {}});
    ASSERT_TRUE(made);
    EXPECT_EQ(made->closing_difference, -10);
    EXPECT_EQ(made->unexplained, -10);
    EXPECT_FALSE(made->agrees());
}

TEST(LedgerComparison, WithoutTheirBalancesNothingAgrees) {
    const Lines ours = {line(20261001, 1000, "INV-1")}, theirs = {line(20261001, 1000, "INV-1")};
    const LedgerComparison made = compare(ours, theirs, 1000, std::nullopt);
    EXPECT_EQ(made.closing_difference, std::nullopt);
    EXPECT_FALSE(made.agrees());
}

TEST(LedgerComparison, TheirPointOfViewIsSeenFromTheLines) {
    const Lines ours = {line(20261001, 1000, "INV-1"), line(20261020, -400, "SK-1")};
    EXPECT_EQ(signs_of(ours, Lines{line(20261001, -1000, "INV-1"), line(20261020, 400, "V1")}), Signs::turned);
    EXPECT_EQ(signs_of(ours, Lines{line(20261001, 1000, "INV-1")}), Signs::as_written);
    EXPECT_EQ(signs_of(ours, Lines{line(20261001, 77, "X")}), Signs::undecided);
}

TEST(LedgerComparison, SumsBeyondSixtyFourBitsAreNoAnswer) {
    const Lines huge = {line(20261001, INT64_MAX, "A"), line(20261001, INT64_MAX, "B")};
    EXPECT_FALSE(compare_ledgers({{huge, std::nullopt, 0}, {{}, std::nullopt, 0}, {}}));
}

} // namespace
} // namespace settled::matching
