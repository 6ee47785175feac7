#include "dunning/planner.hpp"

#include "dunning/scene_test.hpp"

#include <gtest/gtest.h>

namespace settled::dunning {
namespace {

using ledger::FactKind;
using ledger::Row;

// 2026-11-20 is a Friday.

TEST(Planner, AnItemEntersAtTheLatestStepItsAgeAllows) {
    Scene scene("2026-11-20");
    const Row acme = scene.customer("C001");
    scene.item(acme, "INV-9", "2026-11-11", 98500); // nine days
    const Plan plan = scene.planned();
    ASSERT_EQ(plan.messages.size(), 1u);
    EXPECT_EQ(plan.messages[0].step, "overdue-7");
    EXPECT_EQ(plan.messages[0].template_name, "reminder");
    EXPECT_EQ(plan.messages[0].items[0].days_overdue, 9);
    EXPECT_EQ(plan.messages[0].totals, std::vector{money(98500)});
    EXPECT_FALSE(plan.messages[0].held);
    EXPECT_EQ(plan.messages[0].to, std::vector<std::string>{"ap@acme.example"});
    EXPECT_TRUE(plan.suppressed.empty());
}

TEST(Planner, AStepIsNeverRepeated) {
    Scene scene("2026-11-20");
    const Row acme = scene.customer("C001");
    const Row item = scene.item(acme, "INV-9", "2026-11-11", 98500);
    scene.done(item, "overdue-7", "2026-11-18");
    const Plan plan = scene.planned();
    EXPECT_TRUE(plan.messages.empty());
    EXPECT_TRUE(plan.tasks.empty());
    EXPECT_TRUE(plan.suppressed.empty()) << "overdue-15 is not due yet, so nothing is held back";
}

TEST(Planner, TheNextStepWaitsForTheGapAfterThePreviousOne) {
    Scene scene("2026-11-20");
    const Row acme = scene.customer("C001");
    const Row item = scene.item(acme, "INV-9", "2026-11-12", 98500); // eight days
    scene.done(item, "overdue-1", "2026-11-17");
    Plan plan = scene.planned();
    EXPECT_TRUE(plan.messages.empty());
    EXPECT_EQ(reasons_of(plan, item), "gap");
    EXPECT_EQ(plan.suppressed[0].until, day("2026-11-21"));

    scene.input.today = day("2026-11-23"); // Monday; 22 November was five days after
    plan = scene.planned();
    ASSERT_EQ(plan.messages.size(), 1u);
    EXPECT_EQ(plan.messages[0].step, "overdue-7");
}

TEST(Planner, OneMessageHoldsAllItemsOfACustomerAndTheHighestStepNamesIt) {
    Scene scene("2026-11-20");
    const Row acme = scene.customer("C001");
    scene.item(acme, "INV-2", "2026-11-18", 60000);
    scene.item(acme, "INV-1", "2026-11-10", 40000);
    scene.item(acme, "INV-3", "2026-11-12", 70000, "USD");
    const Plan plan = scene.planned();
    ASSERT_EQ(plan.messages.size(), 1u);
    const PlannedMessage& message = plan.messages[0];
    EXPECT_EQ(message.step, "overdue-7");
    ASSERT_EQ(message.items.size(), 3u);
    EXPECT_EQ(message.items[0].step, "overdue-7"); // INV-1, the oldest of the first currency
    EXPECT_EQ(message.items[1].step, "overdue-1"); // INV-2 keeps its own step for its claim
    EXPECT_EQ(message.totals, (std::vector{money(100000, "CNY"), money(70000, "USD")}));
}

TEST(Planner, WithoutItsItemsAMessageKeepsItsStepItsTotalsAndItsWaits) {
    const auto planned = [](bool wants_items) {
        Scene scene("2026-11-20");
        scene.item(scene.customer("C001"), "INV-1", "2026-11-10", 140000);
        scene.input.wants_items = wants_items;
        return scene.planned();
    };
    const Plan whole = planned(true), plan = planned(false);
    ASSERT_EQ(whole.messages[0].items.size(), 1u);
    ASSERT_EQ(plan.messages.size(), 1u);
    EXPECT_TRUE(plan.messages[0].items.empty());
    EXPECT_EQ(plan.messages[0].step, whole.messages[0].step);
    EXPECT_EQ(plan.messages[0].totals, whole.messages[0].totals);
    EXPECT_EQ(plan.messages[0].waits.size(), whole.messages[0].waits.size());
}

TEST(Planner, MoneyAtTheBankIsNeverAskedForAgain) {
    Scene scene("2026-11-20");
    const Row acme = scene.customer("C001");
    const Row paid = scene.item(acme, "INV-1", "2026-11-10", 98500);
    const Row open = scene.item(acme, "INV-2", "2026-11-10", 98500);
    scene.input.items[paid].position = 0;
    scene.input.items[paid].paid_not_booked = 98500;
    HoldingReason at_bank;
    at_bank.reason = Reason::paid_at_bank;
    at_bank.entry = 17;
    at_bank.amount = 98500;
    scene.input.items[paid].holding.push_back(at_bank);
    const Plan plan = scene.planned();
    ASSERT_EQ(plan.messages.size(), 1u);
    ASSERT_EQ(plan.messages[0].items.size(), 1u);
    EXPECT_EQ(plan.messages[0].items[0].item, open);
    EXPECT_EQ(reasons_of(plan, paid), "paid_at_bank");
    EXPECT_EQ(plan.suppressed[0].entry, 17);
}

TEST(Planner, APartPaymentLeavesTheRestAndIsShown) {
    Scene scene("2026-11-20");
    const Row acme = scene.customer("C001");
    const Row item = scene.item(acme, "INV-1", "2026-11-10", 98500);
    scene.input.items[item].position = 58500;
    scene.input.items[item].paid_not_booked = 40000;
    HoldingReason at_bank;
    at_bank.reason = Reason::paid_at_bank;
    scene.input.items[item].holding.push_back(at_bank);
    const Plan plan = scene.planned();
    ASSERT_EQ(plan.messages.size(), 1u);
    EXPECT_EQ(plan.messages[0].items[0].open, 58500);
    EXPECT_EQ(plan.messages[0].items[0].paid_not_booked, 40000);
}

TEST(Planner, EveryApplicableReasonIsGiven) {
    Scene scene("2026-11-20");
    const Row acme = scene.customer("C001", "");
    scene.book.customers[acme].related_party = true;
    const Row item = scene.item(acme, "INV-1", "2026-11-10", 98500);
    HoldingReason maybe;
    maybe.reason = Reason::may_be_paid;
    scene.input.items[item].holding.push_back(maybe);
    scene.fact(FactKind::dispute, acme, item);
    scene.fact(FactKind::hold, acme).until = day("2026-12-01");
    scene.input.stale_bank = "icbc-cny: last closing balance 2026-11-13";
    scene.input.stale_ledgers = {"u8 was read 30 hours ago"};
    const Plan plan = scene.planned();
    EXPECT_TRUE(plan.messages.empty());
    EXPECT_EQ(reasons_of(plan, item), "may_be_paid, dispute, hold, no_address, stale_ledger, stale_bank, related_party");
}

TEST(Planner, MoneyOnAccountCoversTheOldestDueItemsFirst) {
    Scene scene("2026-11-20");
    const Row acme = scene.customer("C001");
    const Row young = scene.item(acme, "INV-2", "2026-11-12", 60000);
    const Row old = scene.item(acme, "INV-1", "2026-11-10", 60000);
    scene.input.customers[acme].on_account = {money(70000)};
    const Plan plan = scene.planned();
    EXPECT_EQ(reasons_of(plan, old), "paid_on_account");
    ASSERT_EQ(plan.messages.size(), 1u);
    EXPECT_EQ(plan.messages[0].items[0].item, young);
    EXPECT_EQ(plan.messages[0].items[0].open, 60000) << "a letter shows the item whole and the unapplied money beneath";
    EXPECT_EQ(plan.messages[0].unapplied, std::vector{money(10000)}) << "the rest covers the older item, which is not in it";
}

TEST(Planner, MoneyOnAccountGoesToAnOlderItemThatWasRemindedBefore) {
    Scene scene("2026-11-20");
    const Row acme = scene.customer("C001");
    const Row young = scene.item(acme, "INV-2", "2026-11-12", 60000);
    const Row old = scene.item(acme, "INV-1", "2026-11-10", 60000);
    scene.done(old, "overdue-7", "2026-11-18"); // not a candidate today, yet first to be paid
    scene.input.customers[acme].on_account = {money(60000)};
    const Plan plan = scene.planned();
    ASSERT_EQ(plan.messages.size(), 1u);
    EXPECT_EQ(plan.messages[0].items[0].item, young);
    EXPECT_TRUE(plan.messages[0].unapplied.empty()) << "all of it is the older item's";
}

TEST(Planner, AnAddressThatWasRefusedForGoodIsNotWrittenToAndAnotherOneIs) {
    Scene scene("2026-11-20");
    const Row acme = scene.customer("C001");
    const Row item = scene.item(acme, "INV-1", "2026-11-10", 98500);
    scene.input.customers[acme].refused_addresses = {"AP@acme.example"};
    const Plan plan = scene.planned();
    EXPECT_TRUE(plan.messages.empty());
    EXPECT_EQ(reasons_of(plan, item), "bad_address");

    scene.book.customers[acme].email = scene.book.text.add("ap@acme.example; cfo@acme.example");
    ASSERT_EQ(scene.planned().messages.size(), 1u);
    EXPECT_EQ(scene.planned().messages[0].to, std::vector<std::string>{"cfo@acme.example"});

    scene.book.customers[acme].email = scene.book.text.add("new@acme.example"); // changed in the ledger
    ASSERT_EQ(scene.planned().messages.size(), 1u);
    EXPECT_EQ(scene.planned().messages[0].to, std::vector<std::string>{"new@acme.example"});
}

TEST(Planner, NobodyIsRemindedAndNoTaskArisesForACustomerWhomTheLedgerDoesNotList) {
    Scene scene("2026-11-20");
    const Row acme = scene.customer("C001");
    scene.book.customers[acme].unlisted = true;
    const Row letter = scene.item(acme, "INV-1", "2026-11-10", 98500);
    const Row task = scene.item(acme, "INV-2", "2026-11-01", 98500); // day 15: a telephone call
    const Plan plan = scene.planned();
    EXPECT_TRUE(plan.messages.empty());
    EXPECT_TRUE(plan.tasks.empty());
    EXPECT_EQ(reasons_of(plan, letter), "wrong_customer");
    EXPECT_EQ(reasons_of(plan, task), "wrong_customer");
}

TEST(Planner, AnAdvanceOfAnotherContractCoversNothingHere) {
    Scene scene("2026-11-20");
    const Row acme = scene.customer("C001");
    const Row item = scene.item(acme, "INV-1", "2026-11-10", 60000);
    const Row advance = scene.item(acme, "ADV-1", "", -60000);
    scene.book.items[item].contract_number = scene.book.text.add("HT-1");
    scene.book.items[advance].contract_number = scene.book.text.add("HT-2");
    EXPECT_EQ(scene.planned().messages.size(), 1u);

    scene.book.items[advance].contract_number = scene.book.text.add("HT-1");
    const Plan plan = scene.planned();
    EXPECT_TRUE(plan.messages.empty());
    EXPECT_EQ(reasons_of(plan, item), "covered_by_credit");
    ASSERT_EQ(plan.tasks.size(), 1u);
    EXPECT_EQ(plan.tasks[0].kind, "apply_credit");
}

TEST(Planner, ADisputedPartIsLeftOutOfWhatIsAsked) {
    Scene scene("2026-11-20");
    const Row acme = scene.customer("C001");
    const Row item = scene.item(acme, "INV-1", "2026-11-10", 98500);
    scene.fact(FactKind::dispute, acme, item).amount = money(8500);
    const Plan plan = scene.planned();
    ASSERT_EQ(plan.messages.size(), 1u);
    EXPECT_EQ(plan.messages[0].items[0].open, 90000);
    EXPECT_EQ(plan.messages[0].items[0].disputed, 8500);
}

TEST(Planner, APromiseHoldsUntilItsDayAndABrokenOneIsTheNextDaysTask) {
    Scene scene("2026-11-20");
    const Row acme = scene.customer("C001");
    const Row item = scene.item(acme, "INV-1", "2026-11-10", 98500);
    scene.fact(FactKind::promise, acme, item).date = day("2026-11-20");
    Plan plan = scene.planned();
    EXPECT_EQ(reasons_of(plan, item), "promise");
    EXPECT_TRUE(plan.tasks.empty());

    scene.input.today = day("2026-11-21");
    plan = scene.planned();
    ASSERT_EQ(plan.tasks.size(), 1u);
    EXPECT_EQ(plan.tasks[0].key, "promise/1");
    scene.input.items[item].position = 0; // paid on the last day
    plan = scene.planned();
    EXPECT_TRUE(plan.tasks.empty());
}

TEST(Planner, APlanOfInstalmentsIsJudgedByWhatWasPromisedSoFar) {
    Scene scene("2026-11-20");
    const Row acme = scene.customer("C001");
    const Row item = scene.item(acme, "INV-1", "2026-10-10", 90000);
    for (const char* on : {"2026-11-05", "2026-11-18", "2026-12-05"}) {
        ledger::Fact& promise = scene.fact(FactKind::promise, acme, item);
        promise.date = day(on);
        promise.amount = money(30000);
    }
    scene.input.items[item].position = 60000; // one of two instalments came
    const Plan plan = scene.planned();
    ASSERT_EQ(plan.tasks.size(), 1u);
    EXPECT_EQ(plan.tasks[0].key, "promise/2");
}

TEST(Planner, BelowTheMinimumNothingGoesOutUntilTheCustomersWholeDebtReachesIt) {
    Scene scene("2026-11-20");
    const Row acme = scene.customer("C001");
    const Row item = scene.item(acme, "INV-1", "2026-11-10", 30000);
    Plan plan = scene.planned();
    EXPECT_EQ(reasons_of(plan, item), "minimum");
    const Row reminded = scene.item(acme, "INV-2", "2026-11-08", 30000);
    scene.done(reminded, "overdue-7", "2026-11-17");
    plan = scene.planned();
    ASSERT_EQ(plan.messages.size(), 1u);
    EXPECT_EQ(plan.messages[0].items.size(), 1u);
}

TEST(Planner, WithoutADueDateNothingIsCalledOverdue) {
    Scene scene("2026-11-20");
    const Row acme = scene.customer("C001");
    const Row item = scene.item(acme, "INV-1", "", 98500);
    scene.book.items[item].document_date = day("2026-01-10");
    Plan plan = scene.planned();
    EXPECT_TRUE(plan.messages.empty());
    EXPECT_EQ(plan.without_due_date, std::vector<Row>{item});

    scene.book.customers[acme].payment_terms_days = 304; // due on 10 November
    plan = scene.planned();
    ASSERT_EQ(plan.messages.size(), 1u);
    EXPECT_EQ(plan.messages[0].items[0].due, day("2026-11-10"));
}

TEST(Planner, ABeforeDueStepWhoseDateHasPassedHasLapsed) {
    Scene scene("2026-11-20");
    const Row acme = scene.customer("C001");
    scene.item(acme, "INV-1", "2026-11-23", 98500); // its third day before is today
    Plan plan = scene.planned();
    ASSERT_EQ(plan.messages.size(), 1u);
    EXPECT_EQ(plan.messages[0].step, "before-3");
    EXPECT_EQ(plan.messages[0].items[0].days_overdue, -3);

    Scene later("2026-11-20");
    later.item(later.customer("C001"), "INV-1", "2026-11-22", 98500);
    plan = later.planned();
    EXPECT_TRUE(plan.messages.empty());
}

TEST(Planner, AShadowCompanyPlansEverythingAndSendsNothing) {
    Scene scene("2026-11-20");
    scene.input.mode = CompanyMode::shadow;
    scene.item(scene.customer("C001"), "INV-1", "2026-11-10", 98500);
    const Plan plan = scene.planned();
    ASSERT_EQ(plan.messages.size(), 1u);
    EXPECT_EQ(plan.messages[0].held, Reason::shadow);
    EXPECT_FALSE(waits_for_person(*plan.messages[0].held));
}

TEST(Planner, WhatAPersonMustSeeFirstWaitsEvenInAuto) {
    Scene scene("2026-11-20");
    const Row acme = scene.customer("C001", "new@acme.example");
    scene.item(acme, "INV-1", "2026-11-10", 98500);
    scene.input.customers[acme].written_before = false;
    scene.input.first_batch = true;
    scene.input.limits.hold_new_address = true;
    Plan plan = scene.planned();
    ASSERT_EQ(plan.messages.size(), 1u);
    EXPECT_EQ(waits_of(plan.messages[0]), "first_batch, first_contact, new_address");
    EXPECT_EQ(plan.messages[0].held, Reason::awaiting_approval);
    EXPECT_TRUE(plan.messages[0].needs_release);

    scene.fact(FactKind::accept_contact, acme).text = "New@acme.example";
    plan = scene.planned();
    EXPECT_EQ(waits_of(plan.messages[0]), "first_batch, first_contact");
}

TEST(Planner, FormalLettersAndOldClaimsWaitForARelease) {
    Scene scene("2026-11-20");
    scene.item(scene.customer("C001"), "INV-1", "2023-09-10", 98500);
    const Plan plan = scene.planned();
    ASSERT_EQ(plan.messages.size(), 1u);
    EXPECT_EQ(plan.messages[0].step, "overdue-60");
    EXPECT_EQ(waits_of(plan.messages[0]), "release_step, over_three_years");
}

TEST(Planner, PilotGoLiveWeekendAndContactLimitHoldTheMessage) {
    Scene scene("2026-11-21"); // Saturday
    const Row acme = scene.customer("C001");
    scene.item(acme, "INV-1", "2026-11-10", 98500);
    scene.input.go_live = day("2026-12-01");
    scene.input.pilot_customers = {"u8:C002"};
    scene.input.customers[acme].messages_today = 2;
    Plan plan = scene.planned();
    ASSERT_EQ(plan.messages.size(), 1u);
    EXPECT_EQ(waits_of(plan.messages[0]), "before_go_live, pilot, no_working_day, contact_limit");

    scene.input.pilot_customers = {"u8:C001"};
    scene.input.go_live = {};
    scene.input.customers[acme].messages_today = 0;
    scene.input.calendar.add_working_day(day("2026-11-21")); // 调休
    plan = scene.planned();
    EXPECT_FALSE(plan.messages[0].held);
}

TEST(Planner, MoreLettersThanUsualWaitForAPerson) {
    Scene scene("2026-11-20");
    for (int i = 0; i < 21; ++i) {
        const std::string number = std::to_string(100 + i);
        scene.item(scene.customer("C" + number), "INV-" + number, "2026-11-10", 98500);
    }
    Plan plan = scene.planned();
    ASSERT_EQ(plan.messages.size(), 21u);
    EXPECT_EQ(plan.messages[20].held, Reason::volume_guard);

    scene.input.limits.sending_days = 20;
    scene.input.limits.messages_sent = 140; // seven a day, three times that is 21
    plan = scene.planned();
    EXPECT_FALSE(plan.messages[20].held);
    scene.input.limits.messages_sent = 139;
    plan = scene.planned();
    EXPECT_EQ(plan.messages[0].held, Reason::volume_guard);
}

TEST(Planner, ATaskArisesOnceForACustomerAndStep) {
    Scene scene("2026-11-20");
    const Row acme = scene.customer("C001");
    const Row first = scene.item(acme, "INV-1", "2026-11-01", 98500); // 19 days
    scene.item(acme, "INV-2", "2026-11-03", 98500);                   // 17 days
    scene.input.person_of_role = {{"sales", "zhao"}};
    Plan plan = scene.planned();
    ASSERT_EQ(plan.tasks.size(), 1u);
    EXPECT_EQ(plan.tasks[0].kind, "phone");
    EXPECT_EQ(plan.tasks[0].owner, "zhao");
    EXPECT_EQ(plan.tasks[0].items.size(), 2u);
    EXPECT_EQ(plan.tasks[0].due, day("2026-11-24"));
    EXPECT_TRUE(plan.messages.empty());

    const KnownTask known{
        acme, plan.tasks[0].key, "standard", "overdue-15", {first, first + 1}, day("2026-11-20"), day("2026-11-24"), true};
    scene.input.tasks = {known};
    scene.input.today = day("2026-11-23");
    plan = scene.planned();
    EXPECT_TRUE(plan.tasks.empty());

    scene.input.today = day("2026-11-25"); // nobody called: the finance head hears of it, once
    plan = scene.planned();
    ASSERT_EQ(plan.tasks.size(), 1u);
    EXPECT_EQ(plan.tasks[0].key, known.key + "/escalated");
    EXPECT_EQ(plan.tasks[0].owner, "role:finance_head");

    scene.input.tasks[0].open = false;
    scene.input.today = day("2026-12-01"); // INV-1 is 30 days late: the next step, five days after the call or later
    plan = scene.planned();
    ASSERT_EQ(plan.tasks.size(), 1u);
    EXPECT_EQ(plan.tasks[0].kind, "risk_review");
    EXPECT_EQ(plan.tasks[0].items.size(), 1u);
}

TEST(Planner, AMessageThatStillWaitsOrIsUnknownHoldsTheNextStep) {
    Scene scene("2026-11-20");
    const Row acme = scene.customer("C001");
    const Row item = scene.item(acme, "INV-1", "2026-11-10", 98500);
    scene.done(item, "overdue-1", "2026-11-11", StepState::waiting);
    EXPECT_EQ(reasons_of(scene.planned(), item), "awaiting_approval");
    scene.input.done[0].state = StepState::unknown;
    EXPECT_EQ(reasons_of(scene.planned(), item), "unknown_outcome");
}

TEST(Planner, DirectDebitsWaitForTheirCollectionAndFiveBankDays) {
    Scene scene("2026-11-20");
    const Row acme = scene.customer("C001");
    const Row item = scene.item(acme, "INV-1", "2026-11-10", 98500);
    scene.book.own_handling(item).payment_method = SETTLED_PAY_DIRECT_DEBIT;
    scene.book.own_handling(item).collection_date = day("2026-11-13"); // five bank days later is the 20th
    EXPECT_EQ(reasons_of(scene.planned(), item), "direct_debit");
    scene.input.today = day("2026-11-23");
    EXPECT_EQ(scene.planned().messages.size(), 1u);
}

TEST(Planner, ATextMessageNeedsConsentAndALetterDoesNot) {
    Scene scene("2026-11-20");
    const Row acme = scene.customer("C001", "not an address");
    scene.book.customers[acme].phone = scene.book.text.add("+8613800000000");
    scene.input.procedures[0].steps[2].fallback = {"sms"};
    const Row item = scene.item(acme, "INV-1", "2026-11-10", 98500);
    EXPECT_EQ(reasons_of(scene.planned(), item), "no_consent, bad_address");
    scene.fact(FactKind::consent, acme).text = "sms";
    Plan plan = scene.planned();
    ASSERT_EQ(plan.messages.size(), 1u);
    EXPECT_EQ(plan.messages[0].channel, "sms");
    scene.fact(FactKind::opt_out, acme).text = "sms";
    EXPECT_EQ(reasons_of(scene.planned(), item), "opted_out, bad_address");
}

TEST(Planner, AColleaguesCallKeepsTheLetterBackForAWhile) {
    Scene scene("2026-11-20");
    const Row acme = scene.customer("C001");
    const Row item = scene.item(acme, "INV-1", "2026-11-10", 98500);
    ledger::Fact& call = scene.fact(FactKind::log_line, acme);
    call.detail = "phone";
    call.date = day("2026-11-18");
    EXPECT_EQ(reasons_of(scene.planned(), item), "contacted_by_person");
    scene.input.today = day("2026-11-23");
    EXPECT_EQ(scene.planned().messages.size(), 1u);
}

TEST(Planner, TheFirstAssignmentThatFitsDecidesTheProcedure) {
    Scene scene("2026-11-20");
    const Row acme = scene.customer("C001");
    scene.book.customers[acme].group = scene.book.text.add("KA");
    scene.item(acme, "INV-1", "2026-11-10", 98500);
    Procedure gentle = scene.input.procedures[0];
    gentle.name = "gentle";
    gentle.steps = {Scene::message("overdue-3", 3, "friendly", "sales")};
    scene.input.procedures.push_back(gentle);
    AssignmentRule rule;
    rule.procedure = "gentle";
    rule.customer_groups = {"KA"};
    scene.input.assignments = {rule};
    const Plan plan = scene.planned();
    ASSERT_EQ(plan.messages.size(), 1u);
    EXPECT_EQ(plan.messages[0].procedure, "gentle");
    EXPECT_EQ(plan.messages[0].step, "overdue-3");
}

// A contract of 100,000.00: 60 % thirty days after delivery, 30 % sixty days after acceptance, 10 % retention a year later.
struct Milestones {
    Scene scene{"2026-11-20"};
    Row customer = scene.customer("C001"), item = scene.item(customer, "INV-1", "2026-10-01", 10'000'000);

