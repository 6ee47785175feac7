#include "matching/control_comparison.hpp"

#include <settled/plugin_abi.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace settled::matching {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::SizeIs;

const Currency cny = *Currency::parse("CNY"), usd = *Currency::parse("USD");
Date day(std::int32_t yyyymmdd) { return Date::from_abi(yyyymmdd); }

class Control : public testing::Test {
  protected:
    Control() {
        book_.company = "demo";
        book_.ledgers = {{"u8", 1, day(20261031), day(20261001)}, {"odoo", 1, day(20261031), day(20261001)}};
        const ledger::CustomerRow customer;
        book_.customers = {customer, customer};
        book_.customers[1].ledger = 1;
    }
    void item(std::int64_t open, settled_doc_type type = SETTLED_DOC_INVOICE, std::int32_t on = 20261010, Currency currency = cny,
              ledger::Row customer = 0) {
        ledger::ItemRow row;
        row.open_amount = row.amount = open, row.doc_type = static_cast<std::uint8_t>(type), row.document_date = day(on);
        row.currency = currency, row.customer = customer;
        book_.items.push_back(row);
    }
    void balance(std::string_view account, std::int64_t amount, settled_control_includes includes, std::int32_t on = 20261031) {
        ledger::ControlBalanceRow row;
        row.account = book_.text.add(account), row.balance = amount, row.as_of = day(on), row.currency = cny;
        row.includes = static_cast<std::uint8_t>(includes);
        book_.control_balances.push_back(row);
    }
    std::vector<ControlRow> run() const {
        auto rows = compare_control(book_, 0, cny);
        EXPECT_TRUE(rows);
        return rows.value_or(std::vector<ControlRow>());
    }
    static std::vector<HintKind> kinds(const ControlRow& row) {
        std::vector<HintKind> all;
        for (const ControlHint& hint : row.hints) all.push_back(hint.kind);
        return all;
    }
    ledger::Book book_;
};

TEST_F(Control, BothAccountsAreComparedGross) {
    item(100000), item(-5000, SETTLED_DOC_CREDIT_NOTE), item(-30000, SETTLED_DOC_RECEIPT);
    item(777, SETTLED_DOC_INVOICE, 20261010, cny, 1); // of another ledger
    balance("1122", 95000, SETTLED_CONTROL_RECEIVABLE), balance("2203", -30000, SETTLED_CONTROL_ADVANCE);
    const auto rows = run();
    ASSERT_THAT(rows, SizeIs(3));
    EXPECT_EQ(rows[0].items, 95000);
    EXPECT_EQ(rows[1].items, -30000);
    EXPECT_EQ(rows[2].balance, 65000);
    EXPECT_THAT(rows[2].accounts, ElementsAre("1122", "2203"));
    for (const ControlRow& row : rows) EXPECT_TRUE(row.agrees()) << name(row.side);
}

TEST_F(Control, MoneyOnAccountOnTheReceivableAccountIsMixedKinds) {
    item(100000), item(-30000, SETTLED_DOC_RECEIPT);
    balance("1122", 80000, SETTLED_CONTROL_RECEIVABLE), balance("2203", -10000, SETTLED_CONTROL_ADVANCE);
    const auto rows = run();
    EXPECT_THAT(kinds(rows[0]), ElementsAre(HintKind::kinds_mixed));
    EXPECT_THAT(kinds(rows[1]), ElementsAre(HintKind::kinds_mixed));
    EXPECT_TRUE(rows[2].agrees());
}

TEST_F(Control, OneBalanceIsComparedWithEverything) {
    item(100000), item(-30000, SETTLED_DOC_RECEIPT);
    balance("1122", 70000, SETTLED_CONTROL_RECEIVABLE);
    const auto rows = run();
    ASSERT_THAT(rows, SizeIs(1));
    EXPECT_EQ(rows[0].side, ControlSide::net);
    EXPECT_TRUE(rows[0].agrees());
    book_.control_balances[0].balance = 100000;
    EXPECT_THAT(kinds(run()[0]), Contains(HintKind::documents_alone));
}

