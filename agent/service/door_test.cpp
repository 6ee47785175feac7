// The door with shell scripts behind it: each caller has a child of his own, and nobody keeps the others out.
#include "service/door.hpp"

#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

#include <sys/socket.h>
#include <unistd.h>

namespace settled::service {
namespace {

using namespace std::chrono_literals;
using ::testing::Contains;
using ::testing::HasSubstr;

class DoorTest : public ::testing::Test {
  protected:
    Door& opened(const std::string& script, std::chrono::seconds act_time = 60s) {
        auto made = Door::open(
            path_,
            {.act = [script] { return world::ChildCommand{.program = "/bin/sh", .arguments = {"-c", script}, .limits = {}}; },
             .log = [this](Level, std::string_view line) { log_.emplace_back(line); },
             .act_time = act_time});
        EXPECT_TRUE(made);
        return door_.emplace(std::move(*made));
    }
    world::LocalConnection call() const {
        auto made = world::connect_local(path_);
        EXPECT_TRUE(made);
        return std::move(*made);
    }
    // As the service's loop does it, until `enough`.
    void serve_until(const std::function<bool()>& enough) {
        for (int turn = 0; turn < 1000 && !enough(); ++turn) {
            std::vector<world::Awaited> watched;
            door_->watch(watched);
            world::wait_for_any(watched, 20ms);
            door_->serve();
        }
        EXPECT_TRUE(enough());
    }
    static std::string heard(const world::LocalConnection& caller) {
        std::array<char, 256> text{};
        std::string all;
        for (ssize_t got = 0; (got = ::recv(caller.descriptor(), text.data(), text.size(), 0)) > 0;)
            all.append(text.data(), static_cast<std::size_t>(got));
        return all;
    }

    support::TemporaryFolder folder_;
    std::filesystem::path path_ = folder_ / "settled.sock";
    std::optional<Door> door_;
    std::vector<std::string> log_;
};

TEST_F(DoorTest, ACallerSpeaksWithAChildOfHisOwn) {
    Door& door = opened("read line; echo \"heard $line\"; echo trouble >&2");
    const world::LocalConnection caller = call();
    ASSERT_EQ(::send(caller.descriptor(), "one\n", 4, 0), 4);
    serve_until([&] { return !log_.empty() && door.idle(); });
    EXPECT_EQ(heard(caller), "heard one\n");
    EXPECT_THAT(log_, Contains(HasSubstr("a person's command: trouble")));
}

TEST_F(DoorTest, OneAccountHasFourAtOnceAndTheFifthIsSentAway) {
    opened("read line; echo \"$line\"");
    std::vector<world::LocalConnection> callers;
    for (std::size_t i = 0; i <= limit::acts_at_once_of_one_max; ++i) callers.push_back(call());
    serve_until([&] { return !log_.empty(); });
    EXPECT_THAT(log_, Contains(HasSubstr("another one was sent away")));
    EXPECT_EQ(heard(callers.back()), "");
    for (std::size_t i = 0; i < limit::acts_at_once_of_one_max; ++i) ASSERT_EQ(::send(callers[i].descriptor(), "on\n", 3, 0), 3);
    serve_until([&] { return door_->idle(); });
    for (std::size_t i = 0; i < limit::acts_at_once_of_one_max; ++i) EXPECT_EQ(heard(callers[i]), "on\n");
}

TEST_F(DoorTest, WhoseTimeIsOverIsStoppedAndStoppingTakesNobodyNew) {
    Door& door = opened("exec sleep 600", 0s);
    const world::LocalConnection caller = call();
    serve_until([&] { return !log_.empty(); });
    EXPECT_TRUE(door.idle());
    EXPECT_THAT(log_, Contains(HasSubstr("was killed by signal 15")));
    door.stop();
    const world::LocalConnection late = call(); // waits in the system's queue for a service that will not come
    door.serve();
    EXPECT_TRUE(door.idle());
    door_.reset();
    EXPECT_EQ(heard(late), "");
    EXPECT_FALSE(world::connect_local(path_));
}

TEST_F(DoorTest, StoppingBringsWhatRunsToAnEnd) {
    Door& door = opened("trap 'echo enough; exit 0' TERM; echo begun; while :; do sleep 0.05; done");
    const world::LocalConnection caller = call();
    std::array<char, 6> begun{};
    door.serve();
    ASSERT_EQ(::recv(caller.descriptor(), begun.data(), begun.size(), MSG_WAITALL), 6);
    door.stop();
    serve_until([&] { return door.idle(); });
    EXPECT_EQ(heard(caller), "enough\n");
}

} // namespace
} // namespace settled::service
