#include "dunning/from_positions.hpp"

#include "dunning/scene_test.hpp"

#include <gtest/gtest.h>

namespace settled::dunning {
namespace {

using ledger::PositionReason;
using ledger::Row;

ledger::ItemPosition position(std::int64_t open, std::int64_t left) {
    ledger::ItemPosition made;
    made.erp_open = open;
    made.position = made.for_dunning = left;
    return made;
}

TEST(FromPositions, WhatLowersAPositionIsSaidAndOnlyWhatIsProvedIsCalledReceived) {
    Scene scene("2026-11-20");
    const Row acme = scene.customer("C001");
    scene.item(acme, "INV-1", "2026-11-10", 98500);
    scene.item(acme, "INV-2", "2026-11-10", 50000);
    ledger::Positions positions;
    positions.items = {position(98500, 0), position(50000, 20000)};
    positions.items[0].parts = {{PositionReason::matched_not_booked, 98500, ledger::no_row, 17, false}};
    positions.items[1].parts = {{PositionReason::matched_not_booked, 30000, ledger::no_row, 18, true}};
    positions.customers = {{acme, *Currency::parse("CNY"), 20000, 70000, 0, false}};
    scene.input.book = &scene.book;
    take_positions(positions, scene.input);
    EXPECT_EQ(scene.input.items[0].paid_not_booked, 98500);
    EXPECT_EQ(scene.input.items[1].paid_not_booked, 0);
    EXPECT_EQ(scene.input.items[1].position, 20000);
    EXPECT_EQ(scene.input.customers[acme].on_account, std::vector{money(70000)});
    const Plan plan = scene.planned();
    EXPECT_EQ(reasons_of(plan, 0), "paid_at_bank");
    EXPECT_EQ(reasons_of(plan, 1), "paid_on_account");
}

TEST(FromPositions, AnItemTheErpPaidOtherwiseThanWeWaitsForAPerson) {
    Scene scene("2026-11-20");
    scene.item(scene.customer("C001"), "INV-1", "2026-11-10", 98500);
    ledger::Positions positions;
    positions.items = {position(98500, 98500)};
    positions.items[0].applied_elsewhere = true;
    scene.input.book = &scene.book;
    take_positions(positions, scene.input);
    EXPECT_EQ(reasons_of(scene.planned(), 0), "applied_elsewhere");
}

struct Unplaced : Scene {
    statement::EntryBook entries;

    Unplaced() : Scene("2026-11-20") {}
    UnplacedMoney credit(std::int64_t amount, std::string_view payer, std::string_view remittance = "",
                         std::string_view account = "") {
        statement::EntryRow row;
        row.id = 17;
        row.amount = amount;
        row.currency = *Currency::parse("CNY");
        row.counterparty_name = entries.text.add(payer);
        row.counterparty_account = entries.text.add(account);
        row.remittance = entries.text.add(remittance);
        entries.entries = {row};
        return {0, {}, {}, {}};
    }
    std::string reasons(Row item, const UnplacedMoney& money) {
        for (ItemState& state : input.items) state.holding.clear();
        input.book = &book;
        hold_for_unplaced_money(entries, std::vector{money}, input);
        return reasons_of(planned(), item);
    }
};

TEST(UnplacedMoney, OfTheSameAmountAndALikeNameHoldsTheItem) {
    Unplaced scene;
    const Row item = scene.item(scene.customer("C001"), "INV-2041", "2026-11-10", 98500); // ACME C001
    EXPECT_EQ(scene.reasons(item, scene.credit(98500, "acme c001 gmbh")), "may_be_paid");
    EXPECT_EQ(scene.reasons(item, scene.credit(98500, "Somebody Else")), "");
    EXPECT_EQ(scene.reasons(item, scene.credit(98500, "Somebody Else", "for inv 2041")), "may_be_paid");
    EXPECT_EQ(scene.reasons(item, scene.credit(98400, "acme c001 gmbh")), "") << "another amount is not this item's";
    EXPECT_EQ(scene.reasons(item, scene.credit(-98500, "acme c001 gmbh")), "") << "money out pays nothing";
}

TEST(UnplacedMoney, OfAKnownAccountHoldsTheItem) {
    Unplaced scene;
    const Row acme = scene.customer("C001");
    scene.book.customers[acme].bank_accounts = scene.book.text.add("6222 0001; DE89 3704");
    const Row item = scene.item(acme, "INV-1", "2026-11-10", 98500);
    EXPECT_EQ(scene.reasons(item, scene.credit(98500, "", "", "DE893704")), "may_be_paid");
}

TEST(UnplacedMoney, ProposedForACustomerHoldsAsManyOfTheOldestItemsAsItReaches) {
    Unplaced scene;
    const Row acme = scene.customer("C001");
    const Row young = scene.item(acme, "INV-3", "2026-11-12", 60000);
    const Row old = scene.item(acme, "INV-1", "2026-11-01", 60000);
    UnplacedMoney money = scene.credit(50000, "");
    money.customers = {acme};
    EXPECT_EQ(scene.reasons(old, money), "may_be_paid");
    EXPECT_EQ(scene.reasons(young, money), "");
    money = scene.credit(70000, "");
    money.customers = {acme};
    EXPECT_EQ(scene.reasons(young, money), "may_be_paid");
}

} // namespace
} // namespace settled::dunning