TEST_F(Control, TheItemThatIsTheDifferenceIsNamed) {
    item(100000), item(4321), item(2000);
    balance("1122", 102000, SETTLED_CONTROL_RECEIVABLE);
    const auto row = run()[0];
    EXPECT_EQ(row.difference, 4321);
    EXPECT_THAT(row.hints, ElementsAre(ControlHint{HintKind::one_item, 4321, 1, 1, {}}));
    book_.control_balances[0].balance = 106321 - 4000;
    EXPECT_THAT(run()[0].hints, ElementsAre(ControlHint{HintKind::half_of_difference, 2000, 1, 2, {}}));
    item(4000);
    item(4000);
    book_.control_balances[0].balance = 114321 - 4000;
    EXPECT_THAT(run()[0].hints, ElementsAre(ControlHint{HintKind::half_of_difference, 2000, 1, 2, {}})) << "two could be it";
}

TEST_F(Control, ALedgerReadOnAnotherDayThanTheBalanceIsSaid) {
    item(100000), item(6000, SETTLED_DOC_INVOICE, 20261031);
    balance("1122", 100000, SETTLED_CONTROL_RECEIVABLE, 20261030);
    EXPECT_THAT(run()[0].hints, Contains(ControlHint{HintKind::ledger_newer, 6000, 1, ledger::no_row, day(20261031)}));
    book_.control_balances[0].as_of = day(20261103);
    EXPECT_THAT(run()[0].hints, Contains(ControlHint{HintKind::ledger_older, 0, 0, ledger::no_row, day(20261031)}));
}

TEST_F(Control, ReceiptsThatNoItemShowsAndDraftsAreNamed) {
    item(100000);
    ledger::ReceiptRow receipt;
    receipt.currency = cny, receipt.amount = receipt.open_amount = 30000, receipt.has_open_amount = true;
    receipt.state = SETTLED_RECEIPT_APPROVED;
    book_.receipts = {receipt, receipt};
    book_.receipts[1].state = SETTLED_RECEIPT_DRAFT, book_.receipts[1].amount = 500;
    balance("1122", 70000, SETTLED_CONTROL_RECEIVABLE);
    const auto row = run()[0];
    EXPECT_THAT(row.hints, Contains(ControlHint{HintKind::receipts_not_shown, 30000, 1, ledger::no_row, {}}));
    EXPECT_THAT(row.hints, Contains(ControlHint{HintKind::draft_receipts, 500, 1, ledger::no_row, {}}));
}

TEST_F(Control, ItemsOfACurrencyWithoutABalanceAreNeverCalledEqual) {
    item(100000), item(900, SETTLED_DOC_INVOICE, 20261010, usd);
    balance("1122", 106500, SETTLED_CONTROL_RECEIVABLE);
    const auto rows = run();
    ASSERT_THAT(rows, SizeIs(2));
    EXPECT_THAT(kinds(rows[0]), ElementsAre(HintKind::other_currencies));
    EXPECT_EQ(rows[1].currency, usd);
    EXPECT_EQ(rows[1].balance, std::nullopt);
    EXPECT_FALSE(rows[1].agrees());
    EXPECT_THAT(kinds(rows[1]), ElementsAre(HintKind::balance_missing));
}

TEST_F(Control, ABalanceInHomeCurrencyIsComparedWithItemsOfEveryCurrencyAtTheLedgersOwnRates) {
    item(100000), item(5000, SETTLED_DOC_INVOICE, 20261010, usd), item(-30000, SETTLED_DOC_RECEIPT);
    balance("1122", 135600, SETTLED_CONTROL_RECEIVABLE), balance("2203", -30000, SETTLED_CONTROL_ADVANCE);
    const std::vector<ledger::HomeSum> sums = {{cny, false, 135600, 2, 0}, {cny, true, -30000, 1, 0}};
    auto rows = compare_control(book_, 0, cny, sums);
    ASSERT_TRUE(rows);
    ASSERT_THAT(*rows, SizeIs(3));
    for (const ControlRow& row : *rows) {
        EXPECT_TRUE(row.agrees()) << row.items << " " << row.balance.value_or(0);
        EXPECT_TRUE(row.in_home);
    }
    EXPECT_EQ((*rows)[2].count, 3);
    // One item without such an amount: nobody can tell what the balance holds of it.
    const std::vector<ledger::HomeSum> partly = {{cny, false, 100000, 2, 1}, {cny, true, -30000, 1, 0}};
    rows = compare_control(book_, 0, cny, partly);
    ASSERT_TRUE(rows);
    EXPECT_FALSE((*rows)[0].in_home);
    EXPECT_EQ((*rows)[0].items, 100000);
}

TEST_F(Control, SumsBeyondSixtyFourBitsAreNoAnswer) {
    item(INT64_MAX), item(INT64_MAX);
    EXPECT_FALSE(compare_control(book_, 0, cny));
}

} // namespace
} // namespace settled::matching
