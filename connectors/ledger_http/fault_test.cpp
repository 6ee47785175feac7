// What an answer means, by the connector's rules, by its status, by what arrived.
#include "fault.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace settled::ledger_http {
namespace {

using ::testing::HasSubstr;

Answer answer(long status, std::string body) {
    Answer made;
    made.status = status, made.body = std::move(body);
    return made;
}

std::optional<Meaning> meaning(long status, const std::string& body, bool sessions = true) {
    return judge(answer(status, body), {}, sessions).fault;
}

std::string words(long status, const std::string& body) {
    const Answer said = answer(status, body);
    return fault_error(judge(said, {}, false), said).message;
}

TEST(Fault, TheStatusAloneTells) {
    EXPECT_EQ(meaning(200, "[]"), std::nullopt);
    EXPECT_EQ(meaning(401, "{}"), Meaning::session_lost);
    EXPECT_EQ(meaning(401, "{}", false), Meaning::access_denied);
    EXPECT_EQ(meaning(403, "{}"), Meaning::access_denied);
    EXPECT_EQ(meaning(404, "{}"), Meaning::refused);
    EXPECT_EQ(meaning(422, "{}"), Meaning::refused);
    EXPECT_EQ(meaning(429, ""), Meaning::wait);
    EXPECT_EQ(meaning(503, "busy"), Meaning::wait);
    EXPECT_EQ(meaning(500, "{}"), Meaning::unavailable);
    EXPECT_EQ(meaning(302, ""), Meaning::refused);
}

TEST(Fault, WhatIsNoJsonIsNoLedger) {
    EXPECT_EQ(meaning(200, ""), Meaning::unavailable);
    EXPECT_EQ(meaning(200, "{\"value\": [1,"), Meaning::unavailable);
    EXPECT_THAT(words(200, "<!DOCTYPE html><html><head><title>Sign\n in</title>"),
                HasSubstr("a web page came instead of JSON: Sign in"));
    EXPECT_THAT(words(200, "{\"value\": [1,"), HasSubstr("the answer is cut"));
}

TEST(Fault, TheServicesOwnWordsAreFoundWhereServicesSayThem) {
    EXPECT_THAT(words(400, R"({"error": {"code": 5, "message": {"lang": "en", "value": "Property X is invalid"}}})"),
                HasSubstr("HTTP 400, the service says: Property X is invalid"));
    EXPECT_THAT(words(403, R"({"name": "x", "message": "no right"})"), HasSubstr("no right. Check the account"));
    EXPECT_THAT(words(500, "plain\x1b[2J words"), HasSubstr("plain\\u{1B}[2J words"));
    EXPECT_THAT(words(404, "{}"), HasSubstr("Is url the address of this interface"));
}

TEST(Fault, RulesSpeakFirstAndOnlyWhereTheyPoint) {
    FaultRule lost;
    lost.at = *Pointer::parse("/0/0/Result/ResponseStatus/MsgCode"), lost.is = {"1"}, lost.meaning = Meaning::session_lost;
    const std::vector<FaultRule> rules = {lost};
    const auto judged = [&](const std::string& body) { return judge(answer(200, body), rules, true).fault; };
    EXPECT_EQ(judged(R"([[{"Result": {"ResponseStatus": {"MsgCode": 1}}}]])"), Meaning::session_lost);
    EXPECT_EQ(judged(R"([["会话信息已丢失，请重新登录", 1]])"), std::nullopt) << "a remark in a bill is data";
    EXPECT_EQ(judged("[]"), std::nullopt);
}

TEST(Fault, RetryAfterIsSecondsOrAMoment) {
    EXPECT_EQ(retry_seconds("7", 0), 7);
    EXPECT_EQ(retry_seconds("-7", 0), 0);
    EXPECT_EQ(retry_seconds("Thu, 01 Jan 1970 00:01:00 GMT", 10'000), 50);
    EXPECT_EQ(retry_seconds("Thu, 01 Jan 1970 00:01:00 GMT", 100'000), 0);
    EXPECT_EQ(retry_seconds("soon", 0), std::nullopt);
    EXPECT_EQ(retry_seconds("", 0), std::nullopt);
}

} // namespace
} // namespace settled::ledger_http
