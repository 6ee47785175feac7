// Every reason for which an item is not asked for, or a message waits, has a case here: a reason without one fails the table.
#include "jobs/send_check.hpp"

#include "dunning/scene_test.hpp"
#include "dunning/words.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <iostream>
#include <map>

namespace settled::jobs {
namespace {

using dunning::Reason;
using dunning::Scene;
using ledger::FactKind;
using ledger::Row;

// One customer with one item, nine days overdue, who would be written to today (Friday 20 November 2026).
struct Case {
    Scene scene{"2026-11-20"};
    Row customer = scene.customer("C001"), item = scene.item(customer, "INV-1", "2026-11-11", 98500);

    void held(Reason reason) {
        dunning::HoldingReason made;
        made.reason = reason;
        scene.input.items[item].holding.push_back(made);
    }
    void covered(Reason reason) { // nothing is left of the item, and this is why
        held(reason);
        scene.input.items[item].position = 0;
    }
    ledger::ItemRow& row() { return scene.book.items[item]; }
    ledger::HandlingRow& handling() { return scene.book.own_handling(item); }
    ledger::CustomerRow& who() { return scene.book.customers[customer]; }
    dunning::CustomerState& state() { return scene.input.customers[customer]; }
};

// Whether today's plan names the reason, for the item or for the message.
bool is_named(Case& each, Reason reason) {
    const dunning::Plan plan = each.scene.planned();
    for (const dunning::Suppression& one : plan.suppressed)
        if (one.item == each.item && one.reason == reason) return true;
    for (const dunning::PlannedMessage& message : plan.messages)
        for (const dunning::Suppression& one : message.waits)
            if (one.reason == reason) return true;
    return false;
}

bool leaves(Case& each) {
    const dunning::Plan plan = each.scene.planned();
    return plan.messages.size() == 1 && !plan.messages.front().held;
}

std::map<Reason, std::function<void(Case&)>> cases() {
    std::map<Reason, std::function<void(Case&)>> made;
    for (const Reason reason : {Reason::paid_at_bank, Reason::bill_held, Reason::receipt_unapproved})
        made[reason] = [reason](Case& each) { each.covered(reason); };
    for (const Reason reason : {Reason::may_be_paid, Reason::applied_elsewhere})
        made[reason] = [reason](Case& each) { each.held(reason); };
    made[Reason::paid_on_account] = [](Case& each) { each.state().on_account = {dunning::money(98500)}; };
    made[Reason::covered_by_credit] = [](Case& each) { each.scene.item(each.customer, "CN-1", "2026-11-12", -98500); };
    made[Reason::direct_debit] = [](Case& each) { each.handling().payment_method = SETTLED_PAY_DIRECT_DEBIT; };
    made[Reason::set_off_pending] = [](Case& each) {
        each.who().tax_id = each.scene.book.text.add("91330000X");
        ledger::PayableRow payable;
        payable.tax_id = each.scene.book.text.add("9133 0000X"), payable.open_amount = 98500;
        payable.currency = each.row().currency;
        each.scene.book.payables.push_back(payable);
    };
    made[Reason::dispute] = [](Case& each) { each.scene.fact(FactKind::dispute, each.customer, each.item); };
    made[Reason::promise] = [](Case& each) {
        each.scene.fact(FactKind::promise, each.customer, each.item).date = dunning::day("2026-11-25");
    };
    made[Reason::hold] = [](Case& each) { each.scene.fact(FactKind::hold, each.customer).until = dunning::day("2026-11-20"); };
    made[Reason::legal] = [](Case& each) { each.scene.fact(FactKind::hold, each.customer).text = "诉讼 (2026) 12号"; };
    made[Reason::insolvency] = [](Case& each) {
        each.scene.fact(FactKind::hold, each.customer).text = "Insolvency, court of Kassel";
    };
    made[Reason::minimum] = [](Case& each) { each.scene.input.items[each.item].position = 49900; };
    made[Reason::no_working_day] = [](Case& each) { each.scene.input.today = dunning::day("2026-11-21"); };
    made[Reason::contact_limit] = [](Case& each) { each.state().messages_today = 2; };
    made[Reason::contacted_by_person] = [](Case& each) { each.state().last_person_contact = dunning::day("2026-11-18"); };
    made[Reason::no_consent] = [](Case& each) {
        each.scene.input.procedures[0].steps[2].channel = "sms";
        each.who().phone = each.scene.book.text.add("+8613800000000");
    };
    made[Reason::opted_out] = [](Case& each) { each.scene.fact(FactKind::opt_out, each.customer).text = "email"; };
    made[Reason::no_address] = [](Case& each) { each.who().email = {}; };
    made[Reason::bad_address] = [](Case& each) { each.state().refused_addresses = {"ap@acme.example"}; };
    made[Reason::new_address] = [](Case& each) { each.scene.input.limits.hold_new_address = true; };
    made[Reason::changed_bank_details] = [](Case& each) {
        each.scene.input.bank_details_since = dunning::day("2026-11-19");
        each.state().written_on = dunning::day("2026-11-02");
    };
    made[Reason::wrong_customer] = [](Case& each) { each.who().unlisted = true; };
    made[Reason::stale_ledger] = [](Case& each) { each.scene.input.stale_ledgers = {"u8: 30 hours ago"}; };
    made[Reason::stale_bank] = [](Case& each) { each.scene.input.stale_bank = "icbc: statements end 2026-11-13"; };
    made[Reason::unproved_balance] = [](Case& each) { each.scene.input.unproved_bank = "icbc"; };
    made[Reason::items_vanished] = [](Case& each) { each.scene.input.vanished_in_ledgers = {"40 of 80 items went"}; };
    made[Reason::gap] = [](Case& each) { each.scene.done(each.item, "overdue-1", "2026-11-18"); };
    made[Reason::rate_limit] = [](Case& each) { each.scene.input.full_channels = {"email"}; };
    made[Reason::after_downtime] = [](Case& each) { each.scene.input.planned_last = dunning::day("2026-11-12"); };
    made[Reason::shadow] = [](Case& each) { each.scene.input.mode = dunning::CompanyMode::shadow; };
    made[Reason::milestone_open] = [](Case& each) {
        ledger::TermRow term;
        term.item = each.item, term.percent = each.scene.book.text.add("100"), term.kind = SETTLED_TERM_ACCEPTANCE;
        term.base = SETTLED_BASE_ACCEPTANCE, term.days = 60;
        each.scene.book.terms.push_back(term);
    };
    made[Reason::not_invoiced] = [](Case& each) { each.handling().due_base = each.scene.book.text.add("invoice_delivered"); };
    made[Reason::related_party] = [](Case& each) { each.who().related_party = true; };
    made[Reason::assigned] = [](Case& each) { each.handling().assigned_to = each.scene.book.text.add("Factor AG"); };
    made[Reason::awaiting_approval] = [](Case& each) { each.scene.input.mode = dunning::CompanyMode::approve; };
    made[Reason::approval_missing] = [](Case& each) {
        each.row().due_date = dunning::day("2026-09-10"); // the formal letter, and nobody is finance head
        each.scene.input.person_of_role = {{"ar_manager", "wang"}};
    };
    made[Reason::unknown_outcome] = [](Case& each) {
        each.scene.done(each.item, "overdue-1", "2026-11-12", dunning::StepState::unknown);
    };
    made[Reason::volume_guard] = [](Case& each) { each.scene.input.limits.hold_above_messages = 0; };
    made[Reason::pilot] = [](Case& each) { each.scene.input.pilot_customers = {"u8:C002"}; };
    made[Reason::before_go_live] = [](Case& each) { each.scene.input.go_live = dunning::day("2026-12-01"); };
    return made;
}

TEST(Suppression, EveryReasonOfThePlanHasItsCase) {
    Case nothing;
    ASSERT_TRUE(leaves(nothing)) << "without any of these the letter leaves, so that each case stands for itself";
    const auto all = cases();
    // These are of the hour, and judged when a message would leave.
    const std::map<Reason, const char*> of_the_hour = {{Reason::quiet_hours, "2026-11-20T23:00:00+00:00"},
                                                       {Reason::outside_window, "2026-11-20T19:00:00+00:00"}};
    config::Company company;
    company.time_zone = "UTC";
    std::size_t seen = 0;
    for (int number = 1; number <= static_cast<int>(Reason::before_go_live); ++number) {
        const auto reason = static_cast<Reason>(number);
        if (const auto hour = of_the_hour.find(reason); hour != of_the_hour.end()) {
            const auto obstacle = hour_obstacle({}, company, "", *world::parse_moment(hour->second));
            ASSERT_TRUE(obstacle && *obstacle) << name(reason);
            EXPECT_EQ((*obstacle)->reason, name(reason));
            ++seen;
            continue;
        }
        const auto hit = all.find(reason);
        ASSERT_NE(hit, all.end()) << name(reason) << " has no case";
        Case each;
        hit->second(each);
        EXPECT_TRUE(is_named(each, reason)) << name(reason);
        EXPECT_FALSE(leaves(each)) << name(reason);
        for (const char* language : {"zh-CN", "en", "de"}) EXPECT_FALSE(dunning::words(reason, {}, language).empty());
        ++seen;
    }
    std::cout << seen << " reasons, each with a case\n";
}

TEST(Suppression, WhatEndsByItselfEnds) {
    Case hold;
    hold.scene.fact(FactKind::hold, hold.customer).until = dunning::day("2026-11-19");
    EXPECT_TRUE(leaves(hold));
    Case dispute;
    dispute.scene.fact(FactKind::dispute, dispute.customer, dispute.item).until = dunning::day("2026-11-19");
    EXPECT_TRUE(leaves(dispute));
    Case down;
    down.scene.input.planned_last = dunning::day("2026-11-17"); // three working days
    EXPECT_TRUE(leaves(down));
    Case written_since;
    written_since.scene.input.bank_details_since = dunning::day("2026-11-02");
    written_since.state().written_on = dunning::day("2026-11-02");
    EXPECT_TRUE(leaves(written_since));
    Case owes_more;
    owes_more.who().tax_id = owes_more.scene.book.text.add("91330000X");
    ledger::PayableRow payable;
    payable.tax_id = owes_more.who().tax_id, payable.open_amount = 98499, payable.currency = owes_more.row().currency;
    owes_more.scene.book.payables.push_back(payable);
    EXPECT_TRUE(leaves(owes_more)) << "we owe less than is due: the rest is asked for";
}

} // namespace
} // namespace settled::jobs
