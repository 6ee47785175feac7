// Rows that move between the pages while a ledger is read: none is lost, none comes twice, and what is
// delivered was the ledger of one moment.
#include "stand_in.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <set>

namespace settled::erp_http {
namespace {

using ::testing::HasSubstr;

// Odoo's interface is asked by keyset and count, S/4's by offset: sixty items in pages of seven.
constexpr int items = 60;

std::string odoo_line(int id, const char* open) {
    const std::string number = std::to_string(id);
    return R"({"id": )" + number + R"(, "move_id": [)" + number + R"(, "INV/)" + number + R"("], "move_name": "INV/)" + number +
           R"(", "partner_id": [10, "C"], "date": "2026-09-01", "date_maturity": "2026-10-01", "currency_id": [6, "CNY"],
              "company_currency_id": [6, "CNY"], "balance": 100.0, "amount_currency": 100.0, "amount_residual": )" +
           open + R"(, "amount_residual_currency": )" + open +
           R"(, "credit": 0.0, "ref": false, "name": "x", "write_date": "2026-10-02 08:00:00", "account_id": [21, "1122 AR"],
              "parent_state": "posted", "reconciled": false, "company_id": [2, "T"],
              "account_id.account_type": "asset_receivable"})";
}

std::string s4_item(int id) {
    return R"({"CompanyCode": "1010", "FiscalYear": "2026", "AccountingDocument": ")" + std::to_string(1800000000 + id) +
           R"(", "AccountingDocumentItem": "1", "Customer": "1000001", "AccountingDocumentType": "RV", "SpecialGLCode": "",
              "DocumentDate": "/Date(1788220800000)/", "PostingDate": "/Date(1788220800000)/", "NetDueDate": null,
              "TransactionCurrency": "EUR", "AmountInTransactionCurrency": "100.00", "CompanyCodeCurrency": "EUR",
              "AmountInCompanyCodeCurrency": "100.00", "DocumentReferenceID": "", "AssignmentReference": "",
              "InvoiceReference": "", "PurchaseOrderByCustomer": "", "LastChangeDateTime": null, "FinancialAccountType": "D",
              "ClearingAccountingDocument": ""})";
}

template <class Row> std::string rows_of(const Row& row) {
    std::string all;
    for (int id = 1; id <= items; ++id) all += (all.empty() ? "" : ",\n") + row(id);
    return "[" + all + "]";
}

class Motion : public ::testing::Test {
  protected:
    std::filesystem::path odoo_data() {
        return written("odoo.json", R"({"res.partner": [], "account.move": [], "account.payment": [], "account.move.line": )" +
                                        rows_of([](int id) { return odoo_line(id, "100.0"); }) + "}");
    }
    std::filesystem::path s4_data() {
        const std::string api = "API_BUSINESS_PARTNER/";
        return written("s4.json", R"({"API_OPLACCTGDOCITEMCUBE_SRV/A_OperationalAcctgDocItemCube": )" + rows_of(s4_item) +
                                      R"(, "API_BUSINESS_PARTNER/A_CustomerCompany": [], "API_BUSINESS_PARTNER/A_Customer": [],
                                          "API_BUSINESS_PARTNER/A_BusinessPartnerAddress": [],
                                          "API_BUSINESS_PARTNER/A_AddressEmailAddress": []})");
    }
    std::filesystem::path written(const std::string& name, const std::string& text) {
        std::ofstream(folder_ / name) << text;
        return folder_ / name;
    }

    // The item ids of a pull that must have worked; each once.
    static std::set<std::string> ids_of(const Ledger& ledger) {
        std::set<std::string> ids;
        for (const auto& item : ledger.got.rows.at("open_items"))
            EXPECT_TRUE(ids.insert(item.at("item_id")).second) << item.at("item_id") << " twice";
        return ids;
    }

    support::TemporaryFolder folder_{"settled-motion"};
};

