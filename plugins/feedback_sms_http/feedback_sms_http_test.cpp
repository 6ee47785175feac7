// Reports asked of a stand-in that checks the account and turns pages as the provider does.
#include "support/script_server.hpp"
#include "support/temporary_folder.hpp"

#include <settled/testing.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

extern "C" const settled_plugin SETTLED_PLUGIN_SYMBOL;

namespace settled {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class FeedbackSms : public ::testing::Test {
  protected:
    void SetUp() override {
        // The third digit from the end chooses the fate: delivered, unreachable, no such number, STOP, nothing yet.
        std::ofstream taken(folder_.path() / "taken");
        for (const char* number : {"+15552000000", "+15552000100", "+15552000200", "+15552000300", "+15552000400"})
            taken << "[\"twilio\", \"" << number << "\", \"text\"]\n";
        taken.close();
        auto started = support::ScriptServer::start("message_gateways.py", folder_.path());
        ASSERT_TRUE(started) << started.error().message;
        server_.emplace(std::move(*started));
        host_.unix_ms =
            std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
    }
    void TearDown() override {
        if (self_ != nullptr) table().close(self_);
    }

    static const settled_feedback_operations& table() {
        return *static_cast<const settled_feedback_operations*>(SETTLED_PLUGIN_SYMBOL.operations);
    }
    std::string open(const std::string& provider, const std::string& secret = "test-secret") {
        const testing::TestSettings settings(SETTLED_PLUGIN_SYMBOL,
                                             {{"provider", provider},
                                              {"provider_folder", SETTLED_SOURCE_DIR "/config/gateways"},
                                              {"url", "http://127.0.0.1:" + std::to_string(server_->port()) + "/" + provider},
                                              {"access_key_id", "test-id"},
                                              {"access_key_secret", secret},
                                              {"sender", "+15550001111"},
                                              {"timeout_seconds", "20"}});
        host_abi_ = host_.abi();
        const settled_settings abi = settings.abi();
        settled_error error{.size = sizeof error};
        self_ = table().open(&host_abi_, &abi, &error);
        return error.message;
    }
    // Each event as words; the code of the call.
    std::int32_t poll(std::vector<std::string>& told, std::string& words) {
        const settled_feedback_sink sink{
            sizeof sink, 0, &told, [](void* context, const settled_feedback_event* event) {
                const auto text = [](const settled_text& one) { return std::string(std::string_view(one)); };
                static_cast<std::vector<std::string>*>(context)->push_back(std::to_string(event->kind) + " " + text(event->id) +
                                                                           " " + text(event->provider_id) + " " +
                                                                           text(event->text));
                return 0;
            }};
        settled_error error{.size = sizeof error};
        const std::int32_t code = table().poll(self_, &sink, &error);
        words = error.message;
        return code;
    }

    support::TemporaryFolder folder_{"settled-sms-reports"};
    std::optional<support::ScriptServer> server_;
    testing::TestHost host_;
    settled_host host_abi_{};
    void* self_ = nullptr;
};

TEST_F(FeedbackSms, EveryPageIsReadAndOnlyWhatIsFinalIsTold) {
    ASSERT_EQ(open("twilio"), "");
    std::vector<std::string> told;
    std::string words;
    ASSERT_EQ(poll(told, words), SETTLED_OK) << words;
    EXPECT_THAT(told, ElementsAre("1 SM15552000000.delivered SM15552000000 delivered",
                                  "2 SM15552000100.failed SM15552000100 Unreachable destination handset",
                                  "2 SM15552000200.number SM15552000200 5.1.1 Unknown destination handset",
                                  "5 SM15552000300.opted_out SM15552000300 Attempt to send to unsubscribed recipient"));
}

TEST_F(FeedbackSms, AWrongAccountIsSaidWithoutItsSecret) {
    ASSERT_EQ(open("twilio", "wrong-secret"), "");
    std::vector<std::string> told;
    std::string words;
    EXPECT_EQ(poll(told, words), SETTLED_ACCESS_DENIED);
    EXPECT_THAT(words, HasSubstr("reports were refused with HTTP 401"));
    EXPECT_THAT(words, ::testing::Not(HasSubstr("wrong-secret")));
    EXPECT_TRUE(told.empty());
}

TEST_F(FeedbackSms, AProviderThatDoesNotTellIsRefused) {
    EXPECT_THAT(open("kannel"), HasSubstr("does not tell when it is asked"));
}

} // namespace
} // namespace settled
