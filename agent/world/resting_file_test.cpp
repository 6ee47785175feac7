#include "world/resting_file.hpp"

#include "support/temporary_folder.hpp"
#include "world/files.hpp"

#include <gtest/gtest.h>

namespace settled::world {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr std::size_t bytes_max = 1000;

// A person with an editor: each pause of the reader is time for the next of these.
class RestingFile : public ::testing::Test {
  protected:
    // A moment that no reader takes for long ago, however slow this machine is.
    void write_now(std::string_view text) {
        ASSERT_TRUE(write_file(file_, text));
        fs::last_write_time(file_, fs::file_time_type::clock::now() + ++writes_ * 1h);
    }
    void lies_still() { fs::last_write_time(file_, fs::file_time_type::clock::now() - 1h); }
    Result<std::string> read(const std::function<void(int pause)>& meanwhile) {
        return read_resting_file(file_, bytes_max, [&](std::chrono::milliseconds) { meanwhile(++pauses_); });
    }
    support::TemporaryFolder folder_;
    fs::path file_ = folder_ / "settled.toml";
    int pauses_ = 0, writes_ = 0;
};

TEST_F(RestingFile, OneThatLayStillIsReadWithoutAPause) {
    ASSERT_TRUE(write_file(file_, "schema = 1\n"));
    lies_still();
    EXPECT_EQ(read([](int) {}).value(), "schema = 1\n");
    EXPECT_EQ(pauses_, 0);
}

TEST_F(RestingFile, OneThatIsEmptiedAndWrittenAgainIsReadAsItIsInTheEnd) {
    write_now("");
    const auto text = read([&](int pause) {
        if (pause == 1) write_now("schema = 1\n[sto");
        if (pause == 2) write_now("schema = 1\n[store]\n");
    });
    EXPECT_EQ(text.value(), "schema = 1\n[store]\n");
    EXPECT_EQ(pauses_, 3);
}

TEST_F(RestingFile, AnEmptyOneIsWaitedForAlsoWhereItsMomentIsOld) {
    ASSERT_TRUE(write_file(file_, ""));
    lies_still();
    const auto text = read([&](int pause) {
        if (pause == 1) write_now("schema = 1\n");
    });
    EXPECT_EQ(text.value(), "schema = 1\n");
}

TEST_F(RestingFile, OneThatIsMovedAwayAndWrittenAgainIsWaitedFor) {
    const auto text = read([&](int pause) {
        if (pause == 1) write_now("schema = 1\n");
    });
    EXPECT_EQ(text.value(), "schema = 1\n");
}

TEST_F(RestingFile, OneThatIsNotThereIsToldAfterOnePause) {
    const auto text = read([](int) {});
    ASSERT_FALSE(text);
    EXPECT_EQ(text.error().code, SETTLED_INVALID_CONFIG);
    EXPECT_EQ(pauses_, 1);
}

TEST_F(RestingFile, OneThatNeverRestsIsNotRead) {
    write_now("");
    const auto text = read([&](int pause) { write_now(std::string(static_cast<std::size_t>(pause), ' ')); });
    ASSERT_FALSE(text);
    EXPECT_EQ(text.error().code, SETTLED_UNAVAILABLE);
    EXPECT_EQ(text.error().message, file_.string() + ": is being written and did not stop for 2000 ms; expected one that is "
                                                     "saved; close what writes it and try again");
    EXPECT_EQ(pauses_, limit::file_rests_max);
}

TEST_F(RestingFile, AMomentInTheFutureKeepsNobodyOut) { // a folder on a machine whose clock is ahead
    write_now("schema = 1\n");
    EXPECT_EQ(read([](int) {}).value(), "schema = 1\n");
    EXPECT_EQ(pauses_, 1);
}

} // namespace
} // namespace settled::world
