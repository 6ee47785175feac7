// Short messages against stand-ins that check every signature and answer as the providers do, lies among them. What
// matters: only the provider's own word for success is one, and nothing that may have been sent is sent again.
#include "support/notify_caller.hpp"
#include "support/script_server.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <optional>

extern "C" const settled_plugin SETTLED_PLUGIN_SYMBOL;

namespace settled {
namespace {

using support::NotifyCaller;
using ::testing::HasSubstr;
using ::testing::Not;
using Options = std::vector<std::pair<std::string, std::string>>;

class NotifySms : public ::testing::Test {
  protected:
    void SetUp() override {
        auto started = support::ScriptServer::start("message_gateways.py", folder_.path());
        ASSERT_TRUE(started) << started.error().message;
        server_.emplace(std::move(*started));
        caller_.host.unix_ms =
            std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
    }

    Options account(const std::string& provider, const std::string& secret = "test-secret") {
        return {{"provider", provider},
                {"provider_folder", SETTLED_SOURCE_DIR "/config/gateways"},
                {"url", "http://127.0.0.1:" + std::to_string(server_->port()) + "/" + provider},
                {"access_key_id", "test-id"},
                {"access_key_secret", secret},
                {"sign_name", "华远机械"},
                {"sender", "+15550001111"},
                {"app_id", "1400006666"},
                {"country_code", "86"},
                {"timeout_seconds", "20"},
                {"templates.reminder.code", "SMS_1"},
                {"templates.reminder.parameters.name", "customer_short_name"},
                {"templates.reminder.parameters.amount", "total"}};
    }
    static NotifyCaller::Message message(const std::string& to) {
        NotifyCaller::Message made;
        made.key = "huayuan.u8.C001.overdue-7.sms.2026-11-18", made.content = "发票 INV-1001 已逾期，金额 985.00 CNY。";
        made.template_name = "reminder", made.to = {to};
        made.parameters = {{"customer_short_name", "华东贸易"}, {"total", "985.00 CNY"}, {"company_name", "华远机械有限公司"}};
        return made;
    }
    std::vector<nlohmann::json> taken() const {
        std::vector<nlohmann::json> made;
        const std::string text = server_->text("taken");
        for (std::size_t at = 0; at < text.size();) {
            const std::size_t end = text.find('\n', at);
            made.push_back(nlohmann::json::parse(text.substr(at, end - at)));
            at = end + 1;
        }
        return made;
    }

