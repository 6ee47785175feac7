#include "host/record_check.hpp"

#include "host/checked_receivers.hpp"

#include <settled/ledger.hpp>

#include <gmock/gmock.h>

namespace settled::host {
namespace {

using ::testing::HasSubstr;

constexpr std::size_t field_bytes_max = 4096;

settled_open_item sound_item() {
    auto item = record<settled_open_item>();
    item.item_id = item.document_number = "U8-17", item.customer_id = "C001", item.doc_type = SETTLED_DOC_INVOICE;
    item.currency = {"CNY"}, item.open_amount = amount(98500);
    return item;
}

Status check_item(const settled_open_item& item) { return check_record(entity(SETTLED_OPEN_ITEMS), &item, field_bytes_max); }

TEST(RecordCheck, ASoundItemPasses) {
    settled_open_item item = sound_item();
    item.due_date = 20261031, item.rate = "-1.08", item.terms_days = number(30), item.payment_method = SETTLED_PAY_BILL;
    item.reference = "Straße 华";
    const auto checked = check_item(item);
    EXPECT_TRUE(checked) << checked.error().message;
}

TEST(RecordCheck, EveryImpossibleColumnIsNamedWithWhatWasFound) {
    const std::string long_text(field_bytes_max + 1, 'x');
    struct Case {
        void (*spoil)(settled_open_item&);
        const char* words;
    };
    const std::vector<Case> cases = {
        {[](auto& item) { item.item_id = ""; }, "open_items: column item_id is missing"},
        {[](auto& item) { item.customer_id = ""; }, "open_items \"U8-17\": column customer_id is missing"},
        {[](auto& item) { item.currency = {}; }, "column currency is missing"},
        {[](auto& item) { item.currency = {"Cny"}; }, "column currency \"Cny\" is not a currency code"},
        {[](auto& item) { item.currency = {{'C', 'N', 'Y', 'X'}}; }, "column currency \"CNYX\" is not a currency code"},
        {[](auto& item) { item.home_currency = {"E1"}; }, "column home_currency"},
        {[](auto& item) { item.open_amount = {}; }, "column open_amount is missing"},
        {[](auto& item) { item.open_amount.present = 5; }, "column open_amount is neither present nor absent"},
        {[](auto& item) { item.amount = {1, 1, 2}; }, "column amount has 2 digits more than its currency"},
        {[](auto& item) { item.due_date = 20260230; }, "column due_date 20260230 is not a day"},
        {[](auto& item) { item.document_date = -1; }, "column document_date -1 is not a day"},
        {[](auto& item) { item.doc_type = 0; }, "column doc_type is missing"},
        {[](auto& item) { item.doc_type = 6; }, "column doc_type 6 is unknown; 1 to 5 are known"},
        {[](auto& item) { item.payment_method = -3; }, "column payment_method -3 is unknown"},
        {[](auto& item) { item.rate = "1,08"; }, "column rate \"1,08\" is not a decimal number"},
        {[](auto& item) { item.rate = "1.0.8"; }, "column rate"},
        {[](auto& item) { item.reference = "a\xB9\xAB"; }, "column reference \"a??\" is not UTF-8 from byte 2 on"},
        {[](auto& item) { item.reference = std::string_view("12345678\0x", 10); },
         "column reference \"12345678\\u{00}x\" holds a zero byte"},
        {[](auto& item) { item.reference = std::string_view(nullptr, 5); }, "column reference states a size but has no text"},
    };
    for (const Case& one : cases) {
        settled_open_item item = sound_item();
        one.spoil(item);
        const auto checked = check_item(item);
        ASSERT_FALSE(checked) << one.words;
        EXPECT_EQ(checked.error().code, SETTLED_BAD_DATA);
        EXPECT_THAT(checked.error().message, HasSubstr(one.words));
    }
    settled_open_item item = sound_item();
    item.reference = long_text;
    EXPECT_THAT(check_item(item).error().message, HasSubstr("holds 4097 bytes; at most 4096 are allowed (limits.field_kb)"));
}

TEST(RecordCheck, AYesOrNoIsNothingElse) {
    auto customer = record<settled_customer>();
    customer.customer_id = "C1", customer.related_party = number(2);
    EXPECT_THAT(check_record(entity(SETTLED_CUSTOMERS), &customer, field_bytes_max).error().message,
                HasSubstr("column related_party 2 is neither 0 nor 1"));
}

settled_entry sound_entry() {
    settled_entry entry{};
    entry.size = sizeof entry, entry.line = 12, entry.status = SETTLED_ENTRY_BOOKED, entry.amount = amount(100),
    entry.currency = {"EUR"};
    return entry;
}

TEST(EntryCheck, AnAmountFinerThanTheCurrencyIsShownAndNotRefused) {
    settled_entry entry = sound_entry();
    entry.amount.finer_digits = 3;
    EXPECT_TRUE(check_entry(entry, field_bytes_max));
    entry.amount.finer_digits = 17;
    EXPECT_FALSE(check_entry(entry, field_bytes_max));
}

TEST(EntryCheck, APartWithoutAnAmountIsAPartABookingWithoutOneIsNone) {
    settled_entry part = sound_entry(), entry = sound_entry();
    part.amount = {};
    entry.details = &part, entry.detail_count = 1;
    EXPECT_TRUE(check_entry(entry, field_bytes_max));
    entry.amount = {};
    EXPECT_FALSE(check_entry(entry, field_bytes_max));
}

TEST(EntryCheck, TheLineAndTheFieldAreNamedInDetailsToo) {
    settled_entry detail = sound_entry(), entry = sound_entry();
    detail.line = 0, detail.value_date = 20261301;
    entry.details = &detail, entry.detail_count = 1;
    const auto checked = check_entry(entry, field_bytes_max);
    ASSERT_FALSE(checked);
    EXPECT_EQ(checked.error().line, 12);
    EXPECT_THAT(checked.error().message, HasSubstr("detail of an entry: value_date 20261301"));
}

TEST(EntryCheck, ImpossiblePartsAreRefused) {
    settled_entry entry = sound_entry();
    entry.amount.present = 0;
    EXPECT_THAT(check_entry(entry, field_bytes_max).error().message, HasSubstr("amount is missing"));
    entry = sound_entry(), entry.status = 4;
    EXPECT_THAT(check_entry(entry, field_bytes_max).error().message, HasSubstr("status 4 is unknown"));
    const settled_charge charge{sizeof charge, {"eur"}, {1, 1, 0}, {}, {}};
    entry = sound_entry(), entry.charges = &charge, entry.charge_count = 1;
    EXPECT_THAT(check_entry(entry, field_bytes_max).error().message, HasSubstr("charges.currency \"eur\""));
}

struct Silent final : LedgerReceiver {
    Status begin(settled_entity) override { return {}; }
    Status record(settled_entity, const void*) override { return ++records, Status{}; }
    Status commit(const settled_commit&) override { return ++commits, Status{}; }
    int records = 0, commits = 0;
};

settled_commit commit_of(std::int64_t count, const settled_sum& sum) {
    return {sizeof(settled_commit), SETTLED_OPEN_ITEMS, count, &sum, 1, 0};
}

TEST(CheckedLedger, WhatIsStatedMustHaveArrived) {
    const settled_open_item item = sound_item();
    const settled_sum right{{"CNY"}, 0, 98500}, wrong{{"CNY"}, 0, 98499}, foreign{{"USD"}, 0, 98500}, strange{{"c?"}, 0, 1};
    const auto after_one_item = [&](const settled_commit& commit) {
        Silent receiver;
        CheckedLedger gate(receiver, field_bytes_max);
        EXPECT_TRUE(gate.begin(SETTLED_OPEN_ITEMS));
        EXPECT_TRUE(gate.record(SETTLED_OPEN_ITEMS, &item));
        auto done = gate.commit(commit);
        EXPECT_EQ(receiver.commits, done ? 1 : 0);
        return done ? std::string("sound") : done.error().message;
    };
    EXPECT_EQ(after_one_item(commit_of(1, right)), "sound");
    EXPECT_THAT(after_one_item(commit_of(2, right)), HasSubstr("open_items: the plugin sent 2 rows, 1 arrived; pull again"));
    EXPECT_THAT(after_one_item(commit_of(1, wrong)), HasSubstr("add up to 984.99 CNY, those that arrived to 985.00"));
    EXPECT_THAT(after_one_item(commit_of(1, foreign)), HasSubstr("add up to 0.00 CNY"));
    EXPECT_THAT(after_one_item(commit_of(1, strange)), HasSubstr("which is no currency"));
}

TEST(CheckedLedger, OrderIsKept) {
    const settled_open_item item = sound_item();
    const settled_sum sum{{"CNY"}, 0, 98500};
    Silent receiver;
    CheckedLedger gate(receiver, field_bytes_max);
    EXPECT_EQ(gate.record(SETTLED_OPEN_ITEMS, &item).error().code, SETTLED_INTERNAL);
    EXPECT_EQ(gate.commit(commit_of(0, sum)).error().code, SETTLED_INTERNAL);
    EXPECT_TRUE(gate.begin(SETTLED_OPEN_ITEMS));
    EXPECT_EQ(gate.begin(SETTLED_OPEN_ITEMS).error().code, SETTLED_INTERNAL);
    EXPECT_THAT(gate.complete(false).error().message, HasSubstr("open_items was begun and not finished"));
    EXPECT_TRUE(gate.record(SETTLED_OPEN_ITEMS, &item));
    EXPECT_TRUE(gate.commit(commit_of(1, sum)));
    EXPECT_EQ(gate.record(SETTLED_OPEN_ITEMS, &item).error().code, SETTLED_INTERNAL);
    EXPECT_TRUE(gate.complete(false));
    EXPECT_THAT(gate.complete(true).error().message, HasSubstr("sent no customers"));
}

TEST(CheckedLedger, ASumBeyondSixtyFourBitsIsBadData) {
    settled_open_item item = sound_item();
    item.open_amount = amount(INT64_MAX);
    Silent receiver;
    CheckedLedger gate(receiver, field_bytes_max);
    ASSERT_TRUE(gate.begin(SETTLED_OPEN_ITEMS));
    EXPECT_TRUE(gate.record(SETTLED_OPEN_ITEMS, &item));
    EXPECT_EQ(gate.record(SETTLED_OPEN_ITEMS, &item).error().code, SETTLED_BAD_DATA);
    EXPECT_EQ(receiver.records, 1);
}

struct Counting final : StatementReceiver {
    Status begin(const settled_statement_begin&) override { return {}; }
    Status entry(const settled_entry&) override { return ++entries, Status{}; }
    Status end(const settled_statement_end&) override { return {}; }
    void diagnostic(const settled_diagnostic& found) override {
        messages.emplace_back(std::string_view(found.message)), severities.push_back(found.severity);
    }
    int entries = 0;
    std::vector<std::string> messages;
    std::vector<int> severities;
};

TEST(CheckedStatement, EntriesBeyondTheLimitAreRefused) {
    Counting receiver;
    CheckedStatement gate(receiver, {3, field_bytes_max});
    settled_statement_begin begin{};
    begin.size = sizeof begin;
    ASSERT_TRUE(gate.begin(begin));
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(gate.entry(sound_entry()));
    EXPECT_THAT(gate.entry(sound_entry()).error().message,
                HasSubstr("more than 3 entries; split it, or raise limits.statement_entries"));
    EXPECT_EQ(receiver.entries, 3);
}

TEST(CheckedStatement, OrderIsKept) {
    Counting receiver;
    CheckedStatement gate(receiver, {0, field_bytes_max});
    settled_statement_begin begin{};
    begin.size = sizeof begin;
    settled_statement_end end{};
    end.size = sizeof end;
    EXPECT_FALSE(gate.entry(sound_entry()));
    EXPECT_FALSE(gate.end(end));
    EXPECT_TRUE(gate.begin(begin));
    EXPECT_FALSE(gate.begin(begin));
    EXPECT_FALSE(gate.complete());
    EXPECT_TRUE(gate.end(end));
    EXPECT_TRUE(gate.complete());
}

TEST(CheckedStatement, DiagnosticsAreMadeSafeToShowAndNeverMilder) {
    Counting receiver;
    CheckedStatement gate(receiver, {0, field_bytes_max});
    gate.diagnostic({sizeof(settled_diagnostic), 99, 1, "X", "red \x1b[31m and \xFF"});
    EXPECT_EQ(receiver.messages, std::vector<std::string>{"red \\u{1B}[31m and ?"});
    EXPECT_EQ(receiver.severities, std::vector<int>{SETTLED_ERROR});
}

} // namespace
} // namespace settled::host
