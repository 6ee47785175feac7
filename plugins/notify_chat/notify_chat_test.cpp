// Digests against stand-ins of the chats' robots, which check signatures and say no inside HTTP 200.
#include "support/notify_caller.hpp"
#include "support/script_server.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

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

class NotifyChat : public ::testing::Test {
  protected:
    void SetUp() override {
        auto started = support::ScriptServer::start("message_gateways.py", folder_.path());
        ASSERT_TRUE(started) << started.error().message;
        server_.emplace(std::move(*started));
        caller_.host.unix_ms =
            std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
    }

    Options account(const std::string& provider, const std::string& token = "robot-token") {
        return {{"provider", provider},
                {"provider_folder", SETTLED_SOURCE_DIR "/config/gateways"},
                {"url", "http://127.0.0.1:" + std::to_string(server_->port()) + "/" + provider},
                {"access_token", token},
                {"signing_key", "test-secret"},
                {"timeout_seconds", "20"}};
    }
    static NotifyCaller::Message digest(const std::string& mark = "") {
        NotifyCaller::Message made;
        made.content = "华东贸易 owes 985.00 CNY " + mark;
        made.parameters = {{"counts", "3 receipts settled, 1 question, 2 reminders wait " + mark}};
        made.to = {"robot"};
        return made;
    }
    std::string taken() const { return server_->text("taken"); }
    int taken_count() const { return static_cast<int>(std::ranges::count(taken(), '\n')); }

    support::TemporaryFolder folder_{"settled-chat"};
    std::optional<support::ScriptServer> server_;
    NotifyCaller caller_{SETTLED_PLUGIN_SYMBOL};
};

TEST_F(NotifyChat, EveryOutcomeOfARobotIsToldAsItIs) {
    struct Fault {
        const char *mark, *what, *fate;
        int taken;
    };
    constexpr Fault faults[] = {
        {"", "taken", "sent", 1},
        {"fault-90", "refused in the service's words", "tried again", 0},
        {"fault-91", "HTTP 500", "unknown", 0},
        {"fault-92", "HTTP 429, Retry-After 77", "tried again", 0},
        {"fault-93", "taken, then the link is lost", "unknown", 1},
        {"fault-95", "a page of HTML with HTTP 200", "unknown", 1},
        {"fault-97", "an empty answer", "unknown", 1},
        {"fault-89", "words that are no HTTP", "unknown", 1},
    };
    int shown = 0, as_expected = 0;
    const auto show = [&](const std::string& service, const char* what, const std::string& wanted, const std::string& seen) {
        std::printf("%-10s %-34s expected %-28s seen %s\n", service.c_str(), what, wanted.c_str(), seen.c_str());
        ++shown, as_expected += wanted == seen;
        EXPECT_EQ(seen, wanted) << service << ' ' << what;
    };
    for (const std::string service : {"wecom", "dingtalk", "feishu", "slack", "teams"}) {
        ASSERT_EQ(caller_.open(account(service)), "");
        for (const Fault& fault : faults) {
            const std::string mark = fault.mark;
            if (service == "teams" && mark == "fault-97") continue; // nothing is what Teams says when it is fine
            const int before = taken_count();
            const auto sent = caller_.send(digest(mark));
            std::string wanted = fault.fate;
            if (service == "slack" && mark == "fault-90") wanted = "gateway's trouble"; // it knows no such answer but 429
            show(service, fault.what, wanted + ", " + std::to_string(fault.taken) + " taken",
                 support::fate_of(sent) + ", " + std::to_string(taken_count() - before) + " taken");
            EXPECT_THAT(sent.words, Not(HasSubstr("robot-token")));
        }
        ASSERT_EQ(caller_.open(account(service, "another-token")), "");
        const auto refused = caller_.send(digest());
        show(service, "wrong token", "gateway's trouble", support::fate_of(refused));
        EXPECT_THAT(refused.words, Not(HasSubstr("another-token")));
    }
    std::printf("%d chat outcomes, %d as expected\n", shown, as_expected);
}

TEST_F(NotifyChat, NoCustomerAndNoAmountLeavesTheHouseUnlessItIsAllowed) {
    ASSERT_EQ(caller_.open(account("wecom")), "");
    EXPECT_EQ(caller_.send(digest()).code, SETTLED_OK);
    EXPECT_THAT(taken(), HasSubstr("3 receipts settled"));
    EXPECT_THAT(taken(), Not(HasSubstr("985")));
    auto without = digest();
    without.parameters.clear();
    const auto stays = caller_.send(without);
    EXPECT_EQ(stays.code, SETTLED_BAD_DATA);
    EXPECT_EQ(stays.asked, 0);
    Options full = account("wecom");
    full.emplace_back("detail", "full");
    ASSERT_EQ(caller_.open(full), "");
    EXPECT_EQ(caller_.send(digest()).code, SETTLED_OK);
    EXPECT_THAT(taken(), HasSubstr("华东贸易 owes 985.00 CNY"));
}

TEST_F(NotifyChat, ForeignWordsMentionNobodyAndLinkNowhere) {
    Options full = account("slack");
    full.emplace_back("detail", "full");
    ASSERT_EQ(caller_.open(full), "");
    auto hostile = digest();
    hostile.content = "<!channel> @all [pay here](https://evil.example)";
    EXPECT_EQ(caller_.send(hostile).code, SETTLED_OK);
    for (const char* mark : {"<!channel>", "@all", "https://", "evil.example", "](", "&"})
        EXPECT_THAT(taken(), Not(HasSubstr(mark)));
}

TEST_F(NotifyChat, WhatIsMissingInTheConfigurationIsSaidAtOnce) {
    Options options = account("dingtalk");
    options.emplace_back("signing_key", "");
    EXPECT_THAT(caller_.open(options), HasSubstr("needs \"signing_key\""));
    options = account("aliyun");
    EXPECT_THAT(caller_.open(options), HasSubstr("Known providers: dingtalk, feishu, slack, teams, wecom"));
    options = account("wecom");
    options.emplace_back("detail", "some");
    EXPECT_THAT(caller_.open(options), HasSubstr("counts or full"));
    options = account("wecom");
    options.emplace_back("provider_file", "x.toml");
    EXPECT_THAT(caller_.open(options), HasSubstr("one of the two"));
}

} // namespace
} // namespace settled
