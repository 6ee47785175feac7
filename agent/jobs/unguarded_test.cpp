#include "jobs/unguarded.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace settled::jobs {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

config::Settings two_companies(std::vector<std::pair<std::string, std::string>> options) {
    config::Settings settings;
    for (const char* name : {"demo", "other"}) settings.companies.emplace_back().name = name;
    config::Ledger& ledger = settings.ledgers.emplace_back();
    ledger.company = "demo", ledger.block = {"[ledger.u8]", "ledger_odbc", std::move(options)};
    return settings;
}

std::vector<std::string> lines_of(const config::Settings& settings, std::string_view language, std::size_t company = 0) {
    std::vector<std::string> lines;
    for (const reports::ProblemLine& line : unguarded(settings, settings.companies[company], language))
        lines.push_back(line.where + ": " + line.what);
    return lines;
}

TEST(Unguarded, EachSwitchIsSaidInTheLanguageOfTheReport) {
    const config::Settings settings = two_companies({{"folder", "x"},
                                                     {"insecure_plain_sql", "true"},
                                                     {"insecure_server_certificate", "true"},
                                                     {"allow_writable_account", "true"}});
    EXPECT_THAT(
        lines_of(settings, "en"),
        ElementsAre("[ledger.u8] insecure_plain_sql: the line to the database may be without TLS: who listens reads what is "
                    "on it, the password too",
                    "[ledger.u8] insecure_server_certificate: the server's certificate is not verified: another server in "
                    "its place is not noticed",
                    "[ledger.u8] allow_writable_account: the ERP is read with an account that could also write"));
    EXPECT_EQ(lines_of(settings, "zh-CN")[2], "[ledger.u8] allow_writable_account: 读取 ERP 所用的账号也有写入权限");
    EXPECT_EQ(
        lines_of(settings, "de")[1],
        "[ledger.u8] insecure_server_certificate: das Zertifikat des Servers wird nicht geprüft: ein anderer an seiner Stelle "
        "fällt nicht auf");
}

TEST(Unguarded, WhatIsInForceIsNotSaid) {
    EXPECT_THAT(lines_of(two_companies({{"insecure_plain_sql", "false"}, {"allow_posts", ""}, {"allowed", "true"}}), "en"),
                IsEmpty());
}

TEST(Unguarded, ALedgerOfAnotherCompanyIsNotThisOnesAndAGatewayIsEverybodys) {
    config::Settings settings = two_companies({{"insecure_plain_sql", "true"}});
    EXPECT_THAT(lines_of(settings, "en", 1), IsEmpty());
    settings.gateways.emplace_back().block = {"[gateway.mail]", "notify_ours", {{"insecure_anything", "yes"}}};
    EXPECT_THAT(lines_of(settings, "en", 1),
                ElementsAre("[gateway.mail] insecure_anything: a safety of this plugin is switched off"));
}

} // namespace
} // namespace settled::jobs
