// What a connector's file can say and no shipped connector needs: OAuth2, pages by link, instalments inside a
// document, a list of numbers, days and amounts as Germans write them, a table that a site does not offer.
#include "service.hpp"
#include "stand_in.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace settled::erp_http {
namespace {

using ::testing::HasSubstr;
using Row = std::map<std::string, std::string, std::less<>>;

const Erp made_up = {
    "made_up_erp",
    R"("client_id": "app-1", "client_secret": "s3cret:/?")",
    {{"client_id", "app-1"}, {"client_secret", "s3cret:/?"}, {"connector_folder", SETTLED_SOURCE_DIR "/tests/erp_http/made_up"}}};

Orders orders(const std::string& faults = "[]", const std::string& settings = {}) {
    return {.faults = faults, .more_settings = settings, .data = SETTLED_SOURCE_DIR "/tests/erp_http/made_up/data.json"};
}

TEST(MadeUpErp, InstalmentsBecomeItemsAndGermanNumbersAreExact) {
    const StandIn server(made_up, orders());
    ASSERT_EQ(server.trouble(), "");
    Ledger ledger(server.options());
    ASSERT_EQ(ledger.pull(), "");
    EXPECT_EQ(server.complaints(), "");
    const auto& items = ledger.got.rows.at("open_items");
    ASSERT_EQ(items.size(), 4u) << "what is paid in full is left out";
    EXPECT_EQ(items[0], (Row{{"item_id", "R-1/1"},
                             {"customer_id", "K1"},
                             {"doc_type", "invoice"},
                             {"document_number", "R-1"},
                             {"instalment", "1"},
                             {"document_date", "20260831"},
                             {"due_date", "20260930"},
                             {"currency", "EUR"},
                             {"amount", "123450"},
                             {"open_amount", "100000"},
                             {"delivery_numbers", "L1;L2"}}));
    EXPECT_EQ(items[1].at("open_amount"), "50000");
    EXPECT_EQ(items[2].at("amount"), "1000000") << "yen have no decimals";
    EXPECT_FALSE(items[2].contains("due_date"));
    EXPECT_EQ(items[3].at("doc_type"), "credit_note");
    EXPECT_EQ(ledger.got.rows.at("customers")[0].at("name"), "Müller GmbH");
    EXPECT_EQ(ledger.got.rows.at("customers")[1].at("name"), "Solo");
    EXPECT_FALSE(ledger.got.rows.contains("receipts")) << "this site does not offer them";
}

TEST(MadeUpErp, AskedAgainForSomeItemsItGivesThoseAsTheyAreNow) {
    const StandIn server(made_up, orders());
    Ledger ledger(server.options());
    ASSERT_EQ(ledger.pull(), "");
    const auto whole = ledger.got.rows.at("open_items");
    ASSERT_EQ(ledger.reread({"gone", whole[2].at("item_id"), "R-1/1"}), "");
    EXPECT_EQ(ledger.got.rows, (std::map<std::string, std::vector<Row>, std::less<>>{{"open_items", {whole[0], whole[2]}}}));
    EXPECT_EQ(ledger.got.committed.at("open_items"), 2);
    EXPECT_EQ(server.complaints(), "");
}

TEST(MadeUpErp, CheckSaysWhatTheSiteDoesNotOffer) {
    const StandIn server(made_up, orders());
    Ledger ledger(server.options());
    ASSERT_EQ(ledger.check(), "");
    EXPECT_THAT(ledger.findings, ::testing::Contains("connector: made_up_erp/new"));
    EXPECT_THAT(ledger.findings, ::testing::Contains(HasSubstr("receipts: receipts.request.toml: not offered at this site")));
}

TEST(MadeUpErp, ATokenThatRunsOutIsGotAnew) {
    const StandIn server(made_up, orders(R"([{"at": 4, "kind": "lost_session"}])"));
    Ledger ledger(server.options());
    ASSERT_EQ(ledger.pull(), "");
    EXPECT_EQ(ledger.got.rows.at("open_items").size(), 4u);
    EXPECT_EQ(server.complaints(), "");
}

TEST(MadeUpErp, AnUnknownClientIsRefusedInTheServicesWords) {
    const StandIn server(made_up, orders());
    Ledger ledger(server.options({{"client_secret", "wrong-one"}}));
    EXPECT_THAT(ledger.pull(), ::testing::AllOf(HasSubstr("login"), HasSubstr("unknown client"), HasSubstr("settled secret set"),
                                                ::testing::Not(HasSubstr("wrong-one"))));
    EXPECT_EQ(ledger.code, SETTLED_ACCESS_DENIED);
}

TEST(MadeUpErp, ATokenFromAnotherHostIsGotThere) {
    const StandIn tokens(made_up, orders());
    const StandIn server(made_up, orders());
    Ledger ledger(server.options({{"token_url", tokens.url() + "/oauth/token"}}));
    EXPECT_THAT(ledger.pull(), HasSubstr("token expired")) << "this service takes its own tokens only";
    EXPECT_THAT(tokens.asked(), HasSubstr("/oauth/token"));
    EXPECT_THAT(server.asked(), ::testing::Not(HasSubstr("/oauth/token")));
    EXPECT_NE(Ledger(server.options({{"token_url", "http://login.corp.test/token"}})).trouble(), "");
}

// The service itself, with waits that are noted instead of waited for.
class Waits : public ::testing::Test {
  protected:
    void ask(const StandIn& server, std::int64_t requests_per_minute, int times) {
        auto connector = ledger_http::read_connector(SETTLED_SOURCE_DIR "/tests/erp_http/made_up", "made_up_erp", {});
        ASSERT_TRUE(connector) << connector.error().message;
        connector->service.requests_per_minute = requests_per_minute;
        ledger_http::ServiceOptions options;
        options.url = options.transport.origin = server.url();
        options.credentials.client_id = "app-1", options.credentials.client_secret = "s3cret:/?";
        options.parameters["scope"] = {"read"};
        const settled_host abi = host_.abi();
        ledger_http::Service service(connector->service, connector->login, options, Host(abi),
                                     [&](std::chrono::milliseconds wait) {
                                         waits_.push_back(wait);
                                         return Status();
                                     });
        const auto& list = connector->variants[1].queries[0].lists[0];
        for (int i = 0; i < times; ++i) {
            const auto answer = service.ask(list.request, {}, "customers");
            ASSERT_TRUE(answer) << answer.error().message;
        }
    }
    testing::TestHost host_;
    std::vector<std::chrono::milliseconds> waits_;
};

TEST_F(Waits, RequestsKeepTheirDistance) {
    const StandIn server(made_up, orders());
    ask(server, 1, 2);
    ASSERT_EQ(waits_.size(), 2u) << "the login was the first request";
    EXPECT_GT(waits_[0], std::chrono::seconds(30));
    EXPECT_GT(waits_[1], std::chrono::seconds(90)) << "nobody has really waited, so the next is a minute further away";
}

TEST_F(Waits, TheServiceSaysHowLong) {
    const StandIn server(made_up,
                         orders(R"([{"at": 1, "kind": "429", "after": 7}, {"at": 2, "kind": "500"}, {"at": 3, "kind": "500"}])"));
    ask(server, 0, 1);
    EXPECT_EQ(waits_, (std::vector<std::chrono::milliseconds>{std::chrono::seconds(7), std::chrono::seconds(2),
                                                              std::chrono::seconds(4)}));
}

} // namespace
} // namespace settled::erp_http
