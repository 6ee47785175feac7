#include <formats/record_reader.hpp>

#include <settled/testing.hpp>
#include <settled/text.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <utility>

namespace settled::formats {
namespace {

using testing::Columns;
using testing::columns_of;
using Row = std::vector<std::pair<std::string, std::string>>;

// Reads one row given as name and value; the error's words where it is refused.
struct Outcome {
    Columns columns;
    std::string error;
};

Outcome read_row(settled_entity id, const Row& row, const RecordRules& rules = {}) {
    std::vector<std::string> names;
    std::vector<std::string_view> values;
    for (const auto& [name, value] : row) names.push_back(name), values.emplace_back(value);
    auto reader = RecordReader::create(entity(id), names, rules);
    if (!reader) return {{}, reader.error().message};
    const auto record = reader->read(values);
    if (!record) return {{}, record.error().message};
    return {columns_of(id, *record), ""};
}

Row open_item(Row more = {}) {
    Row row = {{"item_id", "7"},    {"customer_id", "C1"},   {"doc_type", "invoice"}, {"document_number", "INV-7"},
               {"currency", "CNY"}, {"open_amount", "12.30"}};
    for (auto& [name, value] : more) {
        auto old = std::ranges::find(row, name, &Row::value_type::first);
        old == row.end() ? row.push_back({name, value}) : void(old->second = value);
    }
    return row;
}

Outcome read_item(Row more, const RecordRules& rules = {}) {
    return read_row(SETTLED_OPEN_ITEMS, open_item(std::move(more)), rules);
}

TEST(RecordReader, ReadsEveryTypeOfColumn) {
    const Outcome read = read_item({{"due_date", "2026-11-20"},
                                    {"terms_days", "30.000"},
                                    {"rate", "7.1025"},
                                    {"tax_invoice_numbers", " 111; 222;;"},
                                    {"payment_method", "Bill"},
                                    {"amount", "-0.5"}});
    EXPECT_EQ(read.error, "");
    const Columns expected = {{"item_id", "7"},           {"customer_id", "C1"},
                              {"doc_type", "invoice"},    {"document_number", "INV-7"},
                              {"currency", "CNY"},        {"open_amount", "1230"},
                              {"due_date", "20261120"},   {"terms_days", "30"},
                              {"rate", "7.1025"},         {"tax_invoice_numbers", "111;222"},
                              {"payment_method", "bill"}, {"amount", "-50"}};
    EXPECT_EQ(read.columns, expected);
}

TEST(RecordReader, AConstantStandsInEveryRowAndNeedsNoColumn) {
    Row row = open_item();
    std::erase_if(row, [](const auto& cell) { return cell.first == "doc_type" || cell.first == "currency"; });
    RecordRules rules;
    rules.constants = {{"doc_type", "debit_note"}, {"currency", "JPY"}, {"due_date", "2026-11-20"}, {"terms_days", "30"}};
    for (auto& [name, value] : row)
        if (name == "open_amount") value = "1230";
    const Outcome read = read_row(SETTLED_OPEN_ITEMS, row, rules);
    EXPECT_EQ(read.error, "");
    const Columns expected = {
        {"item_id", "7"},         {"customer_id", "C1"}, {"doc_type", "debit_note"}, {"document_number", "INV-7"},
        {"due_date", "20261120"}, {"terms_days", "30"},  {"currency", "JPY"},        {"open_amount", "1230"}};
    EXPECT_EQ(read.columns, expected);
}

TEST(RecordReader, AConstantThatCannotBeOneIsRefusedWithItsColumn) {
    const auto error = [](const std::string& column, const std::string& value) {
        Row row = open_item();
        std::erase_if(row, [](const auto& cell) { return cell.first == "doc_type"; });
        RecordRules rules;
        rules.constants = {{"doc_type", "invoice"}};
        rules.constants[column] = value;
        return read_row(SETTLED_OPEN_ITEMS, row, rules).error;
    };
    EXPECT_EQ(error("doc_type", "invoice"), "");
    EXPECT_THAT(error("doc_type", "bill of lading"),
                ::testing::HasSubstr("column doc_type: \"bill of lading\"; expected one of invoice"));
    EXPECT_THAT(error("currency", "CNY"), ::testing::HasSubstr("column \"currency\" is given twice"));
    EXPECT_THAT(error("duedate", "2026-11-20"), ::testing::HasSubstr("did you mean \"due_date\"?"));
    EXPECT_THAT(error("amount", "5.00"), ::testing::HasSubstr("cannot be a constant"));
    EXPECT_THAT(error("item_id_2", "5"), ::testing::HasSubstr("\"item_id_2\" cannot be a constant"));
    EXPECT_THAT(error("", "5"), ::testing::HasSubstr("cannot be a constant"));
}

TEST(RecordReader, TakesTheCurrencysDecimalsWhereverTheColumnStands) {
    EXPECT_EQ(read_row(SETTLED_RECEIPTS, {{"amount", "1200.00"}, {"receipt_id", "1"}, {"currency", "JPY"}}).columns["amount"],
              "1200");
    EXPECT_EQ(read_row(SETTLED_RECEIPTS, {{"amount", "1.234"}, {"receipt_id", "1"}, {"currency", "KWD"}}).columns["amount"],
              "1234");
}

TEST(RecordReader, NeverRoundsAnAmount) {
    EXPECT_EQ(read_item({{"open_amount", "12.345"}}).error,
              "open_items, row 1 (item_id 7), column open_amount: \"12.345\"; expected at most 2 decimals for CNY");
    EXPECT_EQ(read_item({{"open_amount", "1.0e+15"}}).error, "open_items, row 1 (item_id 7), column open_amount: \"1.0e+15\"; "
                                                             "expected digits with an optional sign and point, such as "
                                                             "-1234.50");
    EXPECT_NE(read_item({{"open_amount", "1,234.50"}}).error, "");
    EXPECT_NE(read_item({{"open_amount", "99999999999999999999"}}).error, "");
}

TEST(RecordReader, ReadsADateInTheShapesDatabasesWrite) {
    for (const char* text : {"2026-11-20", "20261120", "2026/11/20", "2026-11-20 00:00:00", "2026-11-20 10:59:00.123456",
                             "2026-11-20T10:59:00Z", "2026-11-20T10:59:00+08:00", "20261120 235959"})
        EXPECT_EQ(read_item({{"due_date", text}}).columns["due_date"], "20261120") << text;
}

TEST(RecordReader, AnEmptyOrZeroDateIsNone) {
    for (const char* text : {"", "0000-00-00", "0000-00-00 00:00:00", "00000000", "1900-01-01 00:00:00.000",
                             "0001-01-01T00:00:00", "1899-12-30", "9999-12-31"}) {
        const Outcome read = read_item({{"due_date", text}});
        EXPECT_EQ(read.error, "") << text;
        EXPECT_FALSE(read.columns.contains("due_date")) << text;
    }
}

TEST(RecordReader, RefusesADayThatDoesNotExistOrIsWrittenOtherwise) {
    for (const char* text : {"2026-02-30", "31.10.2026", "10/31/2026", "2026-11-20x", "tomorrow", "20261399", "2026-11/20"}) {
        EXPECT_EQ(read_item({{"due_date", text}}).error,
                  "open_items, row 1 (item_id 7), column due_date: \"" + std::string(text) +
                      "\"; expected a day as 2026-11-20 or 20261120, a time behind it or not");
    }
    EXPECT_NE(
        read_row(SETTLED_BANK_BOOK,
                 {{"entry_id", "1"}, {"bank_account", "1002"}, {"date", "0000-00-00"}, {"currency", "CNY"}, {"amount", "1"}})
            .error,
        "")
        << "a required day may not be none";
}

TEST(RecordReader, ReadsAFlagInTheWordsPeopleAndDatabasesUse) {
    for (const char* text : {"1", "true", "t", "Y", "yes", "是"})
        EXPECT_EQ(read_row(SETTLED_CUSTOMERS, {{"customer_id", "C"}, {"related_party", text}}).columns["related_party"], "1")
            << text;
    for (const char* text : {"0", "FALSE", "f", "N", "no", "否"})
        EXPECT_EQ(read_row(SETTLED_CUSTOMERS, {{"customer_id", "C"}, {"related_party", text}}).columns["related_party"], "0")
            << text;
    EXPECT_EQ(
        read_row(SETTLED_CUSTOMERS, {{"customer_id", "C"}, {"related_party", "maybe"}}).error,
        "customers, row 1 (customer_id C), column related_party: \"maybe\"; expected 1 or 0, true or false, yes or no, 是 or 否");
}

TEST(RecordReader, AnEnumerationIsOneOfTheContractsWords) {
    EXPECT_EQ(read_item({{"doc_type", "payment"}}).error, "open_items, row 1 (item_id 7), column doc_type: \"payment\"; expected "
                                                          "one of invoice, credit_note, debit_note, receipt, other");
}

TEST(RecordReader, KnowsCurrenciesByTheNamesUsersWrite) {
    EXPECT_EQ(read_item({{"currency", "人民币"}}).columns["currency"], "CNY");
    EXPECT_EQ(read_item({{"currency", "RMB"}}).columns["currency"], "CNY");
    EXPECT_EQ(read_item({{"currency", "美元"}}).columns["currency"], "USD");
    RecordRules own;
    own.currencies = {{"PRE001", "CNY"}};
    EXPECT_EQ(read_item({{"currency", "PRE001"}}, own).columns["currency"], "CNY");
    EXPECT_EQ(read_item({{"currency", "PRE001"}}).error,
              "open_items, row 1 (item_id 7), column currency: \"PRE001\"; expected an ISO 4217 "
              "code such as CNY; map this ledger's own names to codes");
}

TEST(RecordReader, ARowWithoutCurrencyIsInTheHomeCurrencyWhereThereIsOne) {
    RecordRules home;
    home.home_currency = *Currency::parse("JPY");
    EXPECT_EQ(read_item({{"currency", ""}, {"open_amount", "12"}}, home).columns["open_amount"], "12");
    EXPECT_NE(read_item({{"currency", ""}}).error, "");
    const Row without = {{"receipt_id", "1"}, {"amount", "5"}};
    EXPECT_EQ(read_row(SETTLED_RECEIPTS, without, home).columns["currency"], "JPY");
    EXPECT_EQ(read_row(SETTLED_RECEIPTS, without).error,
              "receipts: required column currency missing; let the query or file give it");
}

TEST(RecordReader, JoinsACompositeId) {
    EXPECT_EQ(read_item({{"item_id_2", "b"}, {"item_id_3", "c"}}).columns["item_id"], "7/b/c");
    EXPECT_EQ(read_item({{"item_id_2", ""}, {"item_id_3", "c"}}).columns["item_id"], "7/c");
    EXPECT_FALSE(read_item({{"item_id_2", "b"}}).columns.contains("item_id_2"));
}

TEST(RecordReader, NamesTheNearestKnownColumn) {
    const std::string error = read_item({{"due_dat", "2026-11-20"}}).error;
    EXPECT_TRUE(error.starts_with("open_items: unknown column \"due_dat\"; did you mean \"due_date\"? Known columns: item_id, "))
        << error;
    EXPECT_EQ(read_row(SETTLED_CUSTOMERS, {{"customer_id", "1"}, {"Customer_ID", "1"}}).error,
              "customers: column \"customer_id\" is given twice; remove one");
}

TEST(RecordReader, NamesEveryMissingRequiredColumn) {
    EXPECT_EQ(read_row(SETTLED_OPEN_ITEMS, {{"item_id", "1"}, {"currency", "CNY"}, {"doc_type", "invoice"}, {"open_amount", "1"}})
                  .error,
              "open_items: required columns customer_id, document_number missing; let the query or file give them");
    EXPECT_EQ(read_item({{"customer_id", " "}}).error,
              "open_items, row 1 (item_id 7), column customer_id: is empty; expected a value");
}

TEST(RecordReader, TakesHeadingsInAnyCaseAndSkipsUnnamedColumns) {
    auto reader = RecordReader::create(entity(SETTLED_CUSTOMERS), {"CUSTOMER_ID", "", "Name"});
    ASSERT_TRUE(reader);
    const std::vector<std::string_view> values = {"C1  ", "ignored", "华远"};
    const auto record = reader->read(values);
    ASSERT_TRUE(record);
    EXPECT_EQ(columns_of(SETTLED_CUSTOMERS, *record), (Columns{{"customer_id", "C1"}, {"name", "华远"}}));
}

TEST(RecordReader, NothingOfOneRowStaysInTheNext) {
    auto reader =
        RecordReader::create(entity(SETTLED_CUSTOMERS), {"customer_id", "name", "currency", "credit_limit", "bank_accounts"});
    ASSERT_TRUE(reader);
    ASSERT_TRUE(reader->read(std::vector<std::string_view>{"C1", "A", "USD", "5", "1; 2"}));
    const auto record = reader->read(std::vector<std::string_view>{"C2", "", "", "", ""});
    ASSERT_TRUE(record);
    EXPECT_EQ(columns_of(SETTLED_CUSTOMERS, *record), (Columns{{"customer_id", "C2"}}));
    EXPECT_EQ(reader->rows(), 2);
}

TEST(RecordReader, RefusesBytesThatAreNotUtf8AndSaysItInUtf8) {
    const std::string gbk = "\xBB\xAA\xD4\xB6"; // 华远 in GBK
    const std::string error = read_item({{"reference", "ab" + gbk}}).error;
    EXPECT_EQ(
        error,
        "open_items, row 1 (item_id 7), column reference: \"ab\"…; expected UTF-8; set the driver's client character set or "
        "save the file as UTF-8");
    const Outcome currency = read_item({{"currency", gbk}});
    EXPECT_EQ(first_invalid_utf8(currency.error), std::string_view::npos);
    EXPECT_NE(currency.error, "");
}

TEST(RecordReader, RefusesARowShorterThanItsHeadings) {
    auto reader = RecordReader::create(entity(SETTLED_CUSTOMERS), {"customer_id", "name"});
    ASSERT_TRUE(reader);
    const auto record = reader->read(std::vector<std::string_view>{"C1"});
    ASSERT_FALSE(record);
    EXPECT_EQ(record.error().message, "customers, row 1 has 1 values; its headings promise more");
}

TEST(RecordReader, AnyIdMayComeInParts) {
    EXPECT_EQ(read_row(SETTLED_RECEIPTS, {{"receipt_id_3", "001"},
                                          {"receipt_id", "1400000012 "},
                                          {"receipt_id_2", "2026"},
                                          {"currency", "CNY"},
                                          {"amount", "1"}})
                  .columns["receipt_id"],
              "1400000012/2026/001");
    EXPECT_EQ(read_row(SETTLED_CUSTOMERS, {{"customer_id", "7"}, {"customer_id_2", "  "}}).columns["customer_id"], "7");
    EXPECT_EQ(read_item({{"item_id", "A"}, {"item_id_2", "B"}}).columns["item_id"], "A/B");
}

TEST(RecordReader, AnItemIsDueAtItsBaseAndItsDaysWhereItStatesNoDay) {
    EXPECT_EQ(read_item({{"due_base", "20261101"}, {"terms_days", "30"}}).columns["due_date"], "20261201");
    EXPECT_EQ(read_item({{"due_base", "2026-11-01 00:00:00"}, {"terms_days", "0"}}).columns["due_date"], "20261101");
    EXPECT_EQ(read_item({{"due_date", "2026-11-05"}, {"due_base", "2026-11-01"}, {"terms_days", "30"}}).columns["due_date"],
              "20261105");
    EXPECT_FALSE(read_item({{"due_base", "2026-11-01"}}).columns.contains("due_date"));
    EXPECT_FALSE(read_item({{"due_base", "2026-11-01"}, {"terms_days", "99999"}}).columns.contains("due_date"));
    EXPECT_FALSE(read_item({{"due_base", "delivery"}, {"terms_days", "30"}}).columns.contains("due_date"));
}

} // namespace
} // namespace settled::formats
