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

TEST(Process, WhatRootLeftBehindIsNamedWithTheCommandThatMendsIt) {
    if (::geteuid() != 0) GTEST_SKIP() << "only root leaves behind what is root's";
    const passwd* daemon = ::getpwnam("daemon");
    ASSERT_NE(daemon, nullptr);
    std::string name = ::testing::TempDir() + "settled-state-XXXXXX";
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    const std::string words = name +
                              ": belongs to root, and settled runs as daemon, who may not write it; if it is this service's, " +
                              "run as root: chown -R daemon: '" + name + "'";
    const pid_t child = ::fork();
    if (child == 0) {
        const bool fine = is_ours_to_write(name) && is_ours_to_write(name + "/absent");
        if (::setgid(daemon->pw_gid) != 0 || ::setuid(daemon->pw_uid) != 0) ::_exit(2);
        const Status found = is_ours_to_write(name);
        ::_exit(fine && !found && found.error().code == SETTLED_ACCESS_DENIED && found.error().message == words ? 0 : 1);
    }
    int status = 0;
    EXPECT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_EQ(WEXITSTATUS(status), 0);
    std::filesystem::remove_all(name);
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
