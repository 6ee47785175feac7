#include "support/temporary_folder.hpp"

#include <messaging/provider.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <fstream>
#include <string>
#include <vector>

namespace settled::messaging {
namespace {

using ::testing::HasSubstr;

std::vector<std::string> told(const char* provider, std::string_view body) {
    auto known = find_provider(SETTLED_SOURCE_DIR "/config/gateways", provider, Kind::sms);
    EXPECT_TRUE(known && known->reports) << provider;
    if (!known || !known->reports) return {};
    auto page = reports_in(*known->reports, body);
    EXPECT_TRUE(page) << page.error().message;
    std::vector<std::string> lines;
    if (!page) return lines;
    constexpr std::array words = {"delivered", "failed", "number", "opted out"};
    for (const Report& one : page->reports)
        lines.push_back(one.id + " " + words[static_cast<std::size_t>(one.fate)] + " " + one.words);
    if (!page->next.empty()) lines.push_back("next " + page->next);
    return lines;
}

// As the provider's document shows it: https://www.twilio.com/docs/messaging/api/message-resource
TEST(Reports, TwilioListsEveryMessageAndOnlyWhatIsFinalCounts) {
    EXPECT_THAT(told("twilio", R"({"messages": [
        {"sid": "SM1", "status": "delivered", "error_code": null, "error_message": null},
        {"sid": "SM2", "status": "undelivered", "error_code": 30005, "error_message": "Unknown destination handset"},
        {"sid": "SM3", "status": "failed", "error_code": 21610, "error_message": "unsubscribed recipient"},
        {"sid": "SM4", "status": "undelivered", "error_code": 30003, "error_message": null},
        {"sid": "SM5", "status": "sent"}, {"status": "delivered"}],
        "next_page_uri": "/2010-04-01/Accounts/A/Messages.json?Page=1"})"),
                ::testing::ElementsAre("SM1 delivered ", "SM2 number Unknown destination handset",
                                       "SM3 opted out unsubscribed recipient", "SM4 failed ",
                                       "next /2010-04-01/Accounts/A/Messages.json?Page=1"));
    EXPECT_THAT(told("twilio", R"({"messages": [], "next_page_uri": null})"), ::testing::IsEmpty());
}

// https://cloud.tencent.com/document/product/382/55977
TEST(Reports, TencentTellsOnceByItsSerialNumber) {
    EXPECT_THAT(told("tencent", R"({"Response": {"PullSmsSendStatusSet": [
        {"Description": "DELIVRD", "ReportStatus": "SUCCESS", "SerialNo": "5000:104", "PhoneNumber": "+8618501234444"},
        {"Description": "UNDELIV", "ReportStatus": "FAIL", "SerialNo": "5000:105"}], "RequestId": "R"}})"),
                ::testing::ElementsAre("5000:104 delivered DELIVRD", "5000:105 failed UNDELIV"));
}

TEST(Reports, WhatIsNoListIsRefusedWithItsWords) {
    const auto known = find_provider(SETTLED_SOURCE_DIR "/config/gateways", "tencent", Kind::sms);
    ASSERT_TRUE(known);
    for (const char* body : {"", "<html>", "[]", R"({"Response": {"Error": {"Code": "AuthFailure"}}})"})
        EXPECT_THAT(reports_in(*known->reports, body).error().message, HasSubstr("no list at /Response/PullSmsSendStatusSet"))
            << body;
}

TEST(Reports, AFateThatSaysNothingIsRefusedInsteadOfBeingAFailure) {
    const support::TemporaryFolder folder;
    const std::filesystem::path file = folder / "own.toml";
    std::ifstream shipped(SETTLED_SOURCE_DIR "/config/gateways/tencent.toml");
    std::string text((std::istreambuf_iterator<char>(shipped)), {});
    const std::size_t at = text.find("means = \"delivered\"");
    ASSERT_NE(at, std::string::npos);
    text.erase(at, text.find('\n', at) - at);
    std::ofstream(file) << text;
    const auto known = read_provider(file);
    ASSERT_FALSE(known);
    EXPECT_THAT(known.error().message, HasSubstr("[[reports.fate]] needs means"));
}

} // namespace
} // namespace settled::messaging
