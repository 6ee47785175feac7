// What may stand in a log. Each line is as a library or a server writes it, with an invented secret in it.
#include "world/redaction.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>

namespace settled::world {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* secret = "Ge8eim-W0rt";

TEST(Redaction, NoSecretOfAnyShapeIsLeftInALine) {
    const std::vector<std::string> lines = {
        "https://wang:Ge8eim-W0rt@host.example/x",
        "cannot reach https://oapi.dingtalk.com/robot/send?access_token=Ge8eim-W0rt&timestamp=1: timed out",
        "POST https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=Ge8eim-W0rt",
        "https://Ge8eim-W0rt@hooks.example/services",
        "Driver={ODBC Driver 18 for SQL Server};Server=erp01;UID=settled_ro;PWD=Ge8eim-W0rt;Encrypt=yes",
        "[HY000] Driver=FreeTDS;PWD={Ge8eim-W0rt;}};x};UID=a",
        "Password=Ge8eim-W0rt;Database=x",
        "> Authorization: Bearer Ge8eim-W0rt",
        "> Authorization: Basic Ge8eim-W0rt==",
        "< Set-Cookie: session=Ge8eim-W0rt; HttpOnly",
        "> Cookie: SVPNCOOKIE=Ge8eim-W0rt; a=b",
        "postgresql://settled:Ge8eim-W0rt@db01/settled?sslmode=verify-full",
        "postgresql://settled@db01/settled?password=Ge8eim-W0rt",
        R"({"access_key_secret":"Ge8eim-W0rt","phone":"1"})",
        R"({"appsecret": "Ge8eim-W0rt"})",
        "AccessKeyId=Ge8eim-W0rt&Action=SendSms&Signature=Ge8eim-W0rt%3D",
        "X-Api-Key: Ge8eim-W0rt",
        "smtp: password 'x' refused: password='Ge8eim-W0rt'",
        "sftp key passphrase=Ge8eim-W0rt",
        "token: Ge8eim-W0rt, retry",
        "settled.toml:12: password = Ge8eim-W0rt",
    };
    int hidden = 0;
    for (const std::string& line : lines) {
        const std::string shown = redacted(line);
        EXPECT_THAT(shown, Not(HasSubstr(secret))) << line;
        EXPECT_THAT(shown, HasSubstr("***")) << line;
        hidden += shown.find(secret) == std::string::npos ? 1 : 0;
    }
    std::printf("secrets hidden: %d of %zu shapes\n", hidden, lines.size());
}

TEST(Redaction, WhatIsNoSecretIsLeftAsItIs) {
    for (const std::string line :
         {"deliver demo: sent=5 of 5",
          "statement 2026-11-20.xml: entries add up to 10,250.00 CNY but closing - opening is 10,205.00",
          "settled.toml:12: [ledger.u8]: unknown key \"dns\"; did you mean \"dsn\"? Known keys: connection, connector, dsn",
          "https://monitor.example/settled?company=demo", "[ledger.u8]: password = \"secret:u8_password\" is not set",
          "monkey=banana; design: oak", "2026-11-20T10:00:00+08:00 pull: 3 rows",
          "smtps://mail.example:465: 550 5.1.1 <a@b.example>"})
        EXPECT_EQ(redacted(line), line);
}

TEST(Redaction, OnlyTheSecretGoesAndWhatHelpsStays) {
    EXPECT_EQ(redacted("Server=erp01;UID=ro;PWD=x;Encrypt=yes"), "Server=erp01;UID=ro;PWD=***;Encrypt=yes");
    EXPECT_EQ(redacted("https://a:b@host:8443/x?token=c&day=1"), "https://a:***@host:8443/x?token=***&day=1");
    EXPECT_EQ(redacted("> Authorization: Bearer abc"), "> Authorization: ***");
}

} // namespace
} // namespace settled::world
