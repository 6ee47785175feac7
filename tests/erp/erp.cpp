#include "erp.hpp"

#include "support/child.hpp"

#include <settled/money.hpp>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <fstream>

namespace settled::erp {
namespace {

namespace fs = std::filesystem;

std::int64_t number(const testing::Columns& row, const char* column) {
    const auto hit = row.find(column);
    return hit == row.end() ? 0 : std::stoll(hit->second);
}

std::string text(const testing::Columns& row, const char* column) {
    const auto hit = row.find(column);
    return hit == row.end() ? "" : hit->second;
}

const std::vector<testing::Columns>& table(const testing::LedgerRows& rows, const char* name) {
    static const std::vector<testing::Columns> none;
    const auto hit = rows.rows.find(name);
    return hit == rows.rows.end() ? none : hit->second;
}

} // namespace

std::string driver(std::string_view file) {
    std::error_code absent;
    for (const fs::directory_entry& folder : fs::directory_iterator("/usr/lib", absent))
        if (fs::exists(folder.path() / "odbc" / file, absent)) return folder.path() / "odbc" / file;
    return {};
}

// Beside the repository, or beside the folder its worktrees are in.
fs::path corpus(std::string_view erp) {
    fs::path folder(SETTLED_SOURCE_DIR);
    for (int level = 0; level < 3 && !fs::exists(folder / "shared/corpus"); ++level) folder = folder.parent_path();
    return folder / "shared/corpus/erp" / erp;
}

Totals totals_of(const testing::LedgerRows& rows, settled_date reference_date) {
    Totals totals;
    std::map<std::string, std::string> names;
    for (const auto& customer : table(rows, "customers"))
        names[text(customer, "customer_id")] = text(customer, "name"), ++totals.customers;
    for (const auto& item : table(rows, "open_items")) {
        CurrencyTotals& currency = totals.currencies[text(item, "currency")];
        auto& customer = totals.by_customer[names[text(item, "customer_id")] + ", " + text(item, "currency")];
        const std::int64_t open = number(item, "open_amount");
        currency.outstanding += open, ++currency.items;
        customer.first += open;
        auto& [count, sum] = currency.by_doc_type[text(item, "doc_type")];
        ++count, sum += open;
        if (const std::int64_t due = number(item, "due_date"); open > 0 && due != 0 && due < reference_date) {
            currency.overdue += open, ++currency.overdue_items;
            customer.second += open;
        }
    }
    for (const auto& receipt : table(rows, "receipts")) {
        CurrencyTotals& currency = totals.currencies[text(receipt, "currency")];
        ++currency.receipts, currency.receipts_total += number(receipt, "amount");
        currency.receipts_unallocated += number(receipt, "open_amount");
    }
    for (const auto& line : table(rows, "bank_book")) {
        auto& [entries, balance] = totals.bank_accounts[text(line, "bank_account")];
        ++entries, balance += number(line, "amount");
    }
    return totals;
}

Totals expected_totals(const fs::path& file) {
    std::ifstream in(file);
    const nlohmann::json json = nlohmann::json::parse(in);
    const auto minor = [](const nlohmann::json& value, const std::string& currency) {
        return parse_money(value.get<std::string>(), *Currency::parse(currency)).value().minor_units;
    };
    Totals totals;
    totals.customers = json["customers"];
    for (const auto& [code, value] : json["currencies"].items()) {
        CurrencyTotals& currency = totals.currencies[code];
        currency.outstanding = minor(value["outstanding_total"], code), currency.items = value["open_items"];
        currency.overdue = minor(value["overdue_total"], code), currency.overdue_items = value["overdue_items"];
        currency.receipts = value["receipts"], currency.receipts_total = minor(value["receipts_total"], code);
        currency.receipts_unallocated = minor(value["receipts_unallocated"], code);
        for (const auto& [type, sum] : value["by_doc_type"].items())
            currency.by_doc_type[type == "payment" ? "receipt" : type] = {sum["count"], minor(sum["open_amount"], code)};
    }
    for (const auto& [account, value] : json["bank_accounts"].items())
        totals.bank_accounts[account] = {value["entries"], minor(value["balance"], value["currency"])};
    for (const auto& value : json["customer_outstanding"]) {
        const std::string code = value["currency"];
        totals.by_customer[value["name"].get<std::string>() + ", " + code] = {minor(value["outstanding"], code),
                                                                              minor(value["overdue"], code)};
    }
    return totals;
}

void expect_totals(const testing::LedgerRows& rows, const fs::path& expected_json) {
    const Totals found = totals_of(rows, 20261031);
    const Totals expected = expected_totals(expected_json);
    EXPECT_EQ(found.customers, expected.customers);
    ASSERT_EQ(found.currencies.size(), expected.currencies.size());
    for (const auto& [code, wanted] : expected.currencies) {
        ASSERT_TRUE(found.currencies.contains(code)) << code;
        const CurrencyTotals& got = found.currencies.at(code);
        EXPECT_EQ(got.outstanding, wanted.outstanding) << code;
        EXPECT_EQ(got.items, wanted.items) << code;
        EXPECT_EQ(got.by_doc_type, wanted.by_doc_type) << code;
        EXPECT_EQ(got.overdue, wanted.overdue) << code;
        EXPECT_EQ(got.overdue_items, wanted.overdue_items) << code;
        EXPECT_EQ(got.receipts, wanted.receipts) << code;
        EXPECT_EQ(got.receipts_total, wanted.receipts_total) << code;
        EXPECT_EQ(got.receipts_unallocated, wanted.receipts_unallocated) << code;
    }
    EXPECT_EQ(found.bank_accounts, expected.bank_accounts);
    ASSERT_FALSE(expected.by_customer.empty());
    for (const auto& [customer, sums] : expected.by_customer) {
        ASSERT_TRUE(found.by_customer.contains(customer)) << customer;
        EXPECT_EQ(found.by_customer.at(customer), sums) << customer;
    }
}

fs::path unpacked(const fs::path& gz, const fs::path& folder) {
    const fs::path plain = folder / gz.stem();
    const auto text = support::run({{"/usr/bin/gzip", "-dc", gz.string()}, "", {}, {}});
    EXPECT_TRUE(text) << (text ? "" : text.error().message);
    std::ofstream(plain, std::ios::binary) << text.value_or("");
    fs::permissions(plain, fs::perms::others_read, fs::perm_options::add);
    return plain;
}

} // namespace settled::erp
