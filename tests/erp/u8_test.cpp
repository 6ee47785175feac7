#include "erp.hpp"

#include "support/child.hpp"
#include "support/temporary_folder.hpp"

#include <settled/money.hpp>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <set>

namespace settled::erp {
namespace {

namespace fs = std::filesystem;
using testing::Columns;

Options u8(const fs::path& file) {
    return {{"connector", "yonyou_u8"},
            {"connection", "Driver=" + driver("libsqlite3odbc.so") + ";Database=" + file.string()},
            {"parameters.bill_styles", "07"},
            {"parameters.cash_styles", "01"},
            {"parameters.tax_number_field", "10"},
            {"parameters.english_regions", "US; FOREIGN"}};
}

// The fixture's row with this value, some of its columns.
Columns row_of(const Ledger& ledger, const char* table, const char* key, const std::string& value,
               std::initializer_list<const char*> columns) {
    for (const Columns& row : ledger.got.rows.at(table)) {
        if (!row.contains(key) || row.at(key) != value) continue;
        Columns chosen;
        for (const char* column : columns)
            if (const auto hit = row.find(column); hit != row.end()) chosen.insert(*hit);
        return chosen;
    }
    return {};
}

class YonyouU8 : public ::testing::Test {
  protected:
    void SetUp() override {
        if (driver("libsqlite3odbc.so").empty() || !fs::exists("/usr/bin/python3"))
            GTEST_SKIP() << "the SQLite ODBC driver or python3 is not installed";
    }
    fs::path fixture() {
        const fs::path file = folder_ / "u8.db";
        const std::string make = "import sqlite3, sys\nc = sqlite3.connect(sys.argv[1])\n"
                                 "for f in sys.argv[2:]: c.executescript(open(f, encoding='utf-8').read())\nc.commit()\n";
        const std::string tables = SETTLED_SOURCE_DIR "/connectors/erp/yonyou_u8/fixture/tables.sql";
        const std::string rows = SETTLED_SOURCE_DIR "/connectors/erp/yonyou_u8/fixture/rows.sql";
        const auto made = support::run({{"/usr/bin/python3", "-c", make, file.string(), tables, rows}, "", {}, {}});
        EXPECT_TRUE(made) << (made ? "" : made.error().message);
        return file;
    }
    support::TemporaryFolder folder_;
};

TEST_F(YonyouU8, AnOpenAmountIsTheSumOfADocumentsRowsWithAFlagBelowThree) {
    Ledger ledger(u8(fixture()));
    ASSERT_EQ(ledger.pull(), "");
    std::set<std::string> numbers;
    for (const Columns& item : ledger.got.rows.at("open_items")) numbers.insert(item.at("document_number"));
    EXPECT_EQ(numbers, (std::set<std::string>{"X1", "X6", "R3", "R4", "Y1", "N1"}))
        << "X2 is paid, X3 and X4 have flags outside the balance, X5 is payable, R1 is written off";
    EXPECT_EQ(
        row_of(ledger, "open_items", "document_number", "X1",
               {"customer_id", "doc_type", "amount", "open_amount", "home_open_amount", "due_date", "document_date", "currency",
                "tax_invoice_numbers", "contract_number", "po_number", "delivery_numbers", "salesperson_id", "home_currency"}),
        (Columns{{"customer_id", "C1"},
                 {"doc_type", "invoice"},
                 {"amount", "30030"},
                 {"open_amount", "25025"},
                 {"home_open_amount", "25025"},
                 {"due_date", "20261001"},
                 {"document_date", "20260901"},
                 {"currency", "CNY"},
                 {"tax_invoice_numbers", "26312000000000000001"},
                 {"contract_number", "HT1"},
                 {"po_number", "PO1"},
                 {"delivery_numbers", "D1"},
                 {"salesperson_id", "P1"},
                 {"home_currency", "CNY"}}));
}

TEST_F(YonyouU8, CreditNotesAndMoneyOnAccountAreNegativeRefundsPositive) {
    Ledger ledger(u8(fixture()));
    ASSERT_EQ(ledger.pull(), "");
    EXPECT_EQ(row_of(ledger, "open_items", "document_number", "X6",
                     {"doc_type", "open_amount", "currency", "home_open_amount", "due_date", "due_base", "terms_days"}),
              (Columns{{"doc_type", "credit_note"},
                       {"open_amount", "-1000"},
                       {"currency", "USD"},
                       {"home_open_amount", "-7100"},
                       {"due_date", "20261025"},
                       {"due_base", "2026-09-10"},
                       {"terms_days", "45"}}));
    EXPECT_EQ(row_of(ledger, "open_items", "document_number", "R3", {"doc_type", "open_amount", "due_date"}),
              (Columns{{"doc_type", "receipt"}, {"open_amount", "-10000"}, {"due_date", "20261007"}}));
    EXPECT_EQ(row_of(ledger, "open_items", "document_number", "R4", {"doc_type", "open_amount"}),
              (Columns{{"doc_type", "receipt"}, {"open_amount", "500"}}));
    EXPECT_EQ(row_of(ledger, "open_items", "document_number", "Y1", {"doc_type", "due_date", "due_base"}),
              (Columns{{"doc_type", "invoice"}, {"due_base", "2026-08-01"}}))
        << "1900-01-01 is SQL Server's empty day";
    EXPECT_EQ(row_of(ledger, "open_items", "document_number", "N1", {"doc_type"}), (Columns{{"doc_type", "other"}}));
}

TEST_F(YonyouU8, ReceiptsAreDraftUntilAudited) {
    Ledger ledger(u8(fixture()));
    ASSERT_EQ(ledger.pull(), "");
    ASSERT_EQ(ledger.got.rows.at("receipts").size(), 3u) << "what belongs to payables is not ours";
    EXPECT_EQ(row_of(ledger, "receipts", "receipt_id", "48/R1",
                     {"state", "method", "amount", "open_amount", "bank_account", "reference"}),
              (Columns{{"state", "approved"},
                       {"method", "transfer"},
                       {"amount", "5005"},
                       {"open_amount", "0"},
                       {"bank_account", "100201"},
                       {"reference", "N-1"}}));
    EXPECT_EQ(
        row_of(ledger, "receipts", "receipt_id", "48/R9", {"state", "method", "amount", "open_amount", "reference"}),
        (Columns{{"state", "draft"}, {"method", "bill"}, {"amount", "2000"}, {"open_amount", "1500"}, {"reference", "R9"}}));
    EXPECT_EQ(row_of(ledger, "receipts", "receipt_id", "49/R4", {"amount", "method"}),
              (Columns{{"amount", "-500"}, {"method", "cash"}}));
}

TEST_F(YonyouU8, SettlementsNameItemReceiptAndDay) {
    Ledger ledger(u8(fixture()));
    ASSERT_EQ(ledger.pull(), "");
    ASSERT_EQ(ledger.got.rows.at("settlements").size(), 3u);
    EXPECT_EQ(row_of(ledger, "settlements", "receipt_id", "48/R1", {"item_id", "amount", "settled_date", "due_date", "currency"}),
              (Columns{{"item_id", "26/X1/C1"},
                       {"amount", "5005"},
                       {"settled_date", "20261005"},
                       {"due_date", "20261001"},
                       {"currency", "CNY"}}))
        << "the receipt is named as among the receipts";
    EXPECT_NE(row_of(ledger, "settlements", "receipt_id", "48/R2", {"amount"}), Columns{})
        << "no receipt among the receipts: by its own number";
}

TEST_F(YonyouU8, TheBankBookAddsUpToItsBalanceAndLeavesVoidVouchersOut) {
    Ledger ledger(u8(fixture()));
    ASSERT_EQ(ledger.pull(), "");
    const auto totals = totals_of(ledger.got, 20261118);
    EXPECT_EQ(totals.bank_accounts.at("100201"), (std::pair<std::int64_t, std::int64_t>{2, 105005}));
    EXPECT_EQ(totals.bank_accounts.at("100202"), (std::pair<std::int64_t, std::int64_t>{2, 9000}));
    EXPECT_EQ(row_of(ledger, "bank_book", "entry_id", "4", {"currency", "counterparty"}),
              (Columns{{"currency", "USD"}, {"counterparty", "Northgate"}}));
}

TEST_F(YonyouU8, ControlBalancesAreOpeningPlusVouchersDebitPositive) {
    Ledger ledger(u8(fixture()));
    ASSERT_EQ(ledger.pull(), "");
    EXPECT_EQ(row_of(ledger, "control_balances", "account", "1122", {"balance", "currency", "includes", "as_of"}),
              (Columns{{"balance", "20125"}, {"currency", "CNY"}, {"includes", "receivable"}, {"as_of", "20261007"}}));
    EXPECT_EQ(row_of(ledger, "control_balances", "account", "2203", {"balance", "includes"}),
              (Columns{{"balance", "-71000"}, {"includes", "advance"}}));
}

TEST_F(YonyouU8, CustomersCarryWhatLettersNeed) {
    Ledger ledger(u8(fixture()));
    ASSERT_EQ(ledger.pull(), "");
    EXPECT_EQ(
        row_of(ledger, "customers", "customer_id", "C1",
               {"language", "currency", "credit_limit", "payment_terms_days", "salesperson_name", "parent_customer_id", "phone"}),
        (Columns{{"language", "zh-CN"},
                 {"currency", "CNY"},
                 {"credit_limit", "50000000"},
                 {"payment_terms_days", "30"},
                 {"salesperson_name", "何琳"},
                 {"phone", "0571-1"}}));
    EXPECT_EQ(
        row_of(ledger, "customers", "customer_id", "C2", {"language", "currency", "credit_limit", "parent_customer_id", "phone"}),
        (Columns{{"language", "en"}, {"currency", "USD"}, {"parent_customer_id", "C1"}, {"phone", "2"}}));
}

// The three days of the demo company, as make_company.py writes them.
class DemoCompany : public YonyouU8 {
  protected:
    std::string make(const std::vector<std::string>& arguments) {
        std::vector<std::string> all = {"/usr/bin/python3", "-B", SETTLED_SOURCE_DIR "/demo/make_company.py"};
        all.insert(all.end(), arguments.begin(), arguments.end());
        const auto done = support::run({all, "", {}, {}});
        EXPECT_TRUE(done) << (done ? "" : done.error().message);
        return done.value_or("");
    }
};

TEST_F(DemoCompany, TiesToItsControlAccountOnEveryDay) {
    for (const char* day : {"1", "2", "3"}) {
        make({"--out", folder_.path().string(), "--day", day});
        Ledger ledger(u8(folder_ / "u8.db"));
        ASSERT_EQ(ledger.pull(), "");
        EXPECT_EQ(ledger.got.rows.at("customers").size(), 60u);
        EXPECT_GT(ledger.got.rows.at("open_items").size(), 380u);
        std::int64_t home = 0;
        for (const Columns& item : ledger.got.rows.at("open_items")) home += std::stoll(item.at("home_open_amount"));
        std::int64_t control = 0;
        for (const Columns& balance : ledger.got.rows.at("control_balances")) control += std::stoll(balance.at("balance"));
        EXPECT_EQ(home, control) << "day " << day;
    }
}

TEST_F(DemoCompany, TheBookkeeperDraftsApprovesAppliesAndTakesBack) {
    const auto states = [&](const char* day) {
        make({"--out", folder_.path().string(), "--day", day});
        Ledger ledger(u8(folder_ / "u8.db"));
        EXPECT_EQ(ledger.pull(), "");
        std::map<std::string, std::string> found; // bank reference → state and what is open
        for (const Columns& receipt : ledger.got.rows.at("receipts"))
            if (receipt.contains("reference") && receipt.at("reference").starts_with("CNY"))
                found[receipt.at("reference")] = receipt.at("state") + (receipt.at("open_amount") == "0" ? ", applied" : "");
        return found;
    };
    EXPECT_TRUE(states("1").empty());
    const auto second = states("2");
    EXPECT_EQ(second.at("CNY2611180001"), "draft");
    EXPECT_EQ(second.at("CNY2611180002"), "approved, applied");
    EXPECT_EQ(second.at("CNY2611180003"), "approved");
    const auto third = states("3");
    EXPECT_EQ(third.at("CNY2611180001"), "approved, applied");
    EXPECT_EQ(third.at("CNY2611180002"), "approved") << "one of its write-offs was taken back";
    EXPECT_EQ(third.at("CNY2611180003"), "approved, applied");
}

TEST_F(DemoCompany, TheTruthFileIsWhatTheStoryTellsAndNamesItemsOfTheLedger) {
    EXPECT_EQ(support::text_of(SETTLED_SOURCE_DIR "/demo/expected_truth.json"), make({"--truth"}))
        << "write it anew: python3 demo/make_company.py --truth > demo/expected_truth.json";
    make({"--out", folder_.path().string(), "--day", "1"});
    Ledger ledger(u8(folder_ / "u8.db"));
    ASSERT_EQ(ledger.pull(), "");
    std::map<std::string, std::int64_t> open;
    for (const Columns& item : ledger.got.rows.at("open_items"))
        open[item.at("document_number")] = std::stoll(item.at("open_amount"));
    const auto truth = nlohmann::json::parse(make({"--truth"}));
    std::set<std::string> cases;
    for (const auto& line : truth["lines"]) {
        cases.insert(line["case"].get<std::string>());
        for (const auto& item : line["items"]) {
            const std::int64_t paid = parse_money(item["amount"].get<std::string>(), {})->minor_units;
            ASSERT_TRUE(open.contains(item["document_number"])) << line.dump();
            EXPECT_LE(std::abs(paid), std::abs(open.at(item["document_number"]))) << line.dump();
        }
    }
    EXPECT_GE(cases.size(), 25u);
}

TEST_F(DemoCompany, StatementsChainFromDayToDay) {
    for (const char* day : {"1", "2", "3"}) make({"--out", folder_.path().string(), "--day", day});
    const auto balances = [&](const std::string& day) { // opening and closing of the first row
        std::ifstream in(folder_ / ("bank/icbc/cny-2026-11-" + day + ".csv"));
        std::string heading, row;
        std::getline(in, heading), std::getline(in, row);
        if (row.ends_with('\r')) row.pop_back();
        const std::size_t last = row.rfind(','), before = row.rfind(',', last - 1);
        return std::pair(row.substr(before + 1, last - before - 1), row.substr(last + 1));
    };
    EXPECT_EQ(balances("18").second, balances("19").first);
    EXPECT_EQ(balances("19").second, balances("20").first);
    EXPECT_NE(balances("18").first, balances("18").second);
    EXPECT_TRUE(fs::exists(folder_ / "bank/cmb/usd-2026-11-19.sta"));
    EXPECT_TRUE(fs::exists(folder_ / "bank/musterbank/eur-2026-11-20.xml"));
}

} // namespace
} // namespace settled::erp
