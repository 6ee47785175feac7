#include "store/store_fixture.hpp"

namespace settled::store::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

const std::vector<std::string> u8 = {"u8"};

class Ledgers : public StoreTest {
  protected:
    ledger::Book book(std::int32_t as_of) {
        auto loaded = store_->ledgers().load("demo", u8, day(as_of));
        EXPECT_TRUE(loaded) << words(loaded);
        return loaded ? std::move(*loaded) : ledger::Book();
    }
    Generation pulled(const std::vector<Item>& items, std::int32_t as_of) {
        auto published = pull(*store_, "demo", "u8", items, on(as_of));
        EXPECT_TRUE(published) << words(published);
        return published ? *published : Generation();
    }
    // id → open amount
    std::map<std::string, std::int64_t> open_items(std::int32_t as_of) {
        const ledger::Book loaded = book(as_of);
        std::map<std::string, std::int64_t> open;
        for (const ledger::ItemRow& item : loaded.items) open[std::string(loaded[item.id])] = item.open_amount;
        return open;
    }
};

TEST_P(Ledgers, ALedgerNeverPulledIsMissingFromTheBook) {
    EXPECT_THAT(book(20261031).ledgers, IsEmpty());
    auto current = store_->ledgers().current("demo", "u8", day(20261031));
    ASSERT_TRUE(current);
    EXPECT_FALSE(current->has_value());
}

