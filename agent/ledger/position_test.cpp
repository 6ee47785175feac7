#include "ledger/position.hpp"

#include <gtest/gtest.h>

namespace settled::ledger {
namespace {

const Currency cny = *Currency::parse("CNY");

// A ledger of one customer, written down as the test needs it.
struct Ledger {
    Book book;

    Ledger() {
        book.ledgers.push_back({"u8", 1, Date(), Date()});
        CustomerRow customer;
        customer.id = book.text.add("C1");
        book.customers.push_back(customer);
    }
    Row item(std::string_view number, std::int64_t open, int due_day, std::uint8_t type = SETTLED_DOC_INVOICE,
             std::string_view linked = {}) {
        ItemRow row;
        row.id = row.document_number = book.text.add(number);
        row.linked_document = book.text.add(linked);
        row.amount = row.open_amount = open;
        row.due_date = *Date::of(2026, 10, static_cast<unsigned>(due_day));
        row.customer = 0;
        row.currency = cny;
        row.doc_type = type;
        book.items.push_back(row);
        return static_cast<Row>(book.items.size() - 1);
    }
    Row receipt(std::int64_t amount, std::uint8_t state, std::string_view items = {}) {
        ReceiptRow row;
        row.id = book.text.add("R" + std::to_string(book.receipts.size()));
        row.item_ids = book.text.add(items);
        row.amount = row.open_amount = amount;
        row.has_open_amount = true;
        row.customer = 0;
        row.currency = cny;
        row.state = state;
        book.receipts.push_back(row);
        return static_cast<Row>(book.receipts.size() - 1);
    }
    Row bill(std::int64_t amount, std::uint8_t status, std::string_view items = {}, std::string_view receipt_id = {}) {
        BillRow row;
        row.id = book.text.add("B" + std::to_string(book.bills.size()));
        row.item_ids = book.text.add(items);
        row.receipt_id = book.text.add(receipt_id);
        row.amount = amount;
        row.customer = 0;
        row.currency = cny;
        row.status = status;
        book.bills.push_back(row);
        return static_cast<Row>(book.bills.size() - 1);
    }
    Positions positions(const KnownMoney& money = {}) const {
        auto result = ledger::positions(book, money);
        EXPECT_TRUE(result.has_value());
        return *result;
    }
};

TEST(Position, WithoutAnyMoneyItIsWhatTheErpShows) {
    Ledger ledger;
    const Row item = ledger.item("INV-1", 1000, 5);
    const Positions found = ledger.positions();
    EXPECT_EQ(found.items[item].position, 1000);
    EXPECT_EQ(found.items[item].for_dunning, 1000);
    EXPECT_TRUE(found.items[item].parts.empty());
    EXPECT_EQ(found.find(0, cny)->total, 1000);
    EXPECT_EQ(found.find(1, cny), nullptr);
}

TEST(Position, MoneyAtTheBankLowersItsItemOnceAndNamesTheEntry) {
    Ledger ledger;
    const Row item = ledger.item("INV-1", 1000, 5);
    const Positions found = ledger.positions({.matched = {{0, item, cny, 400, 400, 17}}});
    EXPECT_EQ(found.items[item].position, 600);
    ASSERT_EQ(found.items[item].parts.size(), 1U);
    EXPECT_EQ(found.items[item].parts[0].reason, PositionReason::matched_not_booked);
    EXPECT_EQ(found.items[item].parts[0].amount, 400);
    EXPECT_EQ(found.items[item].parts[0].entry, 17);
    EXPECT_EQ(found.find(0, cny)->total, 600);
}

TEST(Position, MoneyBeyondWhatIsOpenStandsOnTheCustomersAccount) {
    Ledger ledger;
    const Row item = ledger.item("INV-1", 300, 5);
    const Positions found = ledger.positions({.matched = {{0, item, cny, 1000, 1000, 17}}});
    EXPECT_EQ(found.items[item].position, 0);
    EXPECT_EQ(found.find(0, cny)->on_account, 700);
    EXPECT_EQ(found.find(0, cny)->total, -700);
}

TEST(Position, MoneyOnAccountLowersTheCustomerAndNoItem) {
    Ledger ledger;
    const Row item = ledger.item("INV-1", 1000, 5);
    const Positions found = ledger.positions({.matched = {{0, no_row, cny, 250, 250, 3}}});
    EXPECT_EQ(found.items[item].position, 1000);
    EXPECT_EQ(found.find(0, cny)->on_account, 250);
    EXPECT_EQ(found.find(0, cny)->total, 750);
}

TEST(Position, WhereItCannotBeToldDunningTakesTheLowerAmount) {
    Ledger ledger;
    const Row item = ledger.item("INV-1", 1000, 5);
    const Positions found = ledger.positions({.matched = {{0, item, cny, 0, 400, 17}}});
    EXPECT_EQ(found.items[item].position, 1000);
    EXPECT_EQ(found.items[item].for_dunning, 600);
    EXPECT_TRUE(found.items[item].doubtful);
    EXPECT_TRUE(found.find(0, cny)->doubtful);
}

TEST(Position, ALinkedCreditNoteNetsWithItsInvoiceOnly) {
    Ledger ledger;
    const Row other = ledger.item("INV-1", 1000, 1);
    const Row item = ledger.item("INV-2", 1000, 5);
    const Row credit = ledger.item("CN-1", -300, 6, SETTLED_DOC_CREDIT_NOTE, "INV-2");
    const Positions found = ledger.positions();
    EXPECT_EQ(found.items[other].position, 1000);
    EXPECT_EQ(found.items[item].position, 700);
    EXPECT_EQ(found.items[credit].position, 0);
    EXPECT_EQ(found.find(0, cny)->unlinked_credits, 0);
    EXPECT_EQ(found.find(0, cny)->total, 1700);
}

TEST(Position, ACreditNoteLargerThanItsInvoiceKeepsTheRest) {
    Ledger ledger;
    const Row item = ledger.item("INV-2", 200, 5);
    const Row credit = ledger.item("CN-1", -300, 6, SETTLED_DOC_CREDIT_NOTE, "INV-2");
    const Positions found = ledger.positions();
    EXPECT_EQ(found.items[item].position, 0);
    EXPECT_EQ(found.items[credit].position, -100);
    EXPECT_EQ(found.find(0, cny)->unlinked_credits, 100);
}

TEST(Position, AnUnlinkedCreditTouchesNoItem) {
    Ledger ledger;
    const Row item = ledger.item("INV-2", 200, 5);
    ledger.item("CN-1", -300, 6, SETTLED_DOC_CREDIT_NOTE);
    const Positions found = ledger.positions();
    EXPECT_EQ(found.items[item].position, 200);
    EXPECT_EQ(found.find(0, cny)->unlinked_credits, 300);
    EXPECT_EQ(found.find(0, cny)->total, -100);
}

TEST(Position, AReceiptItemThatStandsForAnEntryBelongsToTheItemWeAllocatedItTo) {
    Ledger ledger;
    const Row item = ledger.item("INV-2", 1000, 5);
    const Row receipt = ledger.item("SK-9", -1000, 6, SETTLED_DOC_RECEIPT);
    const Positions found = ledger.positions({.shares = {{item, receipt, 1000, 17}}});
    EXPECT_EQ(found.items[item].position, 0);
    EXPECT_EQ(found.items[receipt].position, 0);
    EXPECT_EQ(found.find(0, cny)->total, 0);
}

TEST(Position, ADraftReceiptLowersTheItemsItNames) {
    Ledger ledger;
    const Row oldest = ledger.item("INV-1", 1000, 1);
    const Row item = ledger.item("INV-2", 1000, 5);
    ledger.receipt(600, SETTLED_RECEIPT_DRAFT, "INV-2");
    const Positions found = ledger.positions();
    EXPECT_EQ(found.items[oldest].position, 1000);
    EXPECT_EQ(found.items[item].position, 400);
}

TEST(Position, ADraftReceiptWithoutItemsLowersTheOldestDue) {
    Ledger ledger;
    const Row young = ledger.item("INV-2", 1000, 9);
    const Row oldest = ledger.item("INV-1", 1000, 1);
    ledger.receipt(1200, SETTLED_RECEIPT_DRAFT);
    const Positions found = ledger.positions();
    EXPECT_EQ(found.items[oldest].position, 0);
    EXPECT_EQ(found.items[young].position, 800);
}

TEST(Position, ADraftReceiptThatIsAnEntrysMoneyIsNotCountedAgain) {
    Ledger ledger;
    const Row item = ledger.item("INV-1", 1000, 1);
    const Row receipt = ledger.receipt(400, SETTLED_RECEIPT_DRAFT, "INV-1");
    const Positions found = ledger.positions({.matched = {{0, item, cny, 400, 400, 17}}, .paired_receipts = {receipt}});
    EXPECT_EQ(found.items[item].position, 600);
}

TEST(Position, AnApprovedReceiptThatNothingShowsHoldsDunningButNotTheReport) {
    Ledger ledger;
    const Row item = ledger.item("INV-1", 1000, 1);
    ledger.receipt(400, SETTLED_RECEIPT_APPROVED);
    const Positions found = ledger.positions();
    EXPECT_EQ(found.items[item].position, 1000);
    EXPECT_EQ(found.items[item].for_dunning, 600);
    EXPECT_TRUE(found.items[item].doubtful);
}

TEST(Position, AnApprovedReceiptThatStandsAsAnOpenItemCountsOnce) {
    Ledger ledger;
    const Row item = ledger.item("INV-1", 1000, 1);
    ledger.receipt(400, SETTLED_RECEIPT_APPROVED);
    ledger.item("SK-1", -400, 2, SETTLED_DOC_RECEIPT);
    const Positions found = ledger.positions();
    EXPECT_EQ(found.items[item].for_dunning, 1000);
    EXPECT_EQ(found.find(0, cny)->total, 600);
}

TEST(Position, ABillReceivedLowersAtOnceAndABillReturnedNoLonger) {
    Ledger ledger;
    const Row item = ledger.item("INV-1", 1000, 1);
    ledger.bill(1000, SETTLED_BILL_HELD, "INV-1");
    EXPECT_EQ(ledger.positions().items[item].position, 0);
    ledger.book.bills[0].status = SETTLED_BILL_RETURNED;
    EXPECT_EQ(ledger.positions().items[item].position, 1000);
    ledger.book.bills[0].status = SETTLED_BILL_REFUSED;
    EXPECT_EQ(ledger.positions().items[item].position, 1000);
    ledger.book.bills[0].status = SETTLED_BILL_OFFERED;
    EXPECT_EQ(ledger.positions().items[item].position, 1000);
}

TEST(Position, ABillAndItsReceiptAreOneMoney) {
    Ledger ledger;
    const Row item = ledger.item("INV-1", 1000, 1);
    const Row receipt = ledger.receipt(300, SETTLED_RECEIPT_DRAFT, "INV-1");
    ledger.bill(300, SETTLED_BILL_HELD, "INV-1", "R0");
    EXPECT_EQ(ledger.positions().items[item].position, 700);
    ledger.book.receipts[receipt].state = SETTLED_RECEIPT_APPROVED; // the ERP applied it
    ledger.book.receipts[receipt].open_amount = 0;
    ledger.book.items[item].open_amount = 700;
    EXPECT_EQ(ledger.positions().items[item].position, 700);
}

TEST(Position, MoneyThatTheBankTookBackIsOwedAgainThoughTheErpStillCarriesIt) {
    Ledger ledger;
    const Row item = ledger.item("INV-1", 200, 1); // 1000, of which 800 were applied
    const Positions found = ledger.positions({.matched = {{0, item, cny, -800, -800, 17}}});
    EXPECT_EQ(found.items[item].position, 1000);
    EXPECT_EQ(found.items[item].parts.at(0).reason, PositionReason::returned);
    EXPECT_EQ(found.find(0, cny)->total, 1000);
}

TEST(Position, ASumThatDoesNotFitIsAnErrorThatNamesTheCustomer) {
    Ledger ledger;
    ledger.item("INV-1", INT64_MAX, 1);
    ledger.item("INV-2", INT64_MAX, 1);
    const auto result = positions(ledger.book, {});
    ASSERT_FALSE(result.has_value());
    EXPECT_NE(result.error().message.find("u8:C1"), std::string::npos);
}

} // namespace
} // namespace settled::ledger
