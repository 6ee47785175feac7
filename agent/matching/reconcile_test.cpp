// Scenarios as a receivables clerk would tell them.
#include "matching/testing.hpp"

#include <gtest/gtest.h>

#include <utility>

#include <algorithm>
#include <numeric>
#include <random>

namespace settled::matching {
namespace {

using namespace testing;

constexpr const char* acme = "Acme Foods Ltd";
constexpr const char* huayuan = "华远机械有限公司";

std::vector<std::pair<Row, std::int64_t>> paid(const Decision& decision) {
    std::vector<std::pair<Row, std::int64_t>> rows;
    for (const Allocation& allocation : decision.best.allocations) rows.emplace_back(allocation.item, allocation.amount);
    return rows;
}

bool says(const Decision& decision, EvidenceKind kind) {
    return std::ranges::any_of(decision.best.evidence, [&](const Evidence& evidence) { return evidence.kind == kind; });
}

TEST(Reconcile, NumberPayerAndAmountAreCertain) {
    World world;
    const Row customer = world.customer("C1", acme);
    const Row item = world.item(customer, "INV-2026-0007", 98'500);
    const Decision decision = world.decide(world.entry(98'500, "ACME FOODS LTD", "Rechnung INV 2026 0007"));
    EXPECT_EQ(decision.state, State::settled);
    EXPECT_EQ(decision.best.grade, Grade::certain);
    EXPECT_EQ(paid(decision), (std::vector<std::pair<Row, std::int64_t>>{{item, 98'500}}));
    EXPECT_TRUE(says(decision, EvidenceKind::number_in_text));
    EXPECT_TRUE(says(decision, EvidenceKind::amount_exact));
    EXPECT_TRUE(says(decision, EvidenceKind::payer_name_equal));
    EXPECT_FALSE(decision.third_party_payer);
}

TEST(Reconcile, ANumberInsideALongerNumberIsNothing) {
    World world;
    const Row customer = world.customer("C1", acme);
    world.item(customer, "1204", 50'000);
    EXPECT_NE(world.decide(world.entry(70'000, "Somebody", "ref 991204887")).state, State::settled);
}

TEST(Reconcile, AShortPaymentSettlesWhatWasPaidAndNamesNothing) {
    World world;
    const Row item = world.item(world.customer("C1", acme), "INV-2026-0007", 100'000);
    const Decision decision = world.decide(world.entry(40'000, acme, "INV-2026-0007"));
    EXPECT_EQ(decision.state, State::settled);
    EXPECT_EQ(paid(decision), (std::vector<std::pair<Row, std::int64_t>>{{item, 40'000}}));
    EXPECT_EQ(decision.best.residual, Residual::none);
    EXPECT_EQ(decision.best.residual_amount, 0);
}

TEST(Reconcile, ABankFeeWithinItsLimitIsProposedAndOnlyWhereItsPathAllows) {
    World world;
    const Row item = world.item(world.customer("C1", acme), "INV-2026-0007", 100'000);
    const Row entry = world.entry(98'500, acme, "INV-2026-0007");
    world.rules.residuals = {{Residual::bank_fee, cny, Path::foreign, 3000}};
    EXPECT_EQ(world.decide(entry).best.residual, Residual::none) << "a domestic payment has no limit";
    world.rules.residuals = {{Residual::bank_fee, cny, Path::any, 3000}};
    const Decision decision = world.decide(entry);
    EXPECT_EQ(decision.best.residual, Residual::bank_fee);
    EXPECT_EQ(decision.best.residual_amount, -1500);
    EXPECT_EQ(paid(decision), (std::vector<std::pair<Row, std::int64_t>>{{item, 100'000}}));
}

TEST(Reconcile, ADiscountNeedsTermsOrAConfiguredRate) {
    World world;
    const Row item = world.item(world.customer("C1", acme), "INV-2026-0007", 100'000);
    const Row entry = world.entry(97'000, acme, "INV-2026-0007");
    EXPECT_EQ(world.decide(entry).best.residual, Residual::none);
    world.book.own_handling(item).discount_amount = 3000;
    world.book.own_handling(item).discount_date = day(10, 31);
    EXPECT_EQ(world.decide(entry).best.residual, Residual::early_payment_discount);
    world.book.own_handling(item).discount_date = day(10, 1); // too late
    EXPECT_EQ(world.decide(entry).best.residual, Residual::none);
    world.rules.discount_basis_points = {300};
    EXPECT_EQ(world.decide(entry).best.residual, Residual::early_payment_discount);
}

TEST(Reconcile, AnOverpaymentSettlesTheItemAndKeepsTheRest) {
    World world;
    const Row item = world.item(world.customer("C1", acme), "INV-2026-0007", 100'000);
    const Decision decision = world.decide(world.entry(120'000, acme, "INV-2026-0007"));
    EXPECT_EQ(decision.state, State::settled);
    EXPECT_EQ(paid(decision), (std::vector<std::pair<Row, std::int64_t>>{{item, 100'000}}));
    EXPECT_EQ(decision.best.residual, Residual::overpayment);
    EXPECT_EQ(decision.best.residual_amount, 20'000);
    world.save(world.run());
    EXPECT_EQ(world.positions().find(0, cny)->total, -20'000);
    EXPECT_EQ(world.positions().find(0, cny)->on_account, 20'000);
}

TEST(Reconcile, ACreditNoteLinkedToTheInvoiceIsTakenWithIt) {
    World world;
    const Row customer = world.customer("C1", acme);
    const Row item = world.item(customer, "INV-2026-0007", 100'000);
    const Row credit = world.item(customer, "CN-2026-0001", -30'000, day(10, 2), -30'000, SETTLED_DOC_CREDIT_NOTE);
    world.book.items[credit].linked_document = world.book.text.add("INV-2026-0007");
    const Decision decision = world.decide(world.entry(70'000, acme, "INV-2026-0007"));
    EXPECT_EQ(paid(decision), (std::vector<std::pair<Row, std::int64_t>>{{item, 100'000}, {credit, -30'000}}));
    world.save(world.run());
    EXPECT_EQ(world.positions().items[item].position, 0);
    EXPECT_EQ(world.positions().items[credit].position, 0);
    EXPECT_EQ(world.positions().find(customer, cny)->total, 0);
}

TEST(Reconcile, ATaxInvoicesLastDigitsCountOnlyForItsOwnPayer) {
    World world;
    const Row customer = world.customer("C1", huayuan);
    world.customer("C2", acme);
    const Row item = world.item(customer, "0000012345", 88'800);
    world.book.items[item].tax_invoice_numbers = world.book.text.add("24312000000098765432");
    EXPECT_EQ(world.decide(world.entry(88'800, huayuan, "货款 发票尾号765432")).state, State::settled);
    World other = world;
    other.entries.entries.clear();
    EXPECT_NE(other.decide(other.entry(88'800, acme, "货款 发票尾号765432")).state, State::settled);
}

TEST(Reconcile, AThirdPartySettlesOnlyWithTheNumberAndIsNamed) {
    World world;
    const Row item = world.item(world.customer("C1", acme), "INV-2026-0007", 98'512);
    const Row with_number = world.entry(98'512, "王伟", "INV-2026-0007");
    Decision decision = world.decide(with_number);
    EXPECT_EQ(decision.state, State::settled);
    EXPECT_TRUE(decision.third_party_payer);
    EXPECT_EQ(decision.best.allocations.front().item, item);
    world.rules.first_third_party_settles = false;
    EXPECT_EQ(world.decide(with_number).state, State::question);
    World without = World();
    without.item(without.customer("C1", acme), "INV-2026-0007", 98'512);
    EXPECT_NE(without.decide(without.entry(98'512, "王伟", "货款")).state, State::settled);
}

TEST(Reconcile, WhoeverPaysForAnotherIsNamedAsAThirdPartyAlsoWhereTheTextSaysForWhom) {
    World world;
    const Row customer = world.customer("C1", huayuan);
    world.item(customer, "INV-2026-0007", 98'512);
    world.item(customer, "INV-2026-0008", 77'000);
    const Decision decision =
        world.decide(world.entry(98'512, "合肥汇桥供应链管理有限公司", "代华远机械有限公司付INV-2026-0007"));
    EXPECT_EQ(decision.state, State::settled);
    EXPECT_TRUE(decision.third_party_payer);
    EXPECT_TRUE(says(decision, EvidenceKind::payer_in_text));
    EXPECT_TRUE(says(decision, EvidenceKind::third_party_payer));
    EXPECT_FALSE(world.decide(world.entry(77'000, huayuan, "代华远机械有限公司付INV-2026-0008")).third_party_payer)
        << "the customer itself";
}

TEST(Reconcile, ATreasuryProvesNothingButTheDebtorInItsTextDoes) {
    World world;
    const Row customer = world.customer("C1", huayuan, "6222000011112222");
    world.item(customer, "INV-2026-0007", 98'512);
    const Row silent = world.entry(98'512, "某集团财务有限公司", "货款", day(10, 20), "6222000011112222");
    EXPECT_NE(world.decide(silent).state, State::settled);
    const Row telling = world.entry(98'512, "某集团财务有限公司", "代华远机械有限公司付货款", day(10, 21));
    Decision decision = world.decide(telling);
    EXPECT_EQ(decision.state, State::question) << "the silent line of the same payer and amount came first";
    EXPECT_TRUE(says(decision, EvidenceKind::earlier_question));
    world.entries.entries.erase(world.entries.entries.begin());
    decision = world.decide(0);
    EXPECT_EQ(decision.state, State::settled);
    EXPECT_TRUE(says(decision, EvidenceKind::payer_in_text));
    EXPECT_TRUE(says(decision, EvidenceKind::shared_payer));
}

TEST(Reconcile, AnAccountOfTwoCustomersProvesNeither) {
    World world;
    world.item(world.customer("C1", "Alpha Werke", "DE89370400440532013000"), "INV-2026-0007", 98'512);
    world.item(world.customer("C2", "Beta Werke", "DE89 3704 0044 0532 0130 00"), "INV-2026-0008", 77'000);
    EXPECT_NE(world.decide(world.entry(98'512, "", "Zahlung", day(10, 20), "DE89370400440532013000")).state, State::settled);
}

TEST(Reconcile, MoneyWithoutItemStandsOnTheAccountOfACertainCustomer) {
    World world;
    const Row customer = world.customer("C1", huayuan);
    world.item(customer, "INV-2026-0007", 123'456);
    const Decision decision = world.decide(world.entry(5'000'000, huayuan, "货款"));
    EXPECT_EQ(decision.state, State::on_account);
    ASSERT_EQ(decision.best.allocations.size(), 1U);
    EXPECT_EQ(decision.best.allocations[0].customer, customer);
    EXPECT_EQ(decision.best.allocations[0].item, no_row);
}

TEST(Reconcile, EqualItemsOfOneCustomerLeaveTheMoneyOnHisAccountWithBothAsAnswers) {
    World world;
    const Row customer = world.customer("C1", huayuan);
    const Row first = world.item(customer, "INV-2026-0007", 119'000, day(9, 1));
    const Row second = world.item(customer, "INV-2026-0008", 119'000, day(10, 1));
    const Decision decision = world.decide(world.entry(119'000, huayuan, "租金"));
    EXPECT_EQ(decision.state, State::on_account);
    EXPECT_EQ(paid(decision), (std::vector<std::pair<Row, std::int64_t>>{{no_row, 119'000}}));
    ASSERT_EQ(decision.alternatives.size(), 2U);
    EXPECT_EQ(decision.alternatives[0].allocations[0].item, first);
    EXPECT_EQ(decision.alternatives[1].allocations[0].item, second);
}

TEST(Reconcile, WhereAShortNumberAndOthersAreQuotedTheWholeSumsThatHoldItComeFirst) {
    World world;
    const Row customer = world.customer("C1", acme);
    const Row quoted = world.item(customer, "INV-2026-05898", 120'000);
    const Row twins[] = {world.item(customer, "INV-2026-05711", 120'000), world.item(customer, "INV-2026-05712", 120'000)};
    world.item(customer, "INV-2026-05713", 207'620);
    world.item(customer, "INV-2026-05714", 100'000);
    const Decision decision = world.decide(world.entry(2 * 120'000 + 207'620 + 100'000, acme, "Rechnung 5898 u.a. Kd 4711"));
    ASSERT_EQ(decision.state, State::question);
    ASSERT_GE(decision.alternatives.size(), 1U);
    const auto holds = [](const Proposal& proposal, Row item) {
        return std::ranges::any_of(proposal.allocations, [&](const Allocation& one) { return one.item == item; });
    };
    for (const Proposal& proposal : {decision.best, decision.alternatives.front()}) {
        EXPECT_EQ(proposal.allocations.size(), 4U);
        EXPECT_TRUE(holds(proposal, quoted));
        EXPECT_NE(holds(proposal, twins[0]), holds(proposal, twins[1]));
    }
}

TEST(Reconcile, ANumberOfTheHouseThatTheLedgerLacksForbidsGuessing) {
    World world;
    const Row customer = world.customer("C1", acme);
    for (int i = 0; i < 5; ++i) world.item(customer, "INV-2026-000" + std::to_string(i), 50'000 + i * 1117);
    const Decision decision = world.decide(world.entry(51'117, acme, "INV-2026-9942"));
    EXPECT_EQ(decision.state, State::question);
    EXPECT_TRUE(says(decision, EvidenceKind::number_unknown));
}

TEST(Reconcile, TheEarlierPaymentTakesTheItemAndTheLaterIsItsDuplicateWhichIsTheCustomersMoney) {
    World world;
    const Row customer = world.customer("C1", acme);
    world.item(customer, "INV-2026-0007", 98'512);
    const Row twin = world.item(customer, "INV-2026-0008", 98'512);
    const Row later = world.entry(98'512, acme, "INV-2026-0007", day(10, 22));
    const Row earlier = world.entry(98'512, acme, "INV-2026-0007", day(10, 20));
    const Outcome outcome = world.run();
    EXPECT_EQ(World::of(outcome, earlier).state, State::settled);
    EXPECT_EQ(World::of(outcome, later).state, State::on_account);
    EXPECT_EQ(World::of(outcome, later).duplicate_of, world.entries.entries[earlier].id);
    EXPECT_EQ(paid(World::of(outcome, later)), (std::vector<std::pair<Row, std::int64_t>>{{no_row, 98'512}}));

    // What stands on account as a repetition raises no doubt about another payment of that amount.
    world.save(outcome);
    const Decision next = world.decide(world.entry(98'512, acme, "INV-2026-0008", day(10, 25)));
    EXPECT_EQ(next.state, State::settled);
    EXPECT_EQ(paid(next), (std::vector<std::pair<Row, std::int64_t>>{{twin, 98'512}}));
}

TEST(Reconcile, APaymentRepeatedBySomebodyElseIsAsked) {
    World world;
    world.item(world.customer("C1", acme), "INV-2026-0007", 98'512);
    world.customer("C2", huayuan);
    const Row earlier = world.entry(98'512, acme, "INV-2026-0007", day(10, 20));
    const Row other = world.entry(98'512, huayuan, "INV-2026-0007", day(10, 22));
    const Row stranger = world.entry(98'512, "Nobody Knows Whom Ltd", "INV-2026-0007", day(10, 23));
    const Outcome outcome = world.run();
    for (const Row row : {other, stranger}) {
        EXPECT_EQ(World::of(outcome, row).state, State::question);
        EXPECT_EQ(World::of(outcome, row).duplicate_of, world.entries.entries[earlier].id);
    }
}

TEST(Reconcile, AContractNamedAgainIsAnInstalmentAsLikelyAsARepetition) {
    World world;
    const Row item = world.item(world.customer("C1", acme), "INV-2026-0007", 98'512);
    world.book.items[item].contract_number = world.book.text.add("HT-2026-118");
    world.entry(98'512, acme, "HT-2026-118", day(10, 20));
    const Row again = world.entry(98'512, acme, "HT-2026-118", day(10, 22));
    EXPECT_EQ(World::of(world.run(), again).state, State::question);
}

TEST(Reconcile, TwoPaymentsOfOneDayForOneItemAreBothAsked) {
    World world;
    world.item(world.customer("C1", acme), "INV-2026-0007", 98'512);
    const Row one = world.entry(98'512, acme, "INV-2026-0007");
    const Row two = world.entry(98'512, acme, "INV-2026-0007");
    const Outcome outcome = world.run();
    EXPECT_EQ(World::of(outcome, one).state, State::question);
    EXPECT_EQ(World::of(outcome, two).state, State::question);
}

TEST(Reconcile, AnEarlierUnexplainedLineOfTheSamePayerAndAmountMakesAQuestionUnlessThereIsAnItemForEach) {
    World world;
    const Row customer = world.customer("C1", acme);
    for (const char* number : {"INV-2025-0001", "INV-2025-0002", "INV-2025-0003"})
        world.item(world.customer(number, number), number, 98'512);
    world.item(customer, "INV-2026-0007", 98'512);
    const Row unclear = world.entry(98'512, "Acme Fods Ltd", "Zahlung", day(10, 20)); // close, no more
    const Row numbered = world.entry(98'512, acme, "INV-2026-0007", day(10, 25));
    Outcome outcome = world.run();
    EXPECT_NE(World::of(outcome, unclear).state, State::settled);
    EXPECT_EQ(World::of(outcome, numbered).state, State::question);
    world.item(customer, "INV-2026-0008", 98'512);
    outcome = world.run();
    EXPECT_EQ(World::of(outcome, numbered).state, State::settled);
    EXPECT_NE(World::of(outcome, unclear).state, State::settled);
}

TEST(Reconcile, ChargesInterestWagesOwnTransfersAndMoneyOutAreNoReceivables) {
    World world;
    world.rules.own_accounts = {"6222 0000 0000 0001"};
    EXPECT_EQ(world.decide(world.entry(1'234, "工商银行", "结息")).not_receivable, Class::interest);
    EXPECT_EQ(world.decide(world.entry(-500, "工商银行", "手续费")).not_receivable, Class::bank_charge);
    EXPECT_EQ(world.decide(world.entry(-800'000, "员工", "代发工资")).not_receivable, Class::payroll);
    EXPECT_EQ(world.decide(world.entry(900'000, "本公司", "往来", day(10, 20), "6222000000000001")).not_receivable,
              Class::own_transfer);
    EXPECT_EQ(world.decide(world.entry(-12'000, "Supplier", "PO 4512")).not_receivable, Class::other);
    EXPECT_EQ(world.decide(world.entry(-12'000, "Supplier", "PO 4512")).state, State::not_receivable);
}

TEST(Reconcile, ABankOrAnOfficeIsKnownByAWholeWordOfItsName) {
    for (const char* firm : {"First Harvest Ltd", "Taxi Zentrale Berlin", "Bankside Foods Ltd"}) {
        World world;
        EXPECT_EQ(world.decide(world.entry(50'017, firm, "goods less interest paid")).state, State::unmatched) << firm;
    }
    for (const char* office : {"Commerzbank AG", "Kreissparkasse Köln", "IRS", "Bank of Somewhere", "中国工商银行"}) {
        World world;
        EXPECT_EQ(world.decide(world.entry(50'017, office, "credit: interest paid")).not_receivable, Class::interest) << office;
    }
}

TEST(Reconcile, AReturnedPaymentReopensExactlyWhatItHadSettled) {
    World world;
    const Row customer = world.customer("C1", acme);
    const Row item = world.item(customer, "INV-2026-0007", 98'512);
    const Row other = world.item(customer, "INV-2026-0008", 50'001);
    const Row entry = world.entry(98'512, acme, "INV-2026-0007");
    world.save(world.run());
    EXPECT_EQ(world.positions().items[item].position, 0);
    const Row back = world.entry(-98'512, acme, "Ruecklastschrift INV-2026-0007", day(10, 25));
    const Outcome outcome = world.run();
    EXPECT_EQ(World::of(outcome, entry).state, State::reversed);
    EXPECT_EQ(World::of(outcome, back).state, State::reversed);
    world.save(outcome);
    EXPECT_EQ(world.positions().items[item].position, 98'512);
    EXPECT_EQ(world.positions().items[other].position, 50'001);
}

TEST(Reconcile, EqualMonthlyRentsAtTheFirstStartAreNotSettledWrongly) {
    World world;
    world.book.ledgers.front().opening_day = day(10, 1);
    const Row customer = world.customer("C1", huayuan);
    world.item(customer, "RENT-2026-10", 500'000, day(10, 5));
    world.receipt(customer, "SK-1", 500'000, 0, day(8, 6), SETTLED_RECEIPT_APPROVED, "RENT-2026-08");
    world.receipt(customer, "SK-2", 500'000, 0, day(9, 8), SETTLED_RECEIPT_APPROVED, "RENT-2026-09");
    const Row august = world.entry(500'000, huayuan, "房租", day(8, 5));
    const Row september = world.entry(500'000, huayuan, "房租", day(9, 7));
    const Row july = world.entry(500'000, huayuan, "房租", day(7, 6));
    const Outcome outcome = world.run();
    EXPECT_EQ(World::of(outcome, august).state, State::booked);
    EXPECT_EQ(World::of(outcome, september).state, State::booked);
    EXPECT_EQ(World::of(outcome, july).state, State::question) << "before the opening day and without a number";
    world.save(outcome);
    EXPECT_EQ(world.positions().items[0].position, 500'000);
    EXPECT_EQ(world.positions().find(customer, cny)->total, 500'000);
}

TEST(Reconcile, AnApplicationToAnotherItemIsADifferenceAndHoldsBoth) {
    World world;
    const Row customer = world.customer("C1", huayuan);
    world.item(customer, "INV-6", 100'000);
    world.item(customer, "INV-7", 100'000);
    world.entry(100'000, huayuan, "INV-7 货款");
    world.entry(41'000, huayuan, "货款", day(10, 21));
    world.save(world.run());
    World erp = World();
    erp.customer("C1", huayuan);
    const Row wrong = erp.item(customer, "INV-6", 0 + 1, day(10, 1), 100'000); // one cent left, so that it still stands
    const Row ours = erp.item(customer, "INV-7", 100'000);
    erp.receipt(customer, "SK-1", 100'000, 0, day(10, 20), SETTLED_RECEIPT_APPROVED, "INV-6");
    world.pulled(erp.book);
    const Outcome outcome = world.run();
    ASSERT_EQ(outcome.differences.size(), 1U);
    EXPECT_EQ(outcome.differences[0].our_items, std::vector<Row>{ours});
    EXPECT_EQ(outcome.differences[0].erp_items, std::vector<Row>{wrong});
    EXPECT_EQ(outcome.differences[0].erp_item_ids, std::vector<std::string>{"INV-6"});
    world.save(outcome);
    EXPECT_TRUE(world.positions().items[ours].applied_elsewhere);
    EXPECT_TRUE(world.positions().items[wrong].applied_elsewhere);
}

TEST(Reconcile, ASecondRunDecidesNothingAnew) {
    World world;
    const Row customer = world.customer("C1", huayuan);
    world.item(customer, "INV-2026-0007", 98'512);
    world.entry(98'512, huayuan, "INV-2026-0007");
    world.entry(1'000'000, huayuan, "货款");
    world.entry(77, "Nobody", "?");
    world.save(world.run());
    const Outcome again = world.run();
    EXPECT_TRUE(again.decisions.empty());
    EXPECT_TRUE(again.bookings.empty());
}

TEST(Reconcile, WhatIsUnmatchedIsSettledWhenItsInvoiceArrives) {
    World world;
    const Row customer = world.customer("C1", acme);
    for (int i = 0; i < 4; ++i) world.item(customer, "INV-2026-000" + std::to_string(i), 50'000 + i * 1117);
    const Row entry = world.entry(77'003, acme, "INV-2026-0009");
    world.save(world.run());
    EXPECT_EQ(world.history.decisions.front().state, State::unmatched);
    const Row late = world.item(customer, "INV-2026-0009", 77'003);
    const Decision decision = world.decide(entry);
    EXPECT_EQ(decision.state, State::settled);
    EXPECT_EQ(decision.best.allocations[0].item, late);
}

TEST(Reconcile, TheOrderOfRowsDecidesNothing) {
    std::mt19937 random(7);
    for (int round = 0; round < 20; ++round) {
        std::vector<int> order(12);
        std::iota(order.begin(), order.end(), 0);
        std::ranges::shuffle(order, random);
        World world;
        const Row customer = world.customer("C1", huayuan);
        for (int i = 0; i < 12; ++i)
            world.item(customer, "INV-2026-1" + std::to_string(100 + i), i % 3 == 0 ? 119'000 : 50'000 + i * 1117);
        std::vector<Row> rows(12);
        for (const int i : order)
            rows[static_cast<std::size_t>(i)] =
                world.entry(i % 3 == 0 ? 119'000 : 50'000 + i * 1117, huayuan,
                            i % 4 == 0 ? "货款" : "INV-2026-1" + std::to_string(100 + i), day(10, 20 + i % 3));
        const Outcome outcome = world.run();
        static std::vector<std::pair<State, std::vector<std::pair<Row, std::int64_t>>>> first;
        std::vector<std::pair<State, std::vector<std::pair<Row, std::int64_t>>>> now;
        for (const Row row : rows) now.emplace_back(World::of(outcome, row).state, paid(World::of(outcome, row)));
        if (round == 0) first = now;
        EXPECT_EQ(now, first);
    }
}

TEST(Reconcile, AStoppedRunKeepsNothing) {
    World world;
    world.item(world.customer("C1", acme), "INV-2026-0007", 98'512);
    world.entry(98'512, acme, "INV-2026-0007");
    const Outcome outcome =
        reconcile(world.book, world.entries, {}, world.rules, day(11, 1), [](std::int64_t, std::int64_t) { return false; });
    EXPECT_TRUE(outcome.stopped);
    EXPECT_TRUE(outcome.decisions.empty());
}

TEST(Reconcile, WhatAPersonTookBackIsAskedAndNotMadeAgain) {
    World world;
    const Row acme = world.customer("C1", "Acme Foods Ltd", "6222000011110001");
    world.item(acme, "INV-1", 432'110);
    world.item(acme, "INV-2", 99'900);
    const Row entry = world.entry(432'110, "Acme Foods Ltd", "", day(10, 20), "6222000011110001");
    const Outcome first = world.run();
    ASSERT_EQ(World::of(first, entry).state, State::settled);
    world.save(first);
    world.history.taken_back = std::exchange(world.history.decisions, {});
    const Decision again = world.decide(entry);
    EXPECT_EQ(again.state, State::question);
    ASSERT_EQ(again.best.allocations.size(), 1U) << "still the best that is known";
    EXPECT_EQ(again.best.evidence.back().kind, EvidenceKind::taken_back_before);
    // Another explanation is nobody's business of yesterday.
    world.entries.entries[entry].remittance = world.entries.text.add("INV-2, part of INV-1");
    world.history.taken_back.front().allocations.front().item = 1;
    EXPECT_NE(world.decide(entry).best.evidence.back().kind, EvidenceKind::taken_back_before);
}

} // namespace
} // namespace settled::matching
