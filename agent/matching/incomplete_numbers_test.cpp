// Numbers as customers really write them: the end of one, one with a slip, one that is not in the ledger, one that everybody
// writes.
#include "matching/testing.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace settled::matching {
namespace {

using namespace testing;

constexpr const char* acme = "Acme Foods Ltd";
constexpr const char* birch = "Birch Metals GmbH";

std::vector<Row> items_of(const Decision& decision) {
    std::vector<Row> rows;
    for (const Allocation& allocation : decision.best.allocations) rows.push_back(allocation.item);
    return rows;
}

bool says(const Decision& decision, EvidenceKind kind) {
    return std::ranges::any_of(decision.best.evidence, [&](const Evidence& evidence) { return evidence.kind == kind; });
}

// Two customers with numbers of one style; each has an item of its own amount and two of an everyday one.
class IncompleteNumbers : public ::testing::Test {
  protected:
    IncompleteNumbers() {
        acme_ = world_.customer("C1", acme), birch_ = world_.customer("C2", birch);
        item_ = world_.item(acme_, "INV-2026-005105", 123'457);
        everyday_ = world_.item(acme_, "INV-2026-005217", 50'000);
        for (const char* number : {"INV-2026-006330", "INV-2026-006441", "INV-2026-006552"}) world_.item(birch_, number, 50'000);
    }

    World world_;
    Row acme_ = no_row, birch_ = no_row, item_ = no_row, everyday_ = no_row;
};

TEST_F(IncompleteNumbers, TheEndOfANumberIsReadForTheCustomerWhoPays) {
    for (const char* text : {"RMT 005105", "5105", "-2026-005105 thank you", "/INV/05105"}) {
        World world = world_;
        const Decision decision = world.decide(world.entry(123'457, acme, text));
        EXPECT_EQ(decision.state, State::settled) << text;
        EXPECT_EQ(items_of(decision), std::vector<Row>{item_}) << text;
    }
    EXPECT_NE(world_.decide(world_.entry(123'457, "Somebody Else Inc", "005105")).state, State::settled);
}

// Four digits are the end of a tax invoice only by a word that says so.
TEST_F(IncompleteNumbers, FourDigitsOfATaxInvoiceNeedAWordForAnEnding) {
    std::vector<Row> own;
    for (const char* number : {"25312000000010001230", "25312000000010001234", "25312000000010001237", "25312000000010001239"}) {
        own.push_back(world_.item(acme_, "XS-" + std::to_string(own.size()), 100'000));
        world_.book.items[own.back()].tax_invoice_numbers = world_.book.text.add(number);
    }
    for (const char* text : {"尾号1234、1237", "發票尾號1234-1237", "invoices ending 1234, 1237", "后四位1234至1237"}) {
        World world = world_;
        const Decision decision = world.decide(world.entry(200'000, acme, text));
        EXPECT_EQ(decision.state, State::settled) << text;
        EXPECT_EQ(items_of(decision), (std::vector<Row>{own[1], own[2]})) << text;
    }
    EXPECT_NE(world_.decide(world_.entry(200'000, acme, "order 1234, 1237")).state, State::settled);
}

TEST_F(IncompleteNumbers, AYearInADateIsNoEndOfANumber) {
    const Row year = world_.item(acme_, "RE0002026", 77'777);
    const Decision decision = world_.decide(world_.entry(123'457, acme, "invoice 005105 2026-10-31"));
    EXPECT_EQ(items_of(decision), std::vector<Row>{item_});
    EXPECT_NE(items_of(decision), std::vector<Row>{year});
}

TEST_F(IncompleteNumbers, AShortNumberIsNotReadOutOfALongOneThatTheLedgerDoesNotKnow) {
    const Row other = world_.customer("C3", "Cedar Trading Inc");
    world_.item(other, "7703", 60'000);
    world_.item(other, "2026", 61'000);
    const Decision decision = world_.decide(world_.entry(60'000, acme, "INV-2026-007703"));
    EXPECT_EQ(decision.state, State::unmatched);
    EXPECT_TRUE(says(decision, EvidenceKind::number_unknown));
}

TEST_F(IncompleteNumbers, RunsThatHappenToBeAsLongAsANumberAreNone) {
    const Row other = world_.customer("C3", "Cedar Trading Inc");
    const Row number = world_.item(other, "8275", 129'558);
    const Decision decision = world_.decide(world_.entry(129'558, "Cedar Trading Inc", "inv 8275 2026-10-31"));
    EXPECT_EQ(items_of(decision), std::vector<Row>{number});
}

TEST_F(IncompleteNumbers, OneWrongDigitIsASlipButTheLastOneMayBeTheNeighbour) {
    const Row slip = world_.entry(50'000, acme, "INV-2026-005267"); // …5217 was meant
    EXPECT_EQ(items_of(world_.decide(slip)), std::vector<Row>{everyday_});
    World neighbour = world_;
    neighbour.entries.entries.clear();
    EXPECT_NE(neighbour.decide(neighbour.entry(50'000, acme, "INV-2026-005218")).state, State::settled);
}

TEST_F(IncompleteNumbers, WhatSeveralPayersWriteIsNoDocument) {
    const Row entry = world_.entry(123'457, acme, "ref 88213");
    EXPECT_EQ(world_.decide(entry).state, State::question) << "an invoice that is not in the ledger yet?";
    world_.entry(1'000, birch, "ref 88213");
    world_.entry(2'000, "Somebody Else Inc", "ref 88213");
    const Decision decision = world_.decide(entry);
    EXPECT_EQ(decision.state, State::settled);
    EXPECT_EQ(items_of(decision), std::vector<Row>{item_});
}

TEST_F(IncompleteNumbers, AnInvoiceThatIsNotThereIsWaitedForAndWhatStandsBesideItIsNotForgotten) {
    const Decision alone = world_.decide(world_.entry(98'765, acme, "INV-2026-009999"));
    EXPECT_EQ(alone.state, State::unmatched);
    ASSERT_EQ(alone.best.allocations.size(), 1U);
    EXPECT_EQ(alone.best.allocations.front().customer, acme_);
    const Decision beside = world_.decide(world_.entry(223'457, acme, "INV-2026-005105, INV-2026-009998"));
    EXPECT_EQ(beside.state, State::unmatched);
    ASSERT_FALSE(beside.alternatives.empty());
    EXPECT_EQ(beside.alternatives.front().allocations.front().item, item_);
}

TEST_F(IncompleteNumbers, TheInvoiceThatArrivesLaterIsSettledThen) {
    const Row entry = world_.entry(98'765, acme, "INV-2026-009999");
    world_.save(world_.run());
    EXPECT_TRUE(world_.run().decisions.empty());
    const Row late = world_.item(acme_, "INV-2026-009999", 98'765);
    EXPECT_EQ(items_of(world_.decide(entry)), std::vector<Row>{late});
}

TEST_F(IncompleteNumbers, AnotherNumberInAnEarlierLineIsNoDoubtAboutThisOne) {
    world_.entry(50'000, acme, "INV-2026-009999", day(10, 18));
    const Row later = world_.entry(50'000, acme, "INV-2026-005217", day(10, 20));
    EXPECT_EQ(world_.decide(later).state, State::settled);
    world_.entry(50'000, acme, "INV-2026-0052", day(10, 19)); // cut short: it may have been this very invoice
    EXPECT_EQ(world_.decide(later).state, State::question);
}

// A bank's field was too narrow for the first payment's number; the second names the same invoice in full.
TEST_F(IncompleteNumbers, AnEarlierLineWithTheBeginningOfThisNumberMayHavePaidIt) {
    for (const char* cut : {"INV-2026-005", "/INV/202600521", "rechnung 202600521 2026-10-31"}) {
        World world = world_;
        world.entry(50'000, acme, cut, day(10, 18));
        EXPECT_NE(world.decide(world.entry(50'000, acme, "INV-2026-005217", day(10, 20))).state, State::settled) << cut;
    }
}

TEST_F(IncompleteNumbers, AnotherItemOfTheAmountExcusesAnEarlierLineOnlyIfThatMayMeanIt) {
    world_.item(acme_, "INV-2026-008888", 50'000);
    world_.entry(50'000, acme, "INV-2026-0052", day(10, 18));
    EXPECT_NE(world_.decide(world_.entry(50'000, acme, "INV-2026-005217", day(10, 20))).state, State::settled);
}

TEST_F(IncompleteNumbers, AnItemOfExactlyThisAmountSpeaksAgainstAPartPayment) {
    const Row exact = world_.item(acme_, "INV-2026-005109", 93'028);
    const Decision decision = world_.decide(world_.entry(93'028, acme, "INV-2026-005105"));
    EXPECT_EQ(items_of(decision), std::vector<Row>{exact});
}

TEST_F(IncompleteNumbers, CustomersOfOneNameAreToldApartByWhatFitsOneOfThemAlone) {
    const Row twin = world_.customer("C4", acme);
    const Row only = world_.item(twin, "INV-2026-008001", 44'321);
    const Decision decision = world_.decide(world_.entry(44'321, acme, "goods"));
    EXPECT_EQ(items_of(decision), std::vector<Row>{only});
    world_.item(acme_, "INV-2026-008002", 44'321);
    EXPECT_EQ(world_.decide(0).state, State::question);
}

TEST_F(IncompleteNumbers, EverydayAmountsAreTakenForTheRestOnlyWhereTheLedgerIsComplete) {
    const Row entry = world_.entry(173'457, acme, "INV-2026-005105 u.a.");
    EXPECT_EQ(items_of(world_.decide(entry)), (std::vector<Row>{item_, everyday_}));
    // Of sixty invoices that are quoted, five are not in the ledger: so may be the one that is meant here.
    for (int i = 0; i < 60; ++i) {
        const std::string number = "INV-2026-02" + std::to_string(1000 + i), customer = "Customer " + std::to_string(i) + " BV";
        const Row payer = world_.customer("D" + std::to_string(i), customer);
        if (i >= 5) world_.item(payer, number, 200'000 + i);
        world_.entry(200'000 + i, customer, number);
    }
    EXPECT_NE(world_.decide(entry).state, State::settled);
}

} // namespace
} // namespace settled::matching
