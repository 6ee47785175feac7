// What is asked, what stands on the customer's account without a question, and what waits.
#include "matching/testing.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace settled::matching {
namespace {

using namespace testing;

constexpr const char* huayuan = "华远机械有限公司";
constexpr const char* northwind = "Northwind Metals Ltd";

using Paid = std::vector<std::pair<Row, std::int64_t>>;

Paid paid(const Proposal& proposal) {
    Paid rows;
    for (const Allocation& allocation : proposal.allocations) rows.emplace_back(allocation.item, allocation.amount);
    std::ranges::sort(rows);
    return rows;
}

bool says(const Decision& decision, EvidenceKind kind) {
    return std::ranges::any_of(decision.best.evidence, [&](const Evidence& evidence) { return evidence.kind == kind; });
}

// Others owe the same, so that the amount proves nothing.
void make_everyday(World& world, std::int64_t amount) {
    for (const char* other : {"D1", "D2", "D3"}) world.item(world.customer(other, std::string("Debtor ") + other), other, amount);
}

TEST(Asked, AnEverydayAmountWithoutAWordStandsOnTheAccountAndShowsItsItem) {
    World world;
    const Row customer = world.customer("C1", huayuan);
    const Row rent = world.item(customer, "INV-2026-0007", 48'000);
    make_everyday(world, 48'000);
    const Decision decision = world.decide(world.entry(48'000, huayuan, "货款"));
    EXPECT_EQ(decision.state, State::on_account);
    ASSERT_EQ(decision.alternatives.size(), 1U);
    EXPECT_EQ(paid(decision.alternatives[0]), (Paid{{rent, 48'000}}));
}

TEST(Asked, SumsThatDifferOnlyInEqualItemsAreNoRiddle) {
    World world;
    const Row customer = world.customer("C1", huayuan);
    const Row old = world.item(customer, "INV-2026-0007", 75'509, day(8, 1));
    const Row young = world.item(customer, "INV-2026-0008", 75'509, day(10, 1));
    const Row other = world.item(customer, "INV-2026-0009", 877'599, day(9, 1));
    const Decision decision = world.decide(world.entry(953'108, huayuan, "还款"));
    EXPECT_EQ(decision.state, State::on_account);
    ASSERT_EQ(decision.alternatives.size(), 2U);
    EXPECT_EQ(paid(decision.alternatives[0]), (Paid{{old, 75'509}, {other, 877'599}}));
    EXPECT_EQ(paid(decision.alternatives[1]), (Paid{{young, 75'509}, {other, 877'599}}));
}

TEST(Asked, TwoDifferentSumsAreAQuestionWithTheAccountAsTheLastAnswer) {
    World world;
    const Row customer = world.customer("C1", huayuan);
    for (const auto& [number, open] :
         {std::pair{"INV-1001", 123'451}, {"INV-1002", 234'562}, {"INV-1003", 103'451}, {"INV-1004", 254'562}})
        world.item(customer, number, open);
    const Decision decision = world.decide(world.entry(358'013, huayuan, "货款"));
    EXPECT_EQ(decision.state, State::question);
    ASSERT_EQ(decision.alternatives.size(), 2U);
    EXPECT_EQ(decision.best.allocations.size(), 2U);
    EXPECT_EQ(decision.alternatives[0].allocations.size(), 2U);
    EXPECT_EQ(paid(decision.alternatives[1]), (Paid{{no_row, 358'013}}));
}

TEST(Asked, EqualRoundSumsRunIntoTheBalanceAnOddSumMayHaveBeenPaidTwice) {
    World world;
    const Row customer = world.customer("C1", huayuan);
    world.item(customer, "INV-2026-0007", 5'000'000);
    world.item(customer, "INV-2026-0008", 131'743);
    const Row round = world.entry(5'000'000, huayuan, "往来款");
    const Row round_again = world.entry(5'000'000, huayuan, "往来款", day(10, 27));
    const Row odd = world.entry(131'743, huayuan, "货款");
    const Row odd_again = world.entry(131'743, huayuan, "货款", day(10, 27));
    const Outcome outcome = world.run();
    EXPECT_EQ(World::of(outcome, round).state, State::on_account);
    EXPECT_EQ(World::of(outcome, round_again).state, State::on_account);
    EXPECT_EQ(World::of(outcome, odd).state, State::question);
    EXPECT_EQ(World::of(outcome, odd_again).state, State::question);
    EXPECT_TRUE(says(World::of(outcome, odd), EvidenceKind::earlier_question));
}

TEST(Asked, WhatHisSilentMoneyPaidDoesNotDoubtAPaymentThatNamesItsItem) {
    World world;
    const Row customer = world.customer("C1", northwind);
    const Row item = world.item(customer, "INV-2026-0007", 98'512);
    make_everyday(world, 98'512);
    const Row silent = world.entry(98'512, northwind, "payment", day(10, 20));
    const Row named = world.entry(98'512, northwind, "INV-2026-0007", day(10, 25));
    const Outcome outcome = world.run();
    EXPECT_EQ(World::of(outcome, silent).state, State::on_account);
    EXPECT_EQ(World::of(outcome, named).state, State::settled);
    EXPECT_EQ(paid(World::of(outcome, named).best), (Paid{{item, 98'512}}));
}

TEST(Asked, MoreThanIsQuotedWaitsWhereNothingOfThePayerMakesTheRest) {
    World world;
    const Row customer = world.customer("C1", northwind);
    const Row quoted = world.item(customer, "INV-2026-0007", 56'947);
    world.item(customer, "INV-2026-0008", 31'200);
    const Row entry = world.entry(557'910, northwind, "INV-2026-0007 u.a.");
    Decision decision = world.decide(entry);
    EXPECT_EQ(decision.state, State::unmatched);
    EXPECT_EQ(decision.best.allocations.front().customer, customer);
    ASSERT_FALSE(decision.alternatives.empty());
    EXPECT_EQ(paid(decision.alternatives[0]), (Paid{{quoted, 56'947}})) << "not reminded meanwhile";
    const Row late = world.item(customer, "INV-2026-0009", 500'963);
    decision = world.decide(entry);
    EXPECT_EQ(decision.state, State::settled);
    EXPECT_EQ(paid(decision.best), (Paid{{quoted, 56'947}, {late, 500'963}}));
}

TEST(Asked, MoreThanIsQuotedWaitsAlsoWhereOnlyTheNumberTellsWhichCustomerOfOneNameItIs) {
    World world;
    world.item(world.customer("C1", northwind), "INV-2026-0001", 88'100);
    const Row customer = world.customer("C2", northwind);
    const Row quoted = world.item(customer, "INV-2026-0007", 56'947);
    const Decision decision = world.decide(world.entry(557'910, northwind, "INV-2026-0007 u.a."));
    EXPECT_EQ(decision.state, State::unmatched);
    EXPECT_EQ(paid(decision.best), (Paid{{no_row, 557'910}}));
    EXPECT_EQ(decision.best.allocations.front().customer, customer) << "and neither is what else he owes";
    ASSERT_FALSE(decision.alternatives.empty());
    EXPECT_EQ(paid(decision.alternatives[0]), (Paid{{quoted, 56'947}})) << "not reminded meanwhile";
    EXPECT_TRUE(says(decision, EvidenceKind::rest_unknown));
}

TEST(Asked, MoreThanItemsOfTwoCustomersIsStillAQuestion) {
    World world;
    world.item(world.customer("C1", northwind), "INV-2026-0001", 88'100);
    world.item(world.customer("C2", northwind), "INV-2026-0007", 56'947);
    EXPECT_EQ(world.decide(world.entry(557'910, northwind, "INV-2026-0001, INV-2026-0007 u.a.")).state, State::question);
}

TEST(Asked, WhatNamesOnlyAnItemThatOtherMoneyPaidWaitsAndSaysSo) {
    World world;
    const Row customer = world.customer("C1", northwind);
    const Row item = world.item(customer, "INV-2026-0007", 56'947);
    const Row first = world.entry(56'947, northwind, "INV-2026-0007", day(10, 20));
    const Row other = world.entry(31'213, northwind, "INV-2026-0007", day(10, 25));
    const Outcome outcome = world.run();
    EXPECT_EQ(World::of(outcome, first).state, State::settled);
    const Decision decision = World::of(outcome, other);
    EXPECT_EQ(decision.state, State::unmatched);
    EXPECT_EQ(decision.best.allocations.front().customer, customer);
    const auto said = std::ranges::find(decision.best.evidence, EvidenceKind::item_paid, &Evidence::kind);
    ASSERT_NE(said, decision.best.evidence.end());
    EXPECT_EQ(said->item, item);
}

TEST(Asked, WhatNamesAPaidItemAndFitsAnotherIsStillAQuestion) {
    World world;
    const Row customer = world.customer("C1", northwind);
    world.item(customer, "INV-2026-0007", 56'947);
    const Row other_item = world.item(customer, "INV-2026-4111", 31'213);
    world.entry(56'947, northwind, "INV-2026-0007", day(10, 20));
    const Row other = world.entry(31'213, northwind, "INV-2026-0007", day(10, 25));
    const Outcome outcome = world.run();
    EXPECT_EQ(World::of(outcome, other).state, State::question);
    EXPECT_EQ(paid(World::of(outcome, other).best), (Paid{{other_item, 31'213}}));
}

TEST(Asked, OfWhatAStrangerNamesTooLittleIsStillAQuestion) {
    World world;
    world.item(world.customer("C1", northwind), "INV-2026-0007", 56'947);
    EXPECT_EQ(world.decide(world.entry(557'910, "王海涛", "INV-2026-0007")).state, State::question);
}

TEST(Asked, LessThanIsQuotedIsPaidByAgeAndTheLastInPart) {
    World world;
    const Row customer = world.customer("C1", northwind);
    const Row young = world.item(customer, "INV-2026-0007", 300'000, day(10, 1));
    const Row old = world.item(customer, "INV-2026-0008", 200'000, day(9, 1));
    Decision decision = world.decide(world.entry(350'000, northwind, "INV-2026-0007, INV-2026-0008"));
    EXPECT_EQ(decision.state, State::settled);
    EXPECT_EQ(paid(decision.best), (Paid{{young, 150'000}, {old, 200'000}}));
    ASSERT_TRUE(says(decision, EvidenceKind::part_payment));
    const auto part = std::ranges::find(decision.best.evidence, EvidenceKind::part_payment, &Evidence::kind);
    EXPECT_EQ(part->item, young);
    EXPECT_EQ(part->amount, 150'000);
    world.entries.entries.clear();
    decision = world.decide(world.entry(150'000, northwind, "INV-2026-0007, INV-2026-0008"));
    EXPECT_EQ(decision.state, State::question) << "nothing would be left for the one that he names first";
}

TEST(Asked, WhoSaysNothingAndIsNobodyKnownIsAskedForOnlyWithAnOddAmount) {
    World world;
    const Row customer = world.customer("C1", northwind);
    const Row round = world.item(customer, "INV-2026-0007", 1'200'000);
    const Row odd = world.item(customer, "INV-2026-0008", 98'512);
    Decision decision = world.decide(world.entry(1'200'000, "王海涛", "材料款"));
    EXPECT_EQ(decision.state, State::unmatched);
    EXPECT_TRUE(decision.best.allocations.empty());
    ASSERT_EQ(decision.alternatives.size(), 1U);
    EXPECT_EQ(paid(decision.alternatives[0]), (Paid{{round, 1'200'000}}));
    decision = world.decide(world.entry(98'512, "王海涛", "材料款"));
    EXPECT_EQ(decision.state, State::question) << "an amount that is nobody else's";
    EXPECT_EQ(paid(decision.best), (Paid{{odd, 98'512}}));
    decision = world.decide(world.entry(41'000, "Northwin Metals Ltd", "material", day(10, 21)));
    EXPECT_EQ(decision.state, State::unmatched) << "a name that is only like a customer's";
    ASSERT_EQ(decision.best.allocations.size(), 1U);
    EXPECT_EQ(decision.best.allocations.front().customer, customer);
}

TEST(Asked, WhoPaysForAnotherCustomerSaysWhoseMoneyItIs) {
    World world;
    const Row parent = world.customer("C1", "西安安隆机械有限公司", "6222000011110001");
    const Row debtor = world.customer("C2", "西安安隆包装有限公司");
    world.item(parent, "INV-2026-0007", 1'200'000);
    world.item(debtor, "INV-2026-0008", 3'400'000);
    const Decision decision = world.decide(
        world.entry(2'500'000, "西安安隆机械有限公司", "代西安安隆包装有限公司付货款", day(10, 20), "6222000011110001"));
    EXPECT_EQ(decision.state, State::on_account);
    EXPECT_EQ(decision.best.allocations.front().customer, debtor);
    EXPECT_TRUE(decision.third_party_payer);
}

} // namespace
} // namespace settled::matching