    support::TemporaryFolder folder_{"settled-sms"};
    std::optional<support::ScriptServer> server_;
    NotifyCaller caller_{SETTLED_PLUGIN_SYMBOL};
};

struct Fault {
    const char* digits; // the last two of the number, see tests/support/message_gateways.py
    const char* what;
    const char* fate;
    int taken;
};
constexpr Fault faults[] = {
    {"00", "taken", "sent", 1},
    {"90", "refused in the provider's words", "tried again", 0},
    {"91", "HTTP 500", "unknown", 0},
    {"92", "HTTP 429, Retry-After 77", "tried again", 0},
    {"93", "taken, then the link is lost", "unknown", 1},
    {"94", "link lost before it is taken", "unknown", 0},
    {"95", "a page of HTML with HTTP 200", "unknown", 1},
    {"96", "JSON that is cut", "unknown", 1},
    {"97", "an empty answer", "unknown", 1},
    {"98", "no answer for ever", "unknown", 1},
    {"89", "words that are no HTTP", "unknown", 1},
    {"99", "no such number", "recipient refused", 0},
};

TEST_F(NotifySms, EveryOutcomeOfAProviderIsToldAsItIs) {
    int shown = 0, as_expected = 0;
    for (const std::string provider : {"aliyun", "aliyun_rpc", "tencent", "twilio", "kannel"}) {
        for (const Fault& fault : faults) {
            if (provider == "kannel" && std::string_view(fault.digits) == "99") continue; // it does not look at numbers
            Options options = account(provider);
            if (std::string_view(fault.digits) == "98") options.emplace_back("timeout_seconds", "1");
            ASSERT_EQ(caller_.open(options), "");
            const std::size_t before = taken().size();
            const auto sent = caller_.send(message(std::string("138000000") + fault.digits));
            std::string wanted = fault.fate;
            if (provider == "twilio" && std::string_view(fault.digits) == "90") wanted = "recipient refused"; // status "failed"
            wanted += ", " + std::to_string(fault.taken) + " taken";
            const std::string seen = support::fate_of(sent) + ", " + std::to_string(taken().size() - before) + " taken";
            std::printf("%-10s %-34s expected %-28s seen %s\n", provider.c_str(), fault.what, wanted.c_str(), seen.c_str());
            ++shown, as_expected += wanted == seen;
            EXPECT_EQ(seen, wanted) << provider << ' ' << fault.what << ": " << sent.words;
            EXPECT_EQ(sent.asked, 1);
            EXPECT_THAT(sent.words, Not(HasSubstr("test-secret")));
            EXPECT_EQ(sent.outcome.retry_after_seconds, std::string_view(fault.digits) == "92" ? 77 : 0);
        }
        ASSERT_EQ(caller_.open(account(provider, "another-secret")), "");
        const auto refused = caller_.send(message("13800000001"));
        std::printf("%-10s %-34s expected %-28s seen %s\n", provider.c_str(), "wrong secret", "gateway's trouble",
                    support::fate_of(refused).c_str());
        ++shown, as_expected += support::fate_of(refused) == "gateway's trouble";
        EXPECT_EQ(support::fate_of(refused), "gateway's trouble") << provider << ": " << refused.words;
        EXPECT_THAT(refused.words, Not(HasSubstr("another-secret")));
    }
    std::printf("%d SMS outcomes, %d as expected\n", shown, as_expected);
}

TEST_F(NotifySms, TheProviderGetsItsNumberItsCodeAndItsParameters) {
    for (const std::string provider : {"aliyun", "aliyun_rpc"}) {
        ASSERT_EQ(caller_.open(account(provider)), "");
        const auto sent = caller_.send(message("+86 138-0000-0000"));
        EXPECT_EQ(sent.code, SETTLED_OK) << sent.words;
        EXPECT_STREQ(sent.outcome.provider_id, "B13800000000");
        EXPECT_EQ(taken().back(),
                  nlohmann::json::array({provider, "13800000000", R"({"amount":"985.00 CNY","name":"华东贸易"})"}));
    }
    ASSERT_EQ(caller_.open(account("tencent")), "");
    EXPECT_EQ(caller_.send(message("13800000000")).code, SETTLED_OK);
    EXPECT_EQ(taken().back()[1], "+8613800000000");
}

TEST_F(NotifySms, AnOwnTextIsSignedAndArrivesEqual) {
    ASSERT_EQ(caller_.open(account("kannel")), "");
    auto chinese = message("13800000000");
    chinese.content += " 谢谢 😀";
    EXPECT_EQ(caller_.send(chinese).code, SETTLED_OK);
    EXPECT_EQ(taken().back()[2], "【华远机械】发票 INV-1001 已逾期，金额 985.00 CNY。 谢谢 😀");
    ASSERT_EQ(caller_.open(account("twilio")), "");
    auto hostile = message("+15551234500");
    hostile.content = "Invoice\r\n\r\nTo: everybody\x07 & more=1%20\u202Ereversed";
    EXPECT_EQ(caller_.send(hostile).code, SETTLED_OK);
    EXPECT_EQ(taken().back()[2], "Invoice To: everybody & more=1%20reversed");
}

TEST_F(NotifySms, ATextOfTooManyPartsIsRefusedAndNeverCut) {
    ASSERT_EQ(caller_.open(account("kannel")), "");
    auto too_long = message("13800000000");
    too_long.content.clear();
    for (int i = 0; i < 196; ++i) too_long.content += "字"; // with 【华远机械】 202 letters: four parts
    const auto sent = caller_.send(too_long);
    EXPECT_EQ(sent.code, SETTLED_BAD_DATA);
    EXPECT_THAT(sent.words, HasSubstr("4 short messages (202 letters)"));
    EXPECT_EQ(sent.asked, 0);
    auto name = message("13800000000");
    name.parameters[0].second = "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六";
    ASSERT_EQ(caller_.open(account("aliyun")), "");
    const auto refused = caller_.send(name);
    EXPECT_EQ(refused.code, SETTLED_BAD_DATA);
    EXPECT_THAT(refused.words, HasSubstr("36 letters and the provider takes 35"));
    EXPECT_TRUE(taken().empty());
}

TEST_F(NotifySms, ANumberThatNoMobileHasMarksTheRecipientBeforeAnythingIsAsked) {
    ASSERT_EQ(caller_.open(account("aliyun")), "");
    for (const char* number : {"021-5555 6666", "12345", "ap@acme.test", "+86 21 55556666", ""}) {
        const auto sent = caller_.send(message(number));
        EXPECT_EQ(sent.code, SETTLED_REJECTED) << number;
        EXPECT_EQ(sent.asked, 0);
        EXPECT_THAT(sent.words, HasSubstr("<" + std::string(number) + ">"));
    }
    EXPECT_TRUE(taken().empty());
}

TEST_F(NotifySms, WhatIsMissingInTheConfigurationIsSaidAtOnce) {
    Options options = account("aliyun");
    options[0].second = "aliyn";
    EXPECT_THAT(caller_.open(options), HasSubstr("did you mean \"aliyun\"?"));
    options = account("aliyun");
    std::erase_if(options, [](const auto& option) { return option.first == "sign_name"; });
    EXPECT_THAT(caller_.open(options), HasSubstr("needs \"sign_name\""));
    options = account("aliyun");
    std::erase_if(options, [](const auto& option) { return option.first.starts_with("templates."); });
    EXPECT_THAT(caller_.open(options), HasSubstr("templates"));
    options = account("aliyun");
    options[2].second = "http://sms.corp.test";
    EXPECT_THAT(caller_.open(options), HasSubstr("https://"));
    ASSERT_EQ(caller_.open(account("aliyun")), "");
    auto other = message("13800000000");
    other.template_name = "friendly";
    const auto sent = caller_.send(other);
    EXPECT_EQ(sent.code, SETTLED_INVALID_CONFIG);
    EXPECT_THAT(sent.words, HasSubstr("templates has no \"friendly\""));
    EXPECT_EQ(sent.asked, 0);
}

TEST_F(NotifySms, AMessageThatIsNotReleasedIsNotSent) {
    ASSERT_EQ(caller_.open(account("aliyun")), "");
    const auto sent = caller_.send(message("13800000000"), [] { return false; });
    EXPECT_EQ(sent.code, SETTLED_STOPPED);
    EXPECT_EQ(sent.outcome.after_hand_over, 0);
    EXPECT_TRUE(taken().empty());
}

TEST_F(NotifySms, AGatewayThatIsNotThereIsTriedAgain) {
    const Options gone = account("kannel");
    server_.reset();
    ASSERT_EQ(caller_.open(gone), "");
    const auto sent = caller_.send(message("13800000000"));
    EXPECT_EQ(support::fate_of(sent), "tried again") << sent.words;
}

} // namespace
} // namespace settled
