// A connector finds by asking which version of the ERP, and what of it, a site has.
#include "stand_in.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

namespace settled::erp_http {
namespace {

std::string replaced(std::string text, const std::string& what, const std::string& by) {
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
        text.replace(at, what.size(), by);
    return text;
}

// Before 18 a payment's words stood in ref; before 16 accounts had an internal type.
TEST(OdooJsonRpc, FindsItsVersionByAskingAndReadsTheSameFromEach) {
    const support::TemporaryFolder folder;
    const std::string odoo18 = support::text_of(fixture_of("odoo_jsonrpc") / "data.json");
    const std::string odoo16 = replaced(odoo18, "\"memo\"", "\"ref\"");
    const std::string odoo14 = replaced(odoo16, "account_type", "account_kind");
    std::map<std::string, std::vector<testing::Columns>, std::less<>> first;
    for (const auto& [name, data] :
         {std::pair<std::string, std::string>{"odoo18", odoo18}, {"odoo16", odoo16}, {"odoo14", odoo14}}) {
        std::ofstream(folder / name) << data;
        const StandIn server(erp("odoo_jsonrpc"), {.data = folder / name});
        ASSERT_EQ(server.trouble(), "");
        Ledger ledger(server.options());
        ASSERT_EQ(ledger.check(), "") << name;
        EXPECT_THAT(ledger.findings, ::testing::Contains("connector: odoo_jsonrpc/" + name));
        ASSERT_EQ(ledger.pull(), "") << name;
        EXPECT_EQ(server.complaints(), "");
        if (first.empty()) first = ledger.got.rows;
        EXPECT_EQ(ledger.got.rows, first) << name;
    }
    EXPECT_EQ(first.at("open_items").size(), 6u);
}

TEST(ServiceLayer, WithoutTheJournalQueryReadsDocuments) {
    const support::TemporaryFolder folder;
    std::string data = support::text_of(fixture_of("sap_b1_service_layer") / "data.json");
    const std::size_t at = data.find("SQLQueries('settled_open_items')/List");
    ASSERT_NE(at, std::string::npos);
    data.replace(at, 10, "NoSuchList");
    std::ofstream(folder / "data.json") << data;
    const StandIn server(erp("sap_b1_service_layer"), {.data = folder / "data.json"});
    Ledger ledger(server.options());
    ASSERT_EQ(ledger.pull(), "");
    ASSERT_EQ(ledger.got.rows.at("open_items").size(), 3u);
    EXPECT_THAT(ledger.got.rows.at("open_items")[0],
                ::testing::IsSupersetOf({std::pair<const std::string, std::string>("item_id", "IN/1"),
                                         {"open_amount", "70000"},
                                         {"document_number", "5001"}}));
    EXPECT_THAT(ledger.got.rows.at("open_items")[1],
                ::testing::IsSupersetOf({std::pair<const std::string, std::string>("currency", "USD"),
                                         {"open_amount", "10000"},
                                         {"home_open_amount", "71050"}}));
    EXPECT_THAT(ledger.got.rows.at("open_items")[2],
                ::testing::IsSupersetOf(
                    {std::pair<const std::string, std::string>("doc_type", "credit_note"), {"open_amount", "-5000"}}));
    ASSERT_EQ(ledger.check(), "");
    EXPECT_THAT(ledger.findings, ::testing::Contains("connector: sap_b1_service_layer/documents"));
}

} // namespace
} // namespace settled::erp_http