TEST_F(Motion, ByKeysetNothingIsLostOrDoubledInFiftyRuns) {
    const auto data = odoo_data();
    for (int seed = 1; seed <= 50; ++seed) {
        const StandIn server(erp("odoo_json2"),
                             {.motion = R"({"kind": "churn", "table": "account.move.line", "key": "id", "until": )" +
                                        std::to_string(seed % 20) + ", \"seed\": " + std::to_string(seed) + "}",
                              .more_settings = "\"page_rows_max\": 7, ",
                              .data = data});
        Ledger ledger(server.options());
        ASSERT_EQ(ledger.pull(), "") << "seed " << seed;
        EXPECT_EQ(ids_of(ledger).size(), static_cast<std::size_t>(items)) << "seed " << seed;
        EXPECT_EQ(server.complaints(), "");
    }
}

TEST_F(Motion, ByOffsetNothingIsLostOrDoubledInFiftyRuns) {
    const auto data = s4_data();
    for (int seed = 1; seed <= 50; ++seed) {
        const StandIn server(erp("sap_s4_odata"),
                             {.motion = R"({"kind": "churn", "table": "API_OPLACCTGDOCITEMCUBE_SRV/A_OperationalAcctgDocItemCube",
                                            "key": "AccountingDocument", "until": )" +
                                        std::to_string(seed % 20) + ", \"seed\": " + std::to_string(seed) + "}",
                              .more_settings = "\"page_rows_max\": 7, ",
                              .data = data});
        Ledger ledger(server.options());
        ASSERT_EQ(ledger.pull(), "") << "seed " << seed;
        EXPECT_EQ(ids_of(ledger).size(), static_cast<std::size_t>(items)) << "seed " << seed;
        EXPECT_EQ(server.complaints(), "");
    }
}

// The trap of paging by offset: one row in front comes and goes with every request, so that each page
// skips one, the same ones every time. Two equal readings would not notice; the service's count does.
TEST_F(Motion, ARowThatGoesAndComesWithEveryPageIsNoticedAndNothingIsUsed) {
    const StandIn server(erp("sap_s4_odata"),
                         {.motion = R"({"kind": "shuttle", "table": "API_OPLACCTGDOCITEMCUBE_SRV/A_OperationalAcctgDocItemCube",
                                        "key": "AccountingDocument"})",
                          .more_settings = "\"page_rows_max\": 7, ",
                          .data = s4_data()});
    Ledger ledger(server.options());
    EXPECT_THAT(ledger.pull(), HasSubstr("rows moved between the pages in each of 10 attempts (the service counted "));
    EXPECT_EQ(ledger.code, SETTLED_UNAVAILABLE);
    EXPECT_TRUE(ledger.got.rows.empty()) << "not one row was handed over";
}

// At a random request everything open becomes something else at once: yesterday's ledger or today's, never a mix.
TEST_F(Motion, ALedgerThatChangesAtOnceIsReadBeforeOrAfterNeverBoth) {
    const auto data = odoo_data();
    int before = 0, after = 0;
    for (int at = 1; at <= 60; at += 2) {
        const StandIn server(erp("odoo_json2"), {.motion = R"({"kind": "switch", "table": "account.move.line",
                                                               "column": "amount_residual_currency", "value": 40.0, "at": )" +
                                                           std::to_string(at) + "}",
                                                 .more_settings = "\"page_rows_max\": 7, ",
                                                 .data = data});
        Ledger ledger(server.options());
        ASSERT_EQ(ledger.pull(), "") << at;
        std::set<std::string> open;
        for (const auto& item : ledger.got.rows.at("open_items")) open.insert(item.at("open_amount"));
        EXPECT_EQ(open.size(), 1u) << "a mix, changed at request " << at;
        ++(open.contains("10000") ? before : after);
    }
    EXPECT_GT(before, 0);
    EXPECT_GT(after, 0);
}

TEST_F(Motion, ALedgerThatNeverHoldsStillIsAnErrorAndNothingIsUsed) {
    const StandIn server(erp("odoo_json2"),
                         {.motion = R"({"kind": "churn", "table": "account.move.line", "key": "id", "until": 100000,
                                                           "seed": 5})",
                          .more_settings = "\"page_rows_max\": 7, ",
                          .data = odoo_data()});
    Ledger ledger(server.options());
    EXPECT_THAT(ledger.pull(),
                ::testing::AnyOf(HasSubstr("rows moved between the pages"), HasSubstr("the ledger changed in each of 5")));
    EXPECT_EQ(ledger.code, SETTLED_UNAVAILABLE);
    EXPECT_TRUE(ledger.got.rows.empty());
}

} // namespace
} // namespace settled::erp_http
