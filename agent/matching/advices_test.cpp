// What a payer lists apart from the payment is what it paid; where the list does not fit, it says nothing.
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

using Paid = std::vector<std::pair<Row, std::int64_t>>;

Paid paid(const Decision& decision) {
    Paid rows;
    for (const Allocation& allocation : decision.best.allocations) rows.emplace_back(allocation.item, allocation.amount);
    std::ranges::sort(rows);
    return rows;
}

struct Listed : World {
    Row customer_row = customer("C1", huayuan);
    Row first = item(customer_row, "INV-2026-0001", 100'00), second = item(customer_row, "INV-2026-0002", 200'00),
        third = item(customer_row, "INV-2026-0003", 300'00);

    void line(std::string_view id, std::string_view document, std::int64_t amount, std::int64_t deduction = 0,
              std::string_view reason = {}, std::string_view payer = huayuan, std::string_view reference = {}) {
        ledger::AdviceRow row;
        row.id = book.text.intern(id), row.payer = book.text.intern(payer), row.reference = book.text.intern(reference);
        row.document_number = book.text.add(document), row.reason = book.text.add(reason);
        row.paid = amount, row.deduction = deduction;
        row.payment_date = day(10, 19);
        row.currency = cny;
        book.advices.push_back(row);
    }
};

TEST(Advices, TheDocumentsListedArePaidThoughTheTextNamesNone) {
    Listed world;
    world.line("AV-77", "INV-2026-0001", 100'00);
    world.line("AV-77", "INV-2026-0003", 280'00, 20'00, "damaged goods");
    const Decision decision = world.decide(world.entry(380'00, huayuan, "货款"));
    EXPECT_EQ(decision.state, State::settled);
    EXPECT_EQ(decision.best.grade, Grade::certain);
    EXPECT_EQ(paid(decision), (Paid{{world.first, 100'00}, {world.third, 280'00}}));
    ASSERT_GE(decision.best.evidence.size(), 2U);
    EXPECT_EQ(decision.best.evidence[0].kind, EvidenceKind::advice_lists);
    EXPECT_EQ(decision.best.evidence[0].text, "AV-77");
    EXPECT_EQ(decision.best.evidence[0].count, 2);
    EXPECT_EQ(decision.best.evidence[1].kind, EvidenceKind::advice_deducts);
    EXPECT_EQ(decision.best.evidence[1].amount, 20'00);
    EXPECT_EQ(decision.best.evidence[1].text, "damaged goods");
}

TEST(Advices, AnUnknownPayerIsKnownByTheAdvicesIdInTheText) {
    Listed world;
    const Row other = world.item(world.customer("C2", "Northwind Metals Ltd"), "INV-2026-0009", 55'00);
    world.line("PO 2026-118 / 4", "INV-2026-0002", 200'00, 0, "", "Pay Agency");
    world.line("PO 2026-118 / 4", "INV-2026-0009", 55'00, 0, "", "Pay Agency");
    EXPECT_EQ(world.decide(world.entry(255'00, "Somebody Else", "settlement")).state, State::unmatched);
    const Decision decision = world.decide(world.entry(255'00, "Somebody Else", "settlement PO-2026-118/4"));
    EXPECT_EQ(decision.state, State::settled);
    EXPECT_EQ(paid(decision), (Paid{{world.second, 200'00}, {other, 55'00}}));
    EXPECT_TRUE(decision.third_party_payer);
}

TEST(Advices, APayoutIsPaidLessTheFeeOfTheProvider) {
    Listed world;
    world.line("PAYOUT-9", "INV-2026-0001", 100'00, 0, "", "支付宝");
    world.line("PAYOUT-9", "INV-2026-0002", 200'00, 0, "", "支付宝");
    world.line("PAYOUT-9", "", 0, 1'80, "fee", "支付宝");
    const Decision decision = world.decide(world.entry(298'20, "支付宝(中国)网络技术有限公司客户备付金", "PAYOUT-9 结算款"));
    EXPECT_EQ(decision.state, State::settled);
    EXPECT_EQ(paid(decision), (Paid{{world.first, 100'00}, {world.second, 200'00}}));
    EXPECT_EQ(decision.best.residual, Residual::bank_fee);
    EXPECT_EQ(decision.best.residual_amount, -1'80);
}

TEST(Advices, ACreditNoteLowersWhatIsPaid) {
    Listed world;
    const Row credit = world.item(world.customer_row, "CN-2026-0004", -50'00, day(10, 1), 0, SETTLED_DOC_CREDIT_NOTE);
    world.line("AV-78", "INV-2026-0003", 300'00);
    world.line("AV-78", "CN-2026-0004", -50'00);
    const Decision decision = world.decide(world.entry(250'00, huayuan, "货款"));
    EXPECT_EQ(decision.state, State::settled);
    EXPECT_EQ(paid(decision), (Paid{{world.third, 300'00}, {credit, -50'00}}));
}

TEST(Advices, AListThatDoesNotFitSaysNothing) {
    const auto says_nothing = [](auto&& change) {
        Listed world;
        world.line("AV-77", "INV-2026-0001", 90'00);
        world.line("AV-77", "INV-2026-0003", 285'00);
        change(world);
        const Decision decision = world.decide(world.entry(375'00, huayuan, "货款", day(10, 20)));
        return std::ranges::none_of(decision.best.evidence,
                                    [](const Evidence& one) { return one.kind == EvidenceKind::advice_lists; });
    };
    EXPECT_FALSE(says_nothing([](Listed&) {}));
    EXPECT_TRUE(says_nothing([](Listed& world) { world.book.advices[0].amount = 380'00; })) << "its lines do not add up";
    EXPECT_TRUE(says_nothing([](Listed& world) { world.line("AV-77", "INV-2026-9999", 1'00); })) << "a document is not there";
    EXPECT_TRUE(says_nothing([](Listed& world) {
        for (ledger::AdviceRow& row : world.book.advices) row.payment_date = day(8, 1);
    })) << "of another time";
    EXPECT_TRUE(says_nothing([](Listed& world) {
        for (ledger::AdviceRow& row : world.book.advices) row.payer = world.book.text.add("Northwind Metals Ltd");
    })) << "somebody else's";
    EXPECT_TRUE(says_nothing([](Listed& world) {
        world.line("AV-79", "INV-2026-0002", 200'00);
        world.line("AV-79", "INV-2026-0001", 100'00);
        world.line("AV-79", "INV-2026-0003", 75'00);
    })) << "two lists of this amount";
    EXPECT_TRUE(says_nothing([](Listed& world) { world.book.items[world.first].open_amount = 80'00; })) << "less is open";
}

TEST(Advices, OneListIsPaidOnce) {
    Listed world;
    world.line("AV-77", "INV-2026-0001", 100'00);
    world.line("AV-77", "INV-2026-0002", 200'00);
    const Row once = world.entry(300'00, huayuan, "货款", day(10, 20)), again = world.entry(300'00, huayuan, "货款", day(10, 21));
    const Outcome outcome = world.run();
    EXPECT_EQ(World::of(outcome, once).state, State::settled);
    const Decision second = World::of(outcome, again);
    EXPECT_TRUE(std::ranges::none_of(second.best.allocations, [&](const Allocation& allocation) {
        return allocation.item == world.first || allocation.item == world.second;
    })) << "what is paid is not paid again";
}

} // namespace
} // namespace settled::matching
