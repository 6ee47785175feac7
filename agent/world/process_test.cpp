#include "world/process.hpp"

#include <gtest/gtest.h>

#include <filesystem>

#include <pwd.h>
#include <sys/wait.h>
#include <unistd.h>

namespace settled::world {
namespace {

// Who a child process is after it became the owner of `folder`: its user's number; -1: it was refused.
int user_after_becoming_owner_of(const std::filesystem::path& folder) {
    const pid_t child = ::fork();
    if (child == 0) {
        const bool became = static_cast<bool>(become_owner_of(folder));
        const bool is_bare = ::getegid() == ::getgid() && ::setuid(0) != 0; // no way back
        ::_exit(!became ? 255 : ::geteuid() == 0 || is_bare ? static_cast<int>(::geteuid()) : 254);
    }
    int status = 0;
    EXPECT_EQ(::waitpid(child, &status, 0), child);
    return WEXITSTATUS(status) == 255 ? -1 : WEXITSTATUS(status);
}

TEST(Process, RootBecomesTheOwnerOfAFolderForGood) {
    if (::geteuid() != 0) GTEST_SKIP() << "only root becomes somebody else";
    const passwd* daemon = ::getpwnam("daemon");
    ASSERT_NE(daemon, nullptr);
    std::string name = ::testing::TempDir() + "settled-owner-XXXXXX";
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    EXPECT_EQ(user_after_becoming_owner_of(name), 0); // root's own
    EXPECT_EQ(user_after_becoming_owner_of(name + "/absent"), 0);
    const uid_t owner = daemon->pw_uid;
    ASSERT_EQ(::chown(name.c_str(), owner, daemon->pw_gid), 0);
    EXPECT_EQ(user_after_becoming_owner_of(name), static_cast<int>(owner));
    std::filesystem::remove_all(name);
}

} // namespace
} // namespace settled::world
