#include "dunning/outlook.hpp"

#include "dunning/scene_test.hpp"

#include <gtest/gtest.h>

namespace settled::dunning {
namespace {

using ledger::FactKind;
using ledger::Row;

TEST(Outlook, TheNextStepOfEachCustomerIsTold) {
    Scene scene("2026-11-20");
    const Row acme = scene.customer("C001"), globex = scene.customer("C002"), initech = scene.customer("C003");
    scene.item(acme, "INV-0", "2026-11-30", 98500);                  // hears of it before it is due, later than INV-1
    const Row late = scene.item(acme, "INV-1", "2026-11-11", 98500); // nine days: the reminder of day 7 is due
    const Row reminded = scene.item(globex, "INV-2", "2026-11-12", 98500);
    const Row paid = scene.item(initech, "INV-3", "2026-11-11", 98500);
    scene.done(reminded, "overdue-7", "2026-11-19");
    scene.input.items[paid].position = 0;
    scene.input.book = &scene.book;
    const std::vector<NextStep> next = next_steps(scene.input);
    ASSERT_EQ(next.size(), 2u);
    EXPECT_EQ(next[0].customer, acme);
    EXPECT_EQ(next[0].item, late);
    EXPECT_EQ(next[0].step, "overdue-7");
    EXPECT_EQ(next[0].on, day("2026-11-20"));
    EXPECT_EQ(next[1].item, reminded);
    EXPECT_EQ(next[1].step, "overdue-15");
    EXPECT_EQ(next[1].kind, StepKind::task);
    EXPECT_EQ(next[1].on, day("2026-11-27"));
}

TEST(Outlook, PromisesAreAheadKeptOrBroken) {
    Scene scene("2026-11-20");
    const Row acme = scene.customer("C001");
    const Row first = scene.item(acme, "INV-1", "2026-11-01", 10000), second = scene.item(acme, "INV-2", "2026-11-01", 20000);
    const auto promise = [&](Row item, std::string_view on, std::int64_t amount) {
        ledger::Fact& fact = scene.fact(FactKind::promise, acme, item);
        fact.date = day(on), fact.amount = money(amount);
    };
    promise(first, "2026-11-17", 10000), promise(second, "2026-11-18", 20000), promise(second, "2026-11-25", 20000);
    scene.input.items[first].position = 0;
    scene.input.book = &scene.book;
    const std::vector<PromiseStanding> found = promises(scene.input);
    ASSERT_EQ(found.size(), 3u);
    EXPECT_EQ(found[0].state, PromiseState::kept);
    EXPECT_EQ(found[1].state, PromiseState::broken);
    EXPECT_EQ(found[2].state, PromiseState::ahead);
}

TEST(EarlyWarnings, AreATaskOnceForThreeMonthsAndSalesIsTold) {
    Scene scene("2026-11-20");
    const Row acme = scene.customer("C001");
    scene.book.customers[acme].salesperson_email = scene.book.text.add("zhao@house.example");
    scene.input.people_of_role["credit"] = {{"guo", {}, {}}}, scene.input.people_of_role["finance_head"] = {{"li", {}, {}}};
    scene.input.early_warnings = {{acme, "late_twice", "talk", "late twice; talk"},
                                  {acme, "grade_drop", "prepayment", "worse; prepayment"},
                                  {acme, "limit_exceeded", "stop_supply", "over the limit; stop"}};
    Plan plan = scene.planned();
    ASSERT_EQ(plan.tasks.size(), 3u);
    EXPECT_EQ(plan.tasks[0].owner, "zhao@house.example");
    EXPECT_EQ(plan.tasks[0].kind, "early_warning");
    EXPECT_EQ(plan.tasks[1].owner, "guo");
    EXPECT_EQ(plan.tasks[1].told, std::vector<std::string>{"zhao@house.example"});
    EXPECT_EQ(plan.tasks[2].kind, "stop_supply_proposal");
    EXPECT_EQ(plan.tasks[2].told, (std::vector<std::string>{"zhao@house.example", "li"}));
    EXPECT_EQ(plan.tasks[2].why, "over the limit; stop");

    KnownTask known;
    known.customer = acme, known.key = plan.tasks[0].key, known.created_on = day("2026-11-20"), known.due = day("2026-11-25");
    known.open = false;
    scene.input.tasks = {known};
    scene.input.today = day("2027-01-20");
    EXPECT_EQ(scene.planned().tasks.size(), 2u) << "the first was told two months ago";
    scene.input.today = day("2027-02-19");
    EXPECT_EQ(scene.planned().tasks.size(), 3u);
}

TEST(Letters, WithoutTermsACustomerIsAskedOnceAndNothingIsOverdue) {
    Scene scene("2026-11-20");
    const Row acme = scene.customer("C001");
    const Row old = scene.item(acme, "INV-1", "", 98500), young = scene.item(acme, "INV-2", "", 98500);
    scene.book.items[old].document_date = day("2026-10-20"), scene.book.items[young].document_date = day("2026-11-01");
    EXPECT_TRUE(scene.planned().messages.empty()) << "the procedure does not ask";
    scene.input.procedures[0].account_check_days = 30;
    Plan plan = scene.planned();
    ASSERT_EQ(plan.messages.size(), 1u);
    EXPECT_EQ(plan.messages[0].template_name, "account_check");
    ASSERT_EQ(plan.messages[0].items.size(), 1u);
    EXPECT_EQ(plan.messages[0].items[0].item, old);
    EXPECT_EQ(plan.messages[0].items[0].days_overdue, 0);
    EXPECT_EQ(plan.messages[0].items[0].step, "account-check");
    scene.done(old, "account-check", "2026-11-20");
    scene.input.today = day("2026-12-10");
    plan = scene.planned();
    ASSERT_EQ(plan.messages.size(), 1u);
    EXPECT_EQ(plan.messages[0].items[0].item, young);
}

TEST(Letters, WhoPaysAfterAReminderIsThankedOnceWhereTheProcedureWantsIt) {
    Scene scene("2026-11-20");
    const Row acme = scene.customer("C001");
    const Row paid = scene.item(acme, "INV-1", "2026-11-01", 98500), unasked = scene.item(acme, "INV-2", "2026-12-11", 98500);
    for (const Row item : {paid, unasked}) scene.input.items[item].position = 0, scene.input.items[item].paid_not_booked = 98500;
    scene.done(paid, "overdue-7", "2026-11-12");
    EXPECT_TRUE(scene.planned().messages.empty());
    scene.input.procedures[0].thanks = "thank_you";
    const Plan plan = scene.planned();
    ASSERT_EQ(plan.messages.size(), 1u);
    EXPECT_EQ(plan.messages[0].template_name, "thank_you");
    ASSERT_EQ(plan.messages[0].items.size(), 1u);
    EXPECT_EQ(plan.messages[0].items[0].item, paid);
    EXPECT_EQ(plan.messages[0].totals, std::vector{money(98500)});
    scene.done(paid, "thank-you", "2026-11-20");
    EXPECT_TRUE(scene.planned().messages.empty());
}

} // namespace
} // namespace settled::dunning