    Milestones() {
        ledger::ItemRow& row = scene.book.items[item];
        row.document_date = day("2026-09-01");
        add("delivery", "60", SETTLED_TERM_DELIVERY, SETTLED_BASE_EVENT, 30).event_confirmed_on = day("2026-10-12");
        add("acceptance", "30", SETTLED_TERM_ACCEPTANCE, SETTLED_BASE_ACCEPTANCE, 60);
        add("retention", "10", SETTLED_TERM_RETENTION, SETTLED_BASE_ACCEPTANCE, 365);
    }
    ledger::TermRow& add(std::string_view name, std::string_view percent, std::uint8_t kind, std::uint8_t base, int days) {
        ledger::TermRow term;
        term.item = item, term.line = scene.book.text.add(name), term.percent = scene.book.text.add(percent);
        term.kind = kind, term.base = base, term.days = days;
        scene.book.terms.push_back(term);
        return scene.book.terms.back();
    }
};

TEST(Planner, OnlyTheMilestoneThatIsDueIsAskedFor) {
    Milestones contract;
    const Plan plan = contract.scene.planned();
    ASSERT_EQ(plan.messages.size(), 1u);
    const PlannedItem& asked = plan.messages[0].items[0];
    EXPECT_EQ(asked.due, day("2026-11-11"));
    EXPECT_EQ(asked.open, 6'000'000);
    EXPECT_EQ(asked.step, "overdue-7#delivery");
}

TEST(Planner, AMilestoneThatNobodyHasConfirmedIsNotDue) {
    Milestones contract;
    contract.scene.input.items[contract.item].position = 4'000'000; // delivery is paid
    Plan plan = contract.scene.planned();
    EXPECT_TRUE(plan.messages.empty());
    EXPECT_EQ(reasons_of(plan, contract.item), "milestone_open") << "by the date of the ERP it would be reminded";

    // Accepted, and sixty days are over: this line hears every step of its own.
    contract.scene.book.terms[1].event_confirmed_on = contract.scene.book.terms[2].event_confirmed_on = day("2026-09-14");
    contract.scene.done(contract.item, "overdue-7#delivery", "2026-11-01");
    plan = contract.scene.planned();
    ASSERT_EQ(plan.messages.size(), 1u);
    EXPECT_EQ(plan.messages[0].items[0].step, "overdue-7#acceptance");
    EXPECT_EQ(plan.messages[0].items[0].open, 3'000'000);
    contract.scene.done(contract.item, "overdue-7#acceptance", "2026-11-19");
    EXPECT_TRUE(contract.scene.planned().messages.empty());
}

TEST(Planner, TheOwnerOfARetentionHearsOfItAMonthBefore) {
    Milestones contract;
    contract.scene.input.items[contract.item].position = 1'000'000;
    contract.scene.book.terms[1].event_confirmed_on = contract.scene.book.terms[2].event_confirmed_on = day("2025-12-15");
    const Plan plan = contract.scene.planned();
    ASSERT_EQ(plan.tasks.size(), 1u);
    EXPECT_EQ(plan.tasks[0].kind, "retention_due");
    EXPECT_EQ(plan.tasks[0].due, day("2026-12-15"));
    EXPECT_TRUE(plan.messages.empty());
}

TEST(Planner, ATaskGoesToWhoseLimitItDoesNotExceed) {
    Scene scene("2026-11-20");
    const Row acme = scene.customer("C001");
    scene.item(acme, "INV-1", "2026-11-01", 98500);
    scene.input.procedures[0].steps[3].role = "ar_manager";
    const Currency cny = *Currency::parse("CNY");
    scene.input.people_of_role["ar_manager"] = {{"wang", {{cny, 50'000}}}, {"zhou", {{cny, 90'000}}}, {"li", {}}};
    EXPECT_EQ(scene.planned().tasks[0].owner, "li");
    scene.input.people_of_role["ar_manager"].pop_back();
    EXPECT_EQ(scene.planned().tasks[0].owner, "zhou") << "nobody may decide so much: whoever may decide most";
    scene.input.items[0].position = 50'000;
    EXPECT_EQ(scene.planned().tasks[0].owner, "wang");
}

TEST(Planner, FromShadowToApproveToAuto) {
    Scene scene("2026-11-20");
    scene.item(scene.customer("C001"), "INV-1", "2026-11-10", 98500);
    scene.input.mode = CompanyMode::shadow;
    EXPECT_EQ(waits_of(scene.planned().messages[0]), "shadow");
    scene.input.mode = CompanyMode::approve;
    scene.input.first_batch = true;
    EXPECT_EQ(waits_of(scene.planned().messages[0]), "approve_mode, first_batch");
    scene.input.mode = CompanyMode::automatic;
    EXPECT_EQ(waits_of(scene.planned().messages[0]), "first_batch") << "the first batch after shadow is always looked at";
    scene.input.first_batch = false;
    EXPECT_TRUE(waits_of(scene.planned().messages[0]).empty());
}

TEST(Planner, TheSamePlanComesFromTheSameInput) {
    Scene scene("2026-11-20");
    for (int i = 0; i < 30; ++i) {
        const Row customer = scene.customer("C" + std::to_string(i));
        for (int j = 0; j < 5; ++j)
            scene.item(customer, std::to_string(i) + "-" + std::to_string(j), "2026-11-" + std::to_string(10 + j),
                       std::int64_t{10000} * (j + 1));
    }
    const Plan first = scene.planned();
    const Plan second = scene.planned();
    ASSERT_EQ(first.messages.size(), 30u);
    for (std::size_t i = 0; i < first.messages.size(); ++i) {
        EXPECT_EQ(first.messages[i].totals, second.messages[i].totals);
        EXPECT_EQ(first.messages[i].customer, second.messages[i].customer);
    }
}

} // namespace
} // namespace settled::dunning
