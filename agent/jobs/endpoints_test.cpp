#include "jobs/endpoints.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace settled::jobs {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> lines_of(const config::Settings& settings, const std::string& service_address = {}) {
    std::vector<std::string> lines;
    for (const Endpoint& each : endpoints(settings, [&](const config::Block&) { return service_address; }))
        lines.push_back(each.where + " " + each.host + " " + each.port + " " + each.protocol +
                        (each.through.empty() ? "" : " through " + each.through));
    return lines;
}

config::Settings with_ledger(std::vector<std::pair<std::string, std::string>> options) {
    config::Settings settings;
    settings.ledgers.emplace_back().block = {"[ledger.a]", "ledger_odbc", std::move(options)};
    return settings;
}

TEST(Endpoints, OfAFileLedgerThereAreNone) { EXPECT_THAT(lines_of(with_ledger({{"folder", "ledger"}})), IsEmpty()); }

TEST(Endpoints, AUrlHasItsSchemesPortAndMailNeverTakesTheProxy) {
    config::Settings settings = with_ledger({{"url", "https://erp.example/k3cloud"}, {"token_url", "https://id.example:8443/"}});
    settings.network.proxy = "http://proxy.example:3128";
    settings.network.no_proxy = {".id.example"};
    settings.gateways.emplace_back().block = {"[gateway.mail]", "notify_smtp", {{"url", "smtp://mail.example:587"}}};
    settings.feedbacks.emplace_back().block = {"[feedback.mail]", "feedback_imap", {{"url", "imaps://mail.example/INBOX"}}};
    EXPECT_THAT(lines_of(settings), ElementsAre("[network] proxy.example 3128 http", //
                                                "[ledger.a] erp.example 443 https through proxy.example:3128",
                                                "[ledger.a] id.example 8443 https through proxy.example:3128",
                                                "[gateway.mail] mail.example 587 smtp with STARTTLS",
                                                "[feedback.mail] mail.example 993 imap in TLS"));
    settings.network.no_proxy = {"id.example", ".example"};
    EXPECT_EQ(lines_of(settings)[1], "[ledger.a] erp.example 443 https");
}

TEST(Endpoints, AnOdbcConnectionTellsServerAndPort) {
    EXPECT_THAT(
        lines_of(with_ledger({{"connection", "Driver={ODBC Driver 18 for SQL Server};Server=tcp:erp01,1433;Database=U8"}})),
        ElementsAre("[ledger.a] erp01 1433 SQL Server"));
    EXPECT_THAT(lines_of(with_ledger({{"connection", R"(Driver={ODBC Driver 18 for SQL Server};Server=erp01\U8)"}})),
                ElementsAre("[ledger.a] erp01 1434 udp SQL Server Browser", "[ledger.a] erp01 the instance's SQL Server"));
    EXPECT_THAT(lines_of(with_ledger({{"connection", "Driver=MariaDB Unicode; Server = db1 ;Port=3307"}})),
                ElementsAre("[ledger.a] db1 3307 MySQL"));
    EXPECT_THAT(lines_of(with_ledger({{"connection", "DRIVER={PostgreSQL Unicode};SERVER=db2"}})),
                ElementsAre("[ledger.a] db2 5432 PostgreSQL"));
    EXPECT_THAT(lines_of(with_ledger({{"dsn", "ERP"}})), ElementsAre("[ledger.a] data source ERP (odbc.ini)  ODBC"));
    EXPECT_THAT(lines_of(with_ledger({{"connection", "Driver=SQLite3;Database=/var/lib/erp.db"}})), IsEmpty());
}

TEST(Endpoints, AServicesOwnAddressCountsWhereTheBlockGivesNone) {
    config::Settings settings;
    settings.gateways.emplace_back().block = {"[gateway.sms]", "notify_sms_http", {{"provider", "aliyun"}}};
    EXPECT_THAT(lines_of(settings, "https://dysmsapi.aliyuncs.com"),
                ElementsAre("[gateway.sms] dysmsapi.aliyuncs.com 443 https"));
    settings.gateways.back().block.options.emplace_back("url", "https://sms.example:444");
    EXPECT_THAT(lines_of(settings, "https://dysmsapi.aliyuncs.com"), ElementsAre("[gateway.sms] sms.example 444 https"));
}

TEST(Endpoints, AnAddressThatIsASecretIsNotResolved) {
    config::Settings settings;
    settings.heartbeat_url = "secret:heartbeat";
    settings.store.url = "postgresql://settled@db01/settled?sslmode=verify-full";
    EXPECT_THAT(lines_of(settings), ElementsAre("[store] db01 5432 PostgreSQL", "heartbeat_url secret:heartbeat  "));
}

} // namespace
} // namespace settled::jobs
