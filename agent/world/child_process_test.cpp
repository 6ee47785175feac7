#include "world/child_process.hpp"

#include "world/process.hpp"

#include <gmock/gmock.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include <sys/wait.h>

namespace settled::world {
namespace {

using namespace std::chrono_literals;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

ChildProcess shell(const std::string& script, ChildLimits limits = {}, const std::atomic<bool>* interrupted = nullptr) {
    return ChildProcess::start({"/bin/sh", {"-c", script}, limits, interrupted}).value();
}

Result<std::string> everything(ChildProcess& child) {
    std::string text;
    std::array<char, 1000> buffer;
    for (;;) {
        const auto got = child.read(buffer);
        if (!got) return std::unexpected(got.error());
        if (*got == 0) return text;
        text.append(buffer.data(), *got);
    }
}

bool no_children_left() { return ::waitpid(-1, nullptr, WNOHANG) == -1 && errno == ECHILD; }

std::size_t open_descriptors() {
    std::size_t count = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) ++count;
    return count;
}

TEST(ChildProcess, TalksThroughItsThreeStreams) {
    auto child = shell("read line; echo \"got $line\"; echo trouble >&2; exit 3");
    ASSERT_TRUE(child.write("a question\n"));
    EXPECT_EQ(everything(child).value(), "got a question\n");
    const ChildEnd end = child.end();
    EXPECT_EQ(end.exit_status, 3);
    EXPECT_FALSE(end.success());
    EXPECT_EQ(end.words, "ended with exit status 3");
    EXPECT_EQ(child.error_output(), "trouble\n");
    EXPECT_TRUE(no_children_left());
}

TEST(ChildProcess, MoreThanAPipeHoldsPassesInBothDirections) {
    auto child = shell("head -c 3000000 | wc -c; head -c 3000000 /dev/zero; head -c 300000 /dev/zero >&2");
    ASSERT_TRUE(child.write(std::string(3'000'000, 'x')));
    const auto answer = everything(child);
    ASSERT_TRUE(answer) << answer.error().message;
    EXPECT_EQ(answer->substr(0, 8), "3000000\n");
    EXPECT_EQ(answer->size(), 3'000'008u);
    EXPECT_TRUE(child.end().success());
    EXPECT_LE(child.error_output().size(), 2 * limit::child_error_bytes_max) << "only the last of it is kept";
}

TEST(ChildProcess, ASignalIsToldInWords) {
    const ChildEnd end = shell("kill -SEGV $$").end();
    EXPECT_EQ(end.signal, SIGSEGV);
    EXPECT_EQ(end.words, "was killed by signal 11 (Segmentation fault)");
}

TEST(ChildProcess, AProgramThatIsNotThereIsAnError) {
    const auto child = ChildProcess::start({"/nowhere/program", {}, {}, nullptr});
    ASSERT_FALSE(child);
    EXPECT_THAT(child.error().message, HasSubstr("cannot start /nowhere/program: No such file"));
    EXPECT_TRUE(no_children_left());
}

TEST(ChildProcess, WaitingTooLongEndsIt) {
    auto child = shell("exec sleep 1000", {.waiting = 100ms});
    const auto answer = everything(child);
    ASSERT_FALSE(answer);
    EXPECT_THAT(answer.error().message, HasSubstr("no answer within 100 ms"));
    const ChildEnd end = child.end();
    EXPECT_TRUE(end.timed_out);
    EXPECT_EQ(end.words, "was stopped after 100 ms without an end");
    EXPECT_TRUE(no_children_left());
}

TEST(ChildProcess, AnEndThatDoesNotComeIsMade) {
    const ChildEnd end = shell("exec 1>&-; exec sleep 1000", {.waiting = 100ms}).end();
    EXPECT_TRUE(end.timed_out);
    EXPECT_TRUE(no_children_left());
}

// A child that has long answered is not blamed for our own slowness.
TEST(ChildProcess, OnlyTimeSpentWaitingCounts) {
    auto child = shell("echo early", {.waiting = 60s});
    std::this_thread::sleep_for(20ms);
    EXPECT_EQ(everything(child).value(), "early\n");
    EXPECT_TRUE(child.end().success());
}

TEST(ChildProcess, ProcessorTimeIsLimited) {
    const ChildEnd end = shell("while :; do :; done", {.cpu = 1s}).end();
    EXPECT_TRUE(end.out_of_processor_time);
    EXPECT_EQ(end.words, "used up its processor time");
}

TEST(ChildProcess, LimitsArriveInTheChild) {
    auto child = shell("read go; ulimit -v; ulimit -t; ulimit -c", {.cpu = 7s, .memory_bytes = std::int64_t{300} << 20});
    ASSERT_TRUE(child.write("go\n"));
    const std::string said = everything(child).value();
#if defined(__SANITIZE_ADDRESS__)
    EXPECT_THAT(said, HasSubstr("\n7\n0\n"));
#else
    EXPECT_EQ(said, "307200\n7\n0\n");
#endif
    EXPECT_TRUE(child.end().success());
}

TEST(ChildProcess, ItsOwnChildrenGoWithIt) {
    auto child = shell("sleep 1000 & echo $!; exec sleep 1000");
    std::array<char, 32> buffer{};
    const auto got = child.read(buffer);
    ASSERT_TRUE(got);
    int grandchild = 0;
    ASSERT_EQ(std::from_chars(buffer.data(), buffer.data() + *got, grandchild).ec, std::errc());
    ASSERT_GT(grandchild, 0);
    child.kill();
    child.end();
    const auto alive = [&] {
        std::ifstream stat("/proc/" + std::to_string(grandchild) + "/stat");
        std::string pid, name, state;
        return static_cast<bool>(stat >> pid >> name >> state) && state != "Z";
    };
    for (int i = 0; i < 1000 && alive(); ++i) std::this_thread::sleep_for(10ms);
    EXPECT_FALSE(alive());
}

TEST(ChildProcess, ADestroyedOneIsKilledAndReapedAndLeavesNoDescriptor) {
    const std::size_t before = open_descriptors();
    for (int i = 0; i < 20; ++i) {
        auto child = shell("exec sleep 1000");
        auto moved = std::move(child);
        EXPECT_GT(moved.pid(), 0);
    }
    EXPECT_TRUE(no_children_left());
    EXPECT_EQ(open_descriptors(), before);
}

TEST(ChildProcess, InheritsNeitherDescriptorsNorSecrets) {
    ::setenv("SETTLED_SECRET_MAIL", "canary", 1);
    ::setenv("CREDENTIALS_DIRECTORY", "/run/canary", 1);
    ::setenv("SETTLED_HARMLESS", "kept", 1);
    const std::ifstream open_file("/proc/self/status");
    auto child = shell("env; for n in 2 3 4 5 6 7 8 9; do [ -e /proc/$$/fd/$n ] && echo \"fd $n\"; done; exit 0");
    const std::string said = everything(child).value();
    EXPECT_THAT(said, AllOf(HasSubstr("SETTLED_HARMLESS=kept"), Not(HasSubstr("canary"))));
    EXPECT_THAT(said, ::testing::EndsWith("\nfd 2\n"));
    EXPECT_TRUE(child.end().success());
    for (const auto* const name : {"SETTLED_SECRET_MAIL", "CREDENTIALS_DIRECTORY", "SETTLED_HARMLESS"}) ::unsetenv(name);
}

TEST(ChildProcess, AReaderThatDiedIsAnErrorAndNoSignalForUs) {
    auto child = shell("exec 0<&-; exit 0");
    EXPECT_TRUE(everything(child));
    Status written;
    for (int i = 0; i < 100 && written; ++i) written = child.write(std::string(100'000, 'x'));
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().code, SETTLED_UNAVAILABLE);
}

TEST(ChildProcess, AnInterruptionIsNoticed) {
    const std::atomic<bool> interrupted = true;
    auto child = shell("exec sleep 1000", {}, &interrupted);
    const auto answer = everything(child);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, SETTLED_STOPPED);
    EXPECT_EQ(child.end().signal, SIGKILL);
}

TEST(ThisExecutable, IsThisTest) { EXPECT_THAT(this_executable().value().filename().string(), HasSubstr("world_test")); }

} // namespace
} // namespace settled::world
