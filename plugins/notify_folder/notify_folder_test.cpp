#include <settled/notify.hpp>
#include <settled/testing.hpp>

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <unistd.h>

extern "C" const settled_plugin SETTLED_PLUGIN_SYMBOL;

namespace {

using namespace settled;
namespace fs = std::filesystem;

// The plugin through its C table, as the agent calls it, in a folder of its own.
class NotifyFolder : public ::testing::Test {
  protected:
    NotifyFolder() : folder_(fs::temp_directory_path() / ("notify_folder_test." + std::to_string(::getpid()))) {
        fs::remove_all(folder_);
        const settled::testing::TestSettings settings(SETTLED_PLUGIN_SYMBOL, {{"folder", folder_.string()}});
        const settled_host host = host_.abi();
        const settled_settings abi = settings.abi();
        self_ = operations_->open(&host, &abi, &error_);
    }
    ~NotifyFolder() override {
        if (self_) operations_->close(self_);
        fs::remove_all(folder_);
    }

    std::int32_t send(std::string_view key, std::string_view content, std::int32_t released = 0) {
        const settled_text recipient("ap@acme.example");
        settled_message message{};
        message.size = sizeof message, message.key = key, message.sender = "ar@example.com";
        message.recipients = &recipient, message.recipient_count = 1, message.content = content;
        outcome_ = {};
        outcome_.size = sizeof outcome_;
        handed_over_ = 0, answer_ = released;
        const settled_hand_over hand_over{sizeof hand_over, 0, this, [](void* self) -> std::int32_t {
                                              auto& test = *static_cast<NotifyFolder*>(self);
                                              ++test.handed_over_;
                                              return test.answer_;
                                          }};
        return operations_->send(self_, &message, &hand_over, &outcome_, &error_);
    }

    std::string read(const std::string& name) const {
        const std::ifstream file(folder_ / name, std::ios::binary);
        std::ostringstream bytes;
        bytes << file.rdbuf();
        return bytes.str();
    }

    settled::testing::TestHost host_;
    const settled_notify_operations* operations_ =
        static_cast<const settled_notify_operations*>(SETTLED_PLUGIN_SYMBOL.operations);
    fs::path folder_;
    void* self_ = nullptr;
    settled_error error_{sizeof(settled_error), 0, 0, {}};
    settled_send_outcome outcome_{};
    int handed_over_ = 0;
    std::int32_t answer_ = 0;
};

TEST_F(NotifyFolder, AMailBecomesAFileNamedByItsKey) {
    ASSERT_EQ(send("huayuan.u8.C001.overdue-7", "Subject: x\r\n\r\nbody\r\n"), SETTLED_OK) << error_.message;
    EXPECT_EQ(read("huayuan.u8.C001.overdue-7.eml"), "Subject: x\r\n\r\nbody\r\n");
    EXPECT_EQ(handed_over_, 1);
    EXPECT_STREQ(outcome_.provider_id, "huayuan.u8.C001.overdue-7.eml");
}

TEST_F(NotifyFolder, NothingStandsInTheFolderWhenTheAgentDoesNotRelease) {
    EXPECT_EQ(send("k1", "x", 1), SETTLED_STOPPED);
    EXPECT_TRUE(fs::is_empty(folder_));
}

TEST_F(NotifyFolder, AMessageIsWrittenOnce) {
    ASSERT_EQ(send("k1", "first"), SETTLED_OK);
    EXPECT_EQ(send("k1", "second"), SETTLED_REJECTED);
    EXPECT_EQ(read("k1.eml"), "first");
    EXPECT_EQ(handed_over_, 0);
}

TEST_F(NotifyFolder, AKeyCannotLeaveTheFolder) {
    ASSERT_EQ(send("../../etc/passwd", "x"), SETTLED_OK);
    EXPECT_EQ(read("_.._.._etc_passwd.eml"), "x");
}

TEST_F(NotifyFolder, LookingUpTellsWhatArrived) {
    ASSERT_EQ(send("k1", "x"), SETTLED_OK);
    const settled_text there("k1"), not_there("k2");
    EXPECT_EQ(operations_->look_up(self_, &there, &error_), 1);
    EXPECT_EQ(operations_->look_up(self_, &not_there, &error_), 0);
}

} // namespace
