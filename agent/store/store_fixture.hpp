// store_fixture.hpp -- every store test runs on SQLite and on a real PostgreSQL, in tables of its own.
#pragma once

#include "store/store.hpp"
#include "support/postgresql.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

namespace settled::store::test {

inline Date day(std::int32_t yyyymmdd) { return Date::from_abi(yyyymmdd); }

inline Stamp on(std::int32_t yyyymmdd, const std::string& actor = "settled") {
    return {day(yyyymmdd).iso() + "T10:00:00+08:00", day(yyyymmdd), actor};
}

inline Money cny(std::int64_t minor_units) { return {minor_units, *Currency::parse("CNY")}; }

// The words of a failure, so that a failed assertion shows them.
template <class T> std::string words(const Result<T>& result) { return result ? "" : result.error().message; }

class StoreTest : public testing::TestWithParam<std::string> {
  protected:
    void SetUp() override {
        if (GetParam() == "sqlite") {
            options_.url = "sqlite:" + (folder_ / "settled.db").string();
        } else {
            if (!support::PostgreSql::installed()) GTEST_SKIP() << "PostgreSQL is not installed";
            support::PostgreSql& server = support::PostgreSql::of_this_program();
            ASSERT_EQ(server.trouble(), "");
            static int schemas = 0; // much quicker made than databases
            schema_ = "store" + std::to_string(++schemas);
            ASSERT_TRUE(server.run_sql("postgres", "CREATE SCHEMA " + schema_));
            options_.url = server.url("postgres") + "&options=-csearch_path%3D" + schema_;
        }
        options_.wait_seconds = 5;
        store_ = another();
        ASSERT_NE(store_, nullptr);
    }
    // A second connection, as another process has it.
    std::unique_ptr<Store> another() {
        auto opened = open_store(options_);
        EXPECT_TRUE(opened) << words(opened);
        return opened ? std::move(*opened) : nullptr;
    }

    // Behind the store's back.
    Status sql(const std::string& statement);

    support::TemporaryFolder folder_;
    std::string schema_; // of PostgreSQL
    StoreOptions options_;
    std::unique_ptr<Store> store_;
};

struct Item {
    std::string id = "1", customer = "C001", number = "INV-1";
    std::int32_t document_date = 20261001, due_date = 20261031;
    std::int64_t amount = 10000, open = 10000;
    std::string instalment;
};

// Pulls a whole ledger: the customers that the items name, and the items.
inline Result<Generation> pull(Store& store, const std::string& company, const std::string& ledger,
                               const std::vector<Item>& items, const Stamp& stamp, bool accept_empty = false) {
    auto writer = store.ledgers().begin(company, ledger, stamp);
    if (!writer) return pass(writer);
    if (accept_empty) (*writer)->accept_empty();
    const settled_currency currency{{'C', 'N', 'Y', '\0'}};
    std::vector<std::string> customers;
    for (const Item& item : items)
        if (std::ranges::find(customers, item.customer) == customers.end()) customers.push_back(item.customer);
    if (Status begun = (*writer)->begin(SETTLED_CUSTOMERS); !begun) return pass(begun);
    for (const std::string& id : customers) {
        settled_customer customer{};
        customer.size = sizeof customer;
        customer.currency = currency;
        customer.customer_id = id;
        customer.name = id;
        if (Status added = (*writer)->add(SETTLED_CUSTOMERS, &customer); !added) return pass(added);
    }
    if (Status done = (*writer)->commit({SETTLED_CUSTOMERS, static_cast<std::int64_t>(customers.size()), {}}); !done)
        return pass(done);
    if (Status begun = (*writer)->begin(SETTLED_OPEN_ITEMS); !begun) return pass(begun);
    std::int64_t sum = 0;
    for (const Item& item : items) {
        settled_open_item record{};
        record.size = sizeof record;
        record.doc_type = SETTLED_DOC_INVOICE;
        record.item_id = item.id;
        record.customer_id = item.customer;
        record.document_number = item.number;
        record.instalment = item.instalment;
        record.document_date = item.document_date;
        record.due_date = item.due_date;
        record.currency = currency;
        record.amount = {item.amount, 1, 0};
        record.open_amount = {item.open, 1, 0};
        sum += item.open;
        if (Status added = (*writer)->add(SETTLED_OPEN_ITEMS, &record); !added) return pass(added);
    }
    const EntityTotals claimed{SETTLED_OPEN_ITEMS, static_cast<std::int64_t>(items.size()), {cny(sum)}};
    if (Status done = (*writer)->commit(claimed); !done) return pass(done);
    return (*writer)->publish();
}

inline statement::Entry entry(std::int32_t booked, std::int64_t amount, const std::string& text,
                              const std::string& reference = "") {
    statement::Entry made;
    made.booking_date = made.value_date = day(booked);
    made.currency = *Currency::parse("CNY");
    made.amount.minor_units = amount;
    made.remittance = text;
    made.counterparty_name = "ACME 有限公司";
    made.bank_reference = reference;
    return made;
}

inline AccountStatement statement(std::vector<statement::Entry> entries, std::optional<std::int64_t> opening = std::nullopt,
                                  std::int32_t closing_day = 0, const std::string& account = "main") {
    AccountStatement made;
    made.account = account;
    made.format = "statement_camt";
    made.statement.account = "TEST-0001";
    made.statement.currency = *Currency::parse("CNY");
    made.statement.entries = std::move(entries);
    if (opening) {
        std::int64_t closing = *opening;
        for (const statement::Entry& one : made.statement.entries) closing += one.amount.minor_units;
        const Date last = closing_day != 0 ? day(closing_day) : made.statement.entries.back().booking_date;
        made.statement.opening = statement::Balance{last, {*opening}};
        made.statement.closing = statement::Balance{last, {closing}};
    }
    return made;
}

inline SourceFile file(const std::string& name) { return {"demo", "inbox", name, "sha256 of " + name, "", ""}; }

inline const std::vector<statement::AccountRow>& accounts() {
    static const std::vector<statement::AccountRow> rows = {{"main", "TEST-0001", "1002", *Currency::parse("CNY")}};
    return rows;
}

// Imports a file of one booked entry and gives its number.
inline std::int64_t one_entry(Store& store, std::int64_t amount, const std::string& text, std::int32_t booked = 20261030) {
    const std::vector<AccountStatement> statements = {statement({entry(booked, amount, text)})};
    auto published = store.entries().publish(file(text), statements, on(booked));
    EXPECT_TRUE(published) << words(published);
    auto book = store.entries().load("demo", accounts(), day(22001231));
    EXPECT_TRUE(book) << words(book);
    for (const statement::EntryRow& row : book->entries)
        if ((*book)[row.remittance] == text) return row.id;
    ADD_FAILURE() << "the entry is not in the book";
    return 0;
}

} // namespace settled::store::test