TEST_P(Ledgers, APullIsReadBackColumnByColumn) {
    auto writer = store_->ledgers().begin("demo", "u8", on(20261031));
    ASSERT_TRUE(writer) << words(writer);
    const settled_currency kwd{{'K', 'W', 'D', '\0'}};
    settled_customer customer{};
    customer.size = sizeof customer;
    customer.currency = kwd;
    customer.customer_id = "C1", customer.name = "华远 \"贸易\"", customer.group = "key", customer.bank_accounts = "A;B";
    customer.payment_terms_days = {1, 45};
    customer.related_party = {1, 1};
    ASSERT_TRUE((*writer)->begin(SETTLED_CUSTOMERS));
    ASSERT_TRUE((*writer)->add(SETTLED_CUSTOMERS, &customer));
    ASSERT_TRUE((*writer)->commit({SETTLED_CUSTOMERS, 1, {}}));

    settled_open_item item{};
    item.size = sizeof item;
    item.doc_type = SETTLED_DOC_CREDIT_NOTE;
    item.item_id = "7", item.item_id_2 = "2", item.customer_id = "C1", item.document_number = "CN-7";
    item.document_date = 20261001, item.due_date = 20261031;
    item.currency = kwd;
    item.open_amount = {-9'000'000'000'000'001, 1, 0}; // does not fit 32 bits, nor a double's comfort
    item.tax_invoice_numbers = "24117000000012345678;24117000000012345679";
    item.payment_method = SETTLED_PAY_DIRECT_DEBIT;
    item.discount_amount = {500, 1, 0};
    ASSERT_TRUE((*writer)->begin(SETTLED_OPEN_ITEMS));
    ASSERT_TRUE((*writer)->add(SETTLED_OPEN_ITEMS, &item));
    ASSERT_TRUE((*writer)->commit({SETTLED_OPEN_ITEMS, 1, {{-9'000'000'000'000'001, *Currency::parse("KWD")}}}));

    settled_receipt receipt{};
    receipt.size = sizeof receipt;
    receipt.date = 20261030, receipt.receipt_id = "R1", receipt.customer_id = "C1", receipt.currency = kwd;
    receipt.method = SETTLED_BY_TRANSFER, receipt.state = SETTLED_RECEIPT_DRAFT, receipt.amount = {77, 1, 0};
    ASSERT_TRUE((*writer)->begin(SETTLED_RECEIPTS));
    ASSERT_TRUE((*writer)->add(SETTLED_RECEIPTS, &receipt));
    ASSERT_TRUE((*writer)->commit({SETTLED_RECEIPTS, 1, {{77, *Currency::parse("KWD")}}}));

    settled_bank_book_line line{};
    line.size = sizeof line;
    line.date = 20261030, line.entry_id = "B1", line.bank_account = "1002", line.currency = kwd, line.amount = {-5, 1, 0};
    ASSERT_TRUE((*writer)->begin(SETTLED_BANK_BOOK));
    ASSERT_TRUE((*writer)->add(SETTLED_BANK_BOOK, &line));
    ASSERT_TRUE((*writer)->commit({SETTLED_BANK_BOOK, 1, {{-5, *Currency::parse("KWD")}}}));

    settled_control_balance balance{};
    balance.size = sizeof balance;
    balance.as_of = 20261031, balance.account = "1122", balance.currency = kwd, balance.balance = {123, 1, 0};
    balance.includes = SETTLED_CONTROL_ADVANCE;
    ASSERT_TRUE((*writer)->begin(SETTLED_CONTROL_BALANCES));
    ASSERT_TRUE((*writer)->add(SETTLED_CONTROL_BALANCES, &balance));
    ASSERT_TRUE((*writer)->commit({SETTLED_CONTROL_BALANCES, 1, {{123, *Currency::parse("KWD")}}}));

    settled_bill bill{};
    bill.size = sizeof bill;
    bill.kind = SETTLED_BILL_BANK_ACCEPTANCE, bill.bill_id = "P1", bill.from_customer_id = "C1", bill.currency = kwd;
    bill.status = SETTLED_BILL_HELD, bill.amount = {900, 1, 0}, bill.due_date = 20270131;
    ASSERT_TRUE((*writer)->begin(SETTLED_BILLS));
    ASSERT_TRUE((*writer)->add(SETTLED_BILLS, &bill));
    ASSERT_TRUE((*writer)->commit({SETTLED_BILLS, 1, {{900, *Currency::parse("KWD")}}}));

    settled_payable payable{};
    payable.size = sizeof payable;
    payable.vendor_id = "V1", payable.tax_id = "91310000", payable.currency = kwd, payable.open_amount = {-31, 1, 0};
    payable.due_date = 20261215;
    ASSERT_TRUE((*writer)->begin(SETTLED_PAYABLES));
    ASSERT_TRUE((*writer)->add(SETTLED_PAYABLES, &payable));
    ASSERT_TRUE((*writer)->commit({SETTLED_PAYABLES, 1, {{-31, *Currency::parse("KWD")}}}));
    auto published = (*writer)->publish();
    ASSERT_TRUE(published) << words(published);

    const ledger::Book read = book(20261031);
    ASSERT_THAT(read.customers, SizeIs(1));
    EXPECT_EQ(read[read.customers[0].name], "华远 \"贸易\"");
    EXPECT_EQ(read[read.customers[0].group], "key");
    EXPECT_EQ(read.customers[0].payment_terms_days, 45);
    EXPECT_TRUE(read.customers[0].related_party);
    ASSERT_THAT(read.items, SizeIs(1));
    const ledger::ItemRow& row = read.items[0];
    EXPECT_EQ(read[row.id], "7/2");
    EXPECT_EQ(read[row.key], "C1|credit_note|CN-7|20261001|");
    EXPECT_EQ(row.open_amount, -9'000'000'000'000'001);
    EXPECT_EQ(row.amount, row.open_amount) << "an absent original amount is what is open";
    EXPECT_EQ(read.handling_of(row).discount_amount, 500);
    EXPECT_EQ(row.currency.code(), "KWD");
    EXPECT_EQ(read.handling_of(row).payment_method, SETTLED_PAY_DIRECT_DEBIT);
    EXPECT_EQ(read[row.tax_invoice_numbers], "24117000000012345678;24117000000012345679");
    ASSERT_THAT(read.receipts, SizeIs(1));
    EXPECT_EQ(read.receipts[0].amount, 77);
    EXPECT_FALSE(read.receipts[0].has_open_amount);
    EXPECT_EQ(read.receipts[0].customer, 0U);
    EXPECT_EQ(read.receipts[0].state, SETTLED_RECEIPT_DRAFT);
    ASSERT_THAT(read.bank_book, SizeIs(1));
    EXPECT_EQ(read.bank_book[0].amount, -5);
    ASSERT_THAT(read.control_balances, SizeIs(1));
    EXPECT_EQ(read.control_balances[0].includes, SETTLED_CONTROL_ADVANCE);
    ASSERT_THAT(read.bills, SizeIs(1));
    EXPECT_EQ(read.bills[0].due_date, day(20270131));
    EXPECT_EQ(read.bills[0].status, SETTLED_BILL_HELD);
    ASSERT_THAT(read.payables, SizeIs(1));
    EXPECT_EQ(read[read.payables[0].tax_id], "91310000");
    EXPECT_EQ(read.payables[0].open_amount, -31);
    EXPECT_EQ(read.payables[0].due_date, day(20261215));
}

TEST_P(Ledgers, EveryDocumentOfACustomerIsKnownAlsoWhenItIsPaid) {
    ASSERT_TRUE(pull(*store_, "demo", "u8",
                     {{.id = "1", .number = "INV-1", .amount = 100, .open = 100},
                      {.id = "2", .number = "INV-2", .amount = 50, .open = 50, .instalment = "1"},
                      {.id = "3", .number = "INV-2", .amount = 50, .open = 50, .instalment = "2"},
                      {.id = "4", .customer = "C002", .number = "INV-9", .amount = 7, .open = 7}},
                     on(20261030)));
    ASSERT_TRUE(pull(*store_, "demo", "u8",
                     {{.id = "11", .number = "INV-1", .amount = 100, .open = 80}, // un-audited and entered again
                      {.id = "3", .number = "INV-2", .amount = 50, .open = 50, .instalment = "2"},
                      {.id = "5", .number = "INV-3", .amount = 30, .open = 30}},
                     on(20261031)));
    const auto known = store_->ledgers().documents("demo", "u8", "C001", day(20261031));
    ASSERT_TRUE(known) << words(known);
    ASSERT_THAT(*known, SizeIs(3));
    EXPECT_EQ((*known)[0].number, "INV-1");
    EXPECT_EQ((*known)[0].amount, 100);
    EXPECT_EQ((*known)[0].open_amount, 80);
    EXPECT_EQ((*known)[1].amount, 100) << "both instalments, one of them paid";
    EXPECT_EQ((*known)[1].open_amount, 50);
    EXPECT_EQ((*known)[2].number, "INV-3");
    EXPECT_THAT(*store_->ledgers().documents("demo", "u8", "C001", day(20261030)), SizeIs(2)) << "as known then";
    EXPECT_THAT(*store_->ledgers().documents("demo", "u8", "C404", day(20261031)), IsEmpty());
}

TEST_P(Ledgers, AReceiptThatNamesNoItemsIsToldByItsWriteOffsWhatItWasAppliedTo) {
    const settled_currency eur = {{'E', 'U', 'R', '\0'}};
    auto writer = store_->ledgers().begin("demo", "u8", on(20261031));
    ASSERT_TRUE(writer) << words(writer);
    settled_customer customer{};
    customer.size = sizeof customer;
    customer.customer_id = customer.name = "C1", customer.currency = eur;
    ASSERT_TRUE((*writer)->begin(SETTLED_CUSTOMERS));
    ASSERT_TRUE((*writer)->add(SETTLED_CUSTOMERS, &customer));
    ASSERT_TRUE((*writer)->commit({SETTLED_CUSTOMERS, 1, {}}));
    ASSERT_TRUE((*writer)->begin(SETTLED_OPEN_ITEMS));
    ASSERT_TRUE((*writer)->commit({SETTLED_OPEN_ITEMS, 0, {}}));
    ASSERT_TRUE((*writer)->begin(SETTLED_RECEIPTS));
    for (const auto& [id, items] : {std::pair("R1", ""), std::pair("R2", "9"), std::pair("R3", "")}) {
        settled_receipt receipt{};
        receipt.size = sizeof receipt;
        receipt.date = 20261030, receipt.receipt_id = id, receipt.item_ids = items, receipt.currency = eur;
        receipt.state = SETTLED_RECEIPT_APPROVED, receipt.amount = {50, 1, 0};
        ASSERT_TRUE((*writer)->add(SETTLED_RECEIPTS, &receipt));
    }
    ASSERT_TRUE((*writer)->commit({SETTLED_RECEIPTS, 3, {{150, *Currency::parse("EUR")}}}));
    ASSERT_TRUE((*writer)->begin(SETTLED_SETTLEMENTS));
    for (const auto& [receipt, item] : {std::pair("R1", "1"), std::pair("R1", "2"), std::pair("R1", "1"), std::pair("R2", "3")}) {
        settled_settlement settlement{};
        settlement.size = sizeof settlement;
        settlement.item_id = item, settlement.receipt_id = receipt, settlement.settled_on = 20261030, settlement.currency = eur;
        settlement.amount = {10, 1, 0};
        ASSERT_TRUE((*writer)->add(SETTLED_SETTLEMENTS, &settlement));
    }
    ASSERT_TRUE((*writer)->commit({SETTLED_SETTLEMENTS, 4, {{40, *Currency::parse("EUR")}}}));
    auto published = (*writer)->publish();
    ASSERT_TRUE(published) << words(published);

    const ledger::Book read = book(20261031);
    std::map<std::string_view, std::string_view> items_of;
    for (const ledger::ReceiptRow& receipt : read.receipts) items_of[read[receipt.id]] = read[receipt.item_ids];
    EXPECT_EQ(items_of, (std::map<std::string_view, std::string_view>{{"R1", "1;2"}, {"R2", "9"}, {"R3", ""}}));
}

TEST_P(Ledgers, EveryColumnOfEveryEntityHasItsPlace) {
    auto writer = store_->ledgers().begin("demo", "u8", on(20261031));
    ASSERT_TRUE(writer) << words(writer);
    for (const Entity& entity : entities()) {
        std::vector<std::int64_t> aligned(entity.record_size / sizeof(std::int64_t) + 1); // zeroed: an empty record
        void* const record = aligned.data();
        *static_cast<std::uint32_t*>(record) = static_cast<std::uint32_t>(entity.record_size);
        for (const Field& field : entity.fields) {
            switch (field.type) {
            case FieldType::text:
            case FieldType::list:
            case FieldType::decimal:
                field_value<settled_text>(record, field) = "1";
                break;
            case FieldType::date:
                field_value<settled_date>(record, field) = 20261031;
                break;
            case FieldType::currency:
                field_value<settled_currency>(record, field) = {{'E', 'U', 'R', '\0'}};
                break;
            case FieldType::amount:
                field_value<settled_amount>(record, field) = {1, 1, 0};
                break;
            case FieldType::number:
            case FieldType::flag:
                field_value<settled_number>(record, field) = {1, 1};
                break;
            case FieldType::enumeration:
                field_value<std::int32_t>(record, field) = 1;
                break;
            }
        }
        ASSERT_TRUE((*writer)->begin(entity.id));
        const Status added = (*writer)->add(entity.id, record);
        ASSERT_TRUE(added) << entity.name << ": " << words(added);
        EntityTotals claimed{entity.id, 1, {}};
        if (!entity.sum_field.empty()) claimed.sums.push_back({1, *Currency::parse("EUR")});
        const Status committed = (*writer)->commit(claimed);
        ASSERT_TRUE(committed) << entity.name << ": " << words(committed);
    }
    auto published = (*writer)->publish();
    ASSERT_TRUE(published) << words(published);
    EXPECT_THAT(published->totals, SizeIs(14));
    EXPECT_EQ(published->rows_new, 14);
}

TEST_P(Ledgers, UnchangedRowsAreNotWrittenAgain) {
    const Item first{.id = "1"}, second{.id = "2", .number = "INV-2"};
    const Generation one = pulled({first, second}, 20261030);
    EXPECT_EQ(one.number, 1);
    EXPECT_EQ(one.rows_new, 3);
    Item paid = second;
    paid.open = 4000;
    const Generation two = pulled({first, paid, {.id = "3", .number = "INV-3"}}, 20261031);
    EXPECT_EQ(two.number, 2);
    EXPECT_EQ(two.rows_same, 2);
    EXPECT_EQ(two.rows_changed, 1);
    EXPECT_EQ(two.rows_new, 1);
    EXPECT_EQ(two.rows_gone, 0);
    EXPECT_EQ(two.items_before, 2);
    EXPECT_EQ(two.item_keys_gone, 0);
    auto current = store_->ledgers().current("demo", "u8", day(20261031));
    ASSERT_TRUE(current && current->has_value());
    EXPECT_EQ((*current)->number, 2);
    ASSERT_THAT((*current)->totals, SizeIs(2));
    EXPECT_EQ((*current)->totals[1].count, 3);
    EXPECT_THAT((*current)->totals[1].sums, ElementsAre(cny(24000)));
}

TEST_P(Ledgers, APastDayIsReadWithWhatWasKnownAtItsEnd) {
    pulled({{.id = "1", .open = 10000}}, 20261029);
    pulled({{.id = "1", .open = 6000}, {.id = "2", .number = "INV-2", .open = 500}}, 20261030); // in the morning
    pulled({{.id = "1", .open = 5000}}, 20261030);                                              // in the evening
    pulled({{.id = "1", .open = 0}}, 20261101);
    EXPECT_THAT(open_items(20261028), IsEmpty());
    EXPECT_THAT(open_items(20261029), ElementsAre(std::pair("1", 10000)));
    EXPECT_THAT(open_items(20261030), ElementsAre(std::pair("1", 5000)));
    EXPECT_THAT(open_items(20261031), ElementsAre(std::pair("1", 5000)));
    EXPECT_THAT(open_items(20261101), ElementsAre(std::pair("1", 0)));
    EXPECT_EQ(book(20261031).ledgers[0].known_on, day(20261030));
    EXPECT_EQ(book(20261031).ledgers[0].opening_day, day(20261029));
}

TEST_P(Ledgers, APullThatBreaksLeavesYesterdaysLedger) {
    pulled({{.id = "1", .open = 10000}}, 20261030);
    {
        auto writer = store_->ledgers().begin("demo", "u8", on(20261031));
        ASSERT_TRUE(writer);
        settled_customer customer{};
        customer.size = sizeof customer;
        customer.customer_id = "C001", customer.name = "renamed";
        ASSERT_TRUE((*writer)->begin(SETTLED_CUSTOMERS));
        ASSERT_TRUE((*writer)->add(SETTLED_CUSTOMERS, &customer));
        ASSERT_TRUE((*writer)->commit({SETTLED_CUSTOMERS, 1, {}})); // written, and seen by nobody
        EXPECT_EQ(book(20261031).customers.size(), 1U);
        EXPECT_EQ(open_items(20261031).at("1"), 10000);
    }
    const ledger::Book after = book(20261031);
    ASSERT_THAT(after.customers, SizeIs(1));
    EXPECT_EQ(after[after.customers[0].name], "C001");
    EXPECT_EQ(pulled({{.id = "1", .open = 9000}}, 20261031).number, 2);
    EXPECT_EQ(book(20261031).customers.size(), 1U);
}

TEST_P(Ledgers, WhatAKilledPullLeftIsSweptAwayByTheNext) {
    pulled({{.id = "1"}}, 20261030);
    auto killed = store_->ledgers().begin("demo", "u8", on(20261031));
    ASSERT_TRUE(killed);
    settled_customer customer{};
    customer.size = sizeof customer;
    customer.customer_id = "C9", customer.name = "half";
    ASSERT_TRUE((*killed)->begin(SETTLED_CUSTOMERS));
    ASSERT_TRUE((*killed)->add(SETTLED_CUSTOMERS, &customer));
    ASSERT_TRUE((*killed)->commit({SETTLED_CUSTOMERS, 1, {}}));
    pulled({{.id = "1", .open = 1}}, 20261031); // while the first is still there
    EXPECT_EQ(book(20261031).customers.size(), 1U);
    const Status late = (*killed)->begin(SETTLED_OPEN_ITEMS);
    ASSERT_TRUE(late);
    ASSERT_TRUE((*killed)->commit({SETTLED_OPEN_ITEMS, 0, {}}));
    auto published = (*killed)->publish();
    ASSERT_FALSE(published);
    EXPECT_EQ(published.error().code, SETTLED_UNAVAILABLE);
    EXPECT_THAT(published.error().message, HasSubstr("another pull"));
    killed->reset();
    EXPECT_EQ(open_items(20261031).at("1"), 1);
}

TEST_P(Ledgers, CountsAndSumsMustAgreeWithTheConnectors) {
    auto writer = store_->ledgers().begin("demo", "u8", on(20261031));
    ASSERT_TRUE(writer);
    ASSERT_TRUE((*writer)->begin(SETTLED_SALES));
    settled_sale sale{};
    sale.size = sizeof sale;
    sale.currency = {{'C', 'N', 'Y', '\0'}};
    sale.period = "2026-10", sale.amount = {100, 1, 0};
    ASSERT_TRUE((*writer)->add(SETTLED_SALES, &sale));
    ASSERT_TRUE((*writer)->add(SETTLED_SALES, &sale)) << "rows without an id may be alike";
    const Status short_count = (*writer)->commit({SETTLED_SALES, 1, {cny(200)}});
    ASSERT_FALSE(short_count);
    EXPECT_EQ(short_count.error().code, SETTLED_BAD_DATA);
    EXPECT_THAT(short_count.error().message, HasSubstr("2 of 2.00 CNY"));
    const Status wrong_sum = (*writer)->commit({SETTLED_SALES, 2, {cny(100)}});
    ASSERT_FALSE(wrong_sum);
    EXPECT_EQ(wrong_sum.error().code, SETTLED_BAD_DATA);
    EXPECT_TRUE((*writer)->commit({SETTLED_SALES, 2, {cny(200)}}));
}

TEST_P(Ledgers, AnEmptyPullWhereThereWasALedgerIsRefused) {
    for (const int before : {1, 11}) {
        std::vector<Item> items;
        for (int i = 1; i <= before; ++i) items.push_back({.id = std::to_string(i), .number = "INV-" + std::to_string(i)});
        pulled(items, 20261030);
        auto emptied = pull(*store_, "demo", "u8", {}, on(20261031));
        ASSERT_FALSE(emptied);
        EXPECT_EQ(emptied.error().code, SETTLED_BAD_DATA);
        EXPECT_THAT(emptied.error().message, HasSubstr("came where there were"));
        EXPECT_THAT(emptied.error().message, HasSubstr("settled pull --ledger u8 --accept-empty"));
        EXPECT_EQ(open_items(20261031).size(), items.size());
    }
}

TEST_P(Ledgers, APersonMaySayThatALedgerIsReallyEmpty) {
    pulled({{.id = "1", .number = "INV-1"}}, 20261030);
    ASSERT_TRUE(pull(*store_, "demo", "u8", {}, on(20261031), true));
    EXPECT_THAT(open_items(20261031), IsEmpty());
    ASSERT_TRUE(pull(*store_, "demo", "u8", {}, on(20261101))) << "it was empty already";
}

TEST_P(Ledgers, MistakesOfAConnectorAreNamed) {
    EXPECT_THAT(words(pull(*store_, "demo", "u8", {{.id = "1"}, {.id = "1", .number = "INV-2"}}, on(20261031))),
                HasSubstr("came twice"));
    EXPECT_THAT(words(pull(*store_, "demo", "u8", {{.id = "1", .number = ""}}, on(20261031))),
                HasSubstr("document_number is required"));
    EXPECT_THAT(words(pull(*store_, "demo", "u8", {{.id = "1", .due_date = 20260231}}, on(20261031))),
                HasSubstr("due_date is no day"));
    EXPECT_THAT(words(pull(*store_, "demo", "u8", {{.id = "1", .number = "\xC3("}}, on(20261031))), HasSubstr("not UTF-8"));
}

TEST_P(Ledgers, AnItemOfACustomerThatTheLedgerDoesNotListIsNotLostFromSight) {
    auto writer = store_->ledgers().begin("demo", "u8", on(20261031));
    ASSERT_TRUE(writer);
    ASSERT_TRUE((*writer)->begin(SETTLED_CUSTOMERS));
    ASSERT_TRUE((*writer)->commit({SETTLED_CUSTOMERS, 0, {}}));
    settled_open_item item{};
    item.size = sizeof item;
    item.doc_type = SETTLED_DOC_INVOICE, item.item_id = "1", item.customer_id = "GONE", item.document_number = "INV-1";
    item.currency = {{'C', 'N', 'Y', '\0'}}, item.open_amount = {5, 1, 0};
    ASSERT_TRUE((*writer)->begin(SETTLED_OPEN_ITEMS));
    ASSERT_TRUE((*writer)->add(SETTLED_OPEN_ITEMS, &item));
    ASSERT_TRUE((*writer)->commit({SETTLED_OPEN_ITEMS, 1, {cny(5)}}));
    ASSERT_TRUE((*writer)->publish());
    const ledger::Book read = book(20261031);
    ASSERT_THAT(read.items, SizeIs(1));
    EXPECT_EQ(read.qualified(read.customer_of(read.items[0])), "u8:GONE");
}

TEST_P(Ledgers, EnteredAgainUnderAnotherNumberAnItemKeepsItsHistory) {
    pulled({{.id = "17", .number = "2026-0815"}, {.id = "18", .number = "2026-0816", .amount = 777, .open = 777}}, 20261230);
    const Generation carried = pulled({{.id = "1", .number = "OB-3", .document_date = 20270101},
                                       {.id = "2", .number = "2026-0816", .amount = 777, .open = 777}},
                                      20270102);
    EXPECT_EQ(carried.item_keys_gone, 1);
    EXPECT_EQ(carried.aliases, 1);
    const std::string old_key = "C001|invoice|2026-0815|20261001|", new_key = "C001|invoice|OB-3|20270101|";
    EXPECT_EQ(store_->ledgers().current_key("demo", "u8", old_key).value_or(""), new_key);
    EXPECT_EQ(store_->ledgers().current_key("demo", "u8", new_key).value_or(""), new_key);
    EXPECT_EQ(store_->ledgers().current_key("demo", "u8", "C001|invoice|2026-0816|20261001|").value_or(""),
              "C001|invoice|2026-0816|20261001|");
    // Renumbered once more, and back again.
    pulled({{.id = "5", .number = "OB-4", .document_date = 20270101}}, 20270103);
    EXPECT_EQ(store_->ledgers().current_key("demo", "u8", old_key).value_or(""), "C001|invoice|OB-4|20270101|");
    pulled({{.id = "17", .number = "2026-0815"}}, 20270104);
    EXPECT_EQ(store_->ledgers().current_key("demo", "u8", new_key).value_or(""), old_key);
}

TEST_P(Ledgers, TwoPossibleSuccessorsAreDoubtfulUntilTheyAreGone) {
    pulled({{.id = "17", .number = "INV-7"}}, 20261030);
    const Generation renumbered = pulled({{.id = "21", .number = "N-1"}, {.id = "22", .number = "N-2"}}, 20261031);
    EXPECT_EQ(renumbered.aliases, 0);
    auto doubtful = store_->ledgers().doubts("demo", "u8");
    ASSERT_TRUE(doubtful) << words(doubtful);
    ASSERT_EQ(doubtful->size(), 1U);
    EXPECT_EQ(doubtful->front().old_key, "C001|invoice|INV-7|20261001|");
    EXPECT_THAT(doubtful->front().candidates, ElementsAre("C001|invoice|N-1|20261001|", "C001|invoice|N-2|20261001|"));
    EXPECT_EQ(doubtful->front().seen_on, day(20261031));
    pulled({{.id = "30", .number = "N-3", .amount = 5}}, 20261101);
    EXPECT_THAT(store_->ledgers().doubts("demo", "u8").value_or(std::vector<ItemDoubt>(1)), IsEmpty());
}

TEST_P(Ledgers, AnAnsweredDoubtIsADoubtNoLonger) {
    pulled({{.id = "17", .number = "INV-7"}}, 20261030);
    pulled({{.id = "21", .number = "N-1"}, {.id = "22", .number = "N-2"}}, 20261031);
    const std::string old_key = "C001|invoice|INV-7|20261001|", new_key = "C001|invoice|N-2|20261001|";
    ledger::Fact same;
    same.kind = ledger::FactKind::same_item, same.ledger = "u8", same.item_key = old_key, same.detail = new_key;
    const auto told = store_->facts().tell("demo", same, on(20261101));
    ASSERT_TRUE(told) << words(told);
    EXPECT_THAT(store_->ledgers().doubts("demo", "u8").value_or(std::vector<ItemDoubt>(1)), IsEmpty());
    EXPECT_EQ(store_->ledgers().current_key("demo", "u8", old_key).value_or(""), new_key);
    ledger::Fact revoke;
    revoke.kind = ledger::FactKind::revoke, revoke.revokes = *told;
    ASSERT_TRUE(store_->facts().tell("demo", revoke, on(20261102)));
    EXPECT_EQ(store_->ledgers().doubts("demo", "u8").value_or(std::vector<ItemDoubt>()).size(), 1U);
    EXPECT_EQ(store_->ledgers().current_key("demo", "u8", old_key).value_or(""), old_key);
}

TEST_P(Ledgers, EnteredAgainSomeDaysLaterUnderAnotherNumberAnItemKeepsItsHistory) {
    pulled({{.id = "17", .number = "INV-7"}, {.id = "18", .number = "INV-8", .amount = 777, .open = 777}}, 20261030);
    pulled({{.id = "18", .number = "INV-8", .amount = 777, .open = 777}}, 20261031);
    pulled({{.id = "18", .number = "INV-8", .amount = 777, .open = 777}}, 20261102);
    pulled({{.id = "18", .number = "INV-8", .amount = 777, .open = 777}, {.id = "40", .number = "INV-9"}}, 20261104);
    EXPECT_EQ(store_->ledgers().current_key("demo", "u8", "C001|invoice|INV-7|20261001|").value_or(""),
              "C001|invoice|INV-9|20261001|");
}

TEST_P(Ledgers, GoneForWeeksAnItemIsNotTheOneThatComes) {
    pulled({{.id = "17", .number = "INV-7"}}, 20261001);
    pulled({{.id = "18", .number = "INV-8", .amount = 777, .open = 777}}, 20261002);
    pulled({{.id = "18", .number = "INV-8", .amount = 777, .open = 777}, {.id = "40", .number = "INV-9"}}, 20261020);
    const std::string old_key = "C001|invoice|INV-7|20261001|";
    EXPECT_EQ(store_->ledgers().current_key("demo", "u8", old_key).value_or(""), old_key);
}

TEST_P(Ledgers, AnItemThatComesBackBesideItsSuccessorIsADoubt) {
    pulled({{.id = "17", .number = "INV-7"}}, 20261030);
    pulled({{.id = "21", .number = "N-1"}}, 20261031);
    const std::string old_key = "C001|invoice|INV-7|20261001|", new_key = "C001|invoice|N-1|20261001|";
    EXPECT_EQ(store_->ledgers().current_key("demo", "u8", old_key).value_or(""), new_key);
    pulled({{.id = "21", .number = "N-1"}, {.id = "23", .number = "INV-7"}}, 20261101);
    const auto doubtful = store_->ledgers().doubts("demo", "u8");
    ASSERT_TRUE(doubtful) << words(doubtful);
    ASSERT_EQ(doubtful->size(), 1U);
    EXPECT_EQ(doubtful->front().old_key, old_key);
    EXPECT_THAT(doubtful->front().candidates, ElementsAre(new_key));
    ledger::Fact other;
    other.kind = ledger::FactKind::other_item, other.ledger = "u8", other.item_key = old_key;
    ASSERT_TRUE(store_->facts().tell("demo", other, on(20261101)));
    EXPECT_EQ(store_->ledgers().current_key("demo", "u8", old_key).value_or(""), old_key);
    EXPECT_EQ(store_->ledgers().current_key("demo", "u8", new_key).value_or(""), new_key);
    EXPECT_THAT(store_->ledgers().doubts("demo", "u8").value_or(std::vector<ItemDoubt>(1)), IsEmpty());
}

TEST_P(Ledgers, AnInstalmentKeepsItsKeyWhenItsSiblingIsPaid) {
    const Item first{.id = "a", .number = "INV-7", .due_date = 20261031},
        second{.id = "b", .number = "INV-7", .due_date = 20261130};
    pulled({first, second}, 20261030);
    pulled({second}, 20261101);
    const ledger::Book left = book(20261101);
    ASSERT_THAT(left.items, SizeIs(1));
    EXPECT_EQ(left[left.items[0].key], "C001|invoice|INV-7|20261001|#2");
    pulled({first, second}, 20261102); // the payment came back
    const ledger::Book both = book(20261102);
    const ledger::BookIndex index(both);
    EXPECT_NE(index.item_by_key("u8", "C001|invoice|INV-7|20261001|"), ledger::no_row);
    EXPECT_NE(index.item_by_key("u8", "C001|invoice|INV-7|20261001|#2"), ledger::no_row);
}

TEST_P(Ledgers, SeveralLedgersStandInOneBook) {
    pulled({{.id = "1", .customer = "C1"}}, 20261030);
    ASSERT_TRUE(pull(*store_, "demo", "odoo", {{.id = "1", .customer = "C1", .open = 5}}, on(20261030)));
    ASSERT_TRUE(pull(*store_, "other", "u8", {{.id = "9", .customer = "X"}}, on(20261030)));
    const std::vector<std::string> both = {"u8", "odoo"};
    auto loaded = store_->ledgers().load("demo", both, day(20261031));
    ASSERT_TRUE(loaded) << words(loaded);
    ASSERT_THAT(loaded->items, SizeIs(2));
    EXPECT_EQ(loaded->qualified_id(loaded->items[0]), "u8:1");
    EXPECT_EQ(loaded->qualified_id(loaded->items[1]), "odoo:1");
}

INSTANTIATE_TEST_SUITE_P(Both, Ledgers, testing::Values("sqlite", "postgresql"), [](const auto& info) { return info.param; });

} // namespace
} // namespace settled::store::test
