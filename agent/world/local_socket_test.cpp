#include "world/local_socket.hpp"

#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include <unistd.h>

namespace settled::world {
namespace {

using ::testing::HasSubstr;

class LocalSocketTest : public ::testing::Test {
  protected:
    support::TemporaryFolder folder_;
    std::filesystem::path path_ = folder_ / "settled.sock";
};

TEST_F(LocalSocketTest, TheKernelSaysWhoIsAtTheOtherEnd) {
    auto listener = LocalListener::open(path_);
    ASSERT_TRUE(listener);
    const auto caller = connect_local(path_);
    ASSERT_TRUE(caller);
    const LocalConnection taken = listener->accept();
    ASSERT_GE(taken.descriptor(), 0);
    EXPECT_EQ(caller_key(taken).value(), "account " + std::to_string(::geteuid()));
    EXPECT_EQ(caller_account(taken).value().name, account(::geteuid()).value().name);
    EXPECT_LT(listener->accept().descriptor(), 0) << "nobody else waits";
}

TEST_F(LocalSocketTest, OneProcessListensAndWhatAKilledOneLeftIsReplaced) {
    {
        const auto first = LocalListener::open(path_);
        ASSERT_TRUE(first);
        const auto second = LocalListener::open(path_);
        ASSERT_FALSE(second);
        EXPECT_EQ(second.error().code, SETTLED_UNAVAILABLE);
        EXPECT_TRUE(std::filesystem::exists(path_)) << "it is still the first one's";
        std::filesystem::create_hard_link(path_, folder_ / "left.sock"); // stays behind, as after kill -9
    }
    EXPECT_FALSE(std::filesystem::exists(path_));
    EXPECT_FALSE(connect_local(folder_ / "left.sock"));
    EXPECT_TRUE(LocalListener::open(folder_ / "left.sock"));
}

TEST_F(LocalSocketTest, AFileOrAPathThatIsTooLongIsRefusedInWords) {
    std::ofstream(path_) << "a customer's letter";
    const auto over_a_file = LocalListener::open(path_);
    ASSERT_FALSE(over_a_file);
    EXPECT_EQ(over_a_file.error().code, SETTLED_INVALID_CONFIG);
    EXPECT_EQ(std::filesystem::file_size(path_), 19u);
    const auto too_long = LocalListener::open(folder_ / std::string(200, 'x'));
    ASSERT_FALSE(too_long);
    EXPECT_THAT(too_long.error().message, HasSubstr("at most 107 bytes"));
    EXPECT_FALSE(LocalListener::open(folder_ / "no" / "folder.sock"));
}

TEST_F(LocalSocketTest, AnAccountHasANameAndGroups) {
    const auto root = account(0);
    ASSERT_TRUE(root);
    EXPECT_EQ(root->name, "root");
    EXPECT_THAT(root->groups, ::testing::Contains("root"));
    EXPECT_EQ(account(4'000'000'007U).error().code, SETTLED_UNSUPPORTED);
}

TEST_F(LocalSocketTest, OnlyWhatIsThereCanBeDenied) {
    EXPECT_FALSE(is_denied(folder_ / "absent", true));
    EXPECT_FALSE(is_denied(folder_.path(), true));
    if (::geteuid() != 0) {
        EXPECT_TRUE(is_denied("/etc/shadow", false));
    }
}

} // namespace
} // namespace settled::world
