// The supervisor itself on a clock that runs fast, with shell scripts as jobs.
#include "service/supervisor.hpp"

#include "service/log_files.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <map>

#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

namespace settled::service {
namespace {

using namespace std::chrono_literals;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr int usual_speed = 6000; // a minute in 10 ms

class SupervisorTest : public ::testing::Test {
  protected:
    SupervisorTest() { go_at(usual_speed); }
    // A plan that falls due every minute of the test's clock.
    static Plan every_minute(const std::string& name, const std::string& company = "demo") {
        Plan plan{name, name, company, "UTC", {}, false, {}};
        for (int minute = 0; minute < 24 * 60; ++minute) plan.minutes_of_day.push_back(minute);
        return plan;
    }
    static Plan once(const std::string& name) { return {name, name, "demo", "UTC", {10 * 60 + 1}, false, {}}; }

    // Ends by a signal to ourselves once `enough` says so; a bound on the starts keeps a test that goes wrong from lasting.
    void run(std::vector<Plan> plans, const std::function<bool()>& enough) {
        world::Signals signals;
        const ServiceManager manager([this](const std::string& name) -> std::optional<std::string> {
            return name == "NOTIFY_SOCKET" && !notify_socket_.empty() ? std::optional(notify_socket_) : std::nullopt;
        });
        Supervisor supervisor(
            {.clock = *clock_,
             .random = random_,
             .signals = signals,
             .manager = manager,
             .clock_speed = speed_,
             .load = [this] { return reload_; },
             .job =
                 [&](const Plan& plan, world::Moment) {
                     started_.push_back(plan.name);
                     if (enough() || started_.size() > 30000) ::kill(::getpid(), SIGTERM);
                     return world::ChildCommand{.program = "/bin/sh",
                                                .arguments = {"-c", scripts_[plan.job]},
                                                .limits = {.memory_bytes = std::int64_t{512} << 20}};
                 },
             .log =
                 [&](Level, std::string_view line) {
                     log_.emplace_back(line);
                     if (log_.size() > 1'000'000) ::kill(::getpid(), SIGTERM);
                 },
             .alert = [&](const std::string& what,
                          const std::string& words) { alerts_.push_back(what + (words.empty() ? " ended" : " began")); }},
            {std::move(plans), job_time_, folder_.path()});
        supervisor.run();
    }
    std::size_t starts(const std::string& name) const { return static_cast<std::size_t>(std::ranges::count(started_, name)); }
    std::size_t logged(const std::string& words) const {
        return static_cast<std::size_t>(
            std::ranges::count_if(log_, [&](const std::string& line) { return line.contains(words); }));
    }

    support::TemporaryFolder folder_;
    void go_at(int speed) {
        speed_ = speed;
        clock_ = std::make_unique<world::FastClock>(*world::parse_moment("2026-11-20T10:00:30+00:00"), speed);
    }

    int speed_ = usual_speed;
    std::unique_ptr<world::FastClock> clock_;
    world::SeededRandom random_{7};
    std::map<std::string, std::string> scripts_;
    std::chrono::seconds job_time_{30};
    Result<Timetable> reload_ = fail(SETTLED_INVALID_CONFIG, "line 3 is wrong");
    std::vector<std::string> started_, log_, alerts_;
    std::string notify_socket_;
};

TEST_F(SupervisorTest, JobsRunAtTheirTimesAndTheirLinesAreLogged) {
    scripts_["import"] = "echo 'error: the share is away' >&2; echo one line >&2; printf 'no end' >&2";
    run({every_minute("import")}, [&] { return starts("import") >= 5; });
    EXPECT_GE(logged("import: the share is away"), 4u);
    EXPECT_GE(logged("import: one line"), 4u);
    EXPECT_GE(logged("import: no end"), 4u);
    const auto status = jobs::read_service_status(folder_.path()).value().value();
    ASSERT_EQ(status.plans.size(), 1u);
    EXPECT_EQ(status.process, ::getpid());
    EXPECT_TRUE(status.plans[0].last_ended && status.plans[0].next);
}

TEST_F(SupervisorTest, ACompanyHasOneJobAtATimeAndAnotherIsNotHeldUp) {
    scripts_["slow"] = "sleep 1";
    scripts_["quick"] = "test ! -e " + (folder_ / "slow").string();
    scripts_["other"] = "true";
    run({every_minute("slow"), every_minute("quick"), every_minute("other", "sister")}, [&] { return starts("other") >= 30; });
    EXPECT_LE(starts("slow"), 2u);
    EXPECT_LE(starts("quick"), 2u);
}

TEST_F(SupervisorTest, NineFaultsOfAJobLeaveTheSupervisorAndTheOthersAsTheyWere) {
    const std::array<std::pair<const char*, const char*>, 9> faults = {{{"segv", "kill -SEGV $$"},
                                                                        {"abort", "kill -ABRT $$"},
                                                                        {"throw", "exit 134"},
                                                                        {"loop", "while :; do :; done"},
                                                                        {"deadlock", "sleep 1000 & wait"},
                                                                        {"memory", "a=x; while :; do a=$a$a; done"},
                                                                        {"close", "exec <&- >&- 2>&-; sleep 0.01; exit 3"},
                                                                        {"garbage", "head -c 300000 /dev/urandom >&2; exit 7"},
                                                                        {"exit", "exit 0"}}};
    const std::size_t descriptors = [] {
        return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator("/proc/self/fd"), {}));
    }();
    const pid_t before = ::getpid();
    const char* const asked = std::getenv("SETTLED_ROUNDS"); // 20 is the full measure
    const std::size_t rounds = asked ? std::strtoul(asked, nullptr, 10) : 1;
    job_time_ = 1s;
    std::vector<Plan> plans = {every_minute("good", "sister")};
    scripts_["good"] = "true";
    for (const auto& [name, script] : faults) {
        scripts_[name] = script;
        plans.push_back(every_minute(name, name)); // a company of its own, so that each runs beside the others
    }
    std::size_t good_at_the_end = 0;
    run(plans, [&] {
        good_at_the_end = starts("good");
        return good_at_the_end > 20 &&
               std::ranges::all_of(faults, [&](const auto& fault) { return starts(fault.first) >= rounds; });
    });
    std::size_t faulty = 0;
    for (const auto& [name, script] : faults) faulty += starts(name);
    std::printf("%zu faulty jobs of 9 kinds, %zu good ones beside them, pid %d and %d\n", faulty, good_at_the_end, before,
                ::getpid());
    EXPECT_EQ(::getpid(), before);
    EXPECT_GT(good_at_the_end, 20u);
    EXPECT_EQ(::waitpid(-1, nullptr, WNOHANG), -1) << "a zombie is left";
    EXPECT_EQ(static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator("/proc/self/fd"), {})), descriptors);
}

TEST_F(SupervisorTest, WhatFailsFiveTimesIsLeftAloneAndToldOnce) {
    go_at(60); // five tries take a quarter of a minute of its clock
    scripts_["bad"] = "exit 3";
    scripts_["good"] = "true";
    run({once("bad"), every_minute("good", "sister")}, [&] { return starts("good") >= 4; });
    EXPECT_EQ(starts("bad"), 5u);
    EXPECT_THAT(alerts_, ElementsAre("quarantine bad began"));
    EXPECT_EQ(logged("left alone for 60 minutes"), 1u);
}

TEST_F(SupervisorTest, WhatHangsAgainAndAgainLeavesPlacesForTheOthers) {
    job_time_ = 1s;
    std::vector<Plan> plans = {every_minute("good", "sister")};
    scripts_["good"] = "true";
    for (const std::string name : {"a", "b", "c", "d", "e", "f"}) {
        scripts_[name] = "exec sleep 1000";
        plans.push_back(every_minute(name, name));
    }
    const auto hung = [&] { return starts("a") + starts("b") + starts("c") + starts("d") + starts("e") + starts("f"); };
    run(plans, [&] { return hung() >= 14; });
    std::printf("%zu jobs that hang for a second each, %zu good ones beside them\n", hung(), starts("good"));
    EXPECT_GT(starts("good"), 40u) << "a few where the hanging ones may take every place";
}

TEST_F(SupervisorTest, SlowJobsThatFailInPartLeaveAPlaceForWhoIsWell) {
    std::vector<Plan> plans;
    for (const char* name : {"one", "two", "three", "four", "five"}) {
        const std::string begun = (folder_ / name).string();
        scripts_[name] = "test -e " + begun + " && sleep 20; touch " + begun + "; exit 1"; // slow from the second time on
        plans.push_back(every_minute(name, name));
    }
    scripts_["well"] = "true";
    plans.push_back(every_minute("well"));
    run(std::move(plans), [&] { return starts("well") >= 30; });
    EXPECT_GE(starts("well"), 30u);
    EXPECT_LE(started_.size() - starts("well"), 5u + 2 * limit::unwell_at_once_max);
}

TEST_F(SupervisorTest, WhatAnotherAgentDoesIsLookedAtAgainAndIsNoFailure) {
    go_at(600);
    scripts_["shared"] = "test -e " + (folder_ / "free").string() + " || exit 5";
    scripts_["good"] = "true";
    run({once("shared"), every_minute("good", "sister")}, [&] {
        if (starts("shared") == 12) std::ofstream(folder_ / "free"); // more looks than failures would be allowed
        return logged("shared: done") == 1 && starts("good") >= 4;
    });
    EXPECT_GE(starts("shared"), 12u);
    EXPECT_TRUE(alerts_.empty());
    EXPECT_EQ(logged("tried again"), 0u);
}

TEST_F(SupervisorTest, AWrongConfigurationAtAReloadKeepsTheOldOne) {
    scripts_["import"] = "true";
    bool asked = false;
    run({every_minute("import")}, [&] {
        if (!asked && starts("import") == 3) asked = ::kill(::getpid(), SIGHUP) == 0;
        return starts("import") >= 10;
    });
    EXPECT_EQ(logged("the old one stays in force: line 3 is wrong"), 1u);
    EXPECT_THAT(alerts_, ElementsAre("configuration began"));
    EXPECT_THAT(jobs::read_service_status(folder_.path()).value().value().configuration, HasSubstr("line 3 is wrong"));
}

TEST_F(SupervisorTest, ARightConfigurationAtAReloadIsInForceAtOnce) {
    scripts_["old"] = scripts_["new"] = "true";
    reload_ = Timetable{{every_minute("new")}, 30s, folder_.path()};
    bool asked = false;
    run({every_minute("old")}, [&] {
        if (!asked && starts("old") == 3) asked = ::kill(::getpid(), SIGHUP) == 0;
        return starts("new") >= 3;
    });
    EXPECT_GE(starts("new"), 3u);
    EXPECT_LE(starts("old"), 5u);
}

TEST_F(SupervisorTest, StoppingAsksTheJobsAndKillsThoseThatDoNotHear) {
    scripts_["hears"] = "trap 'echo heard >&2; exit 4' TERM; while :; do sleep 0.05; done";
    scripts_["deaf"] = "trap '' TERM; while :; do sleep 0.05; done";
    const auto begun = std::chrono::steady_clock::now();
    run({every_minute("hears"), every_minute("deaf", "sister")}, [&] { return starts("deaf") >= 1 && starts("hears") >= 1; });
    EXPECT_LT(std::chrono::steady_clock::now() - begun, 10s + 5s) << "our promise, and a busy machine";
    EXPECT_EQ(logged("hears: heard"), 1u);
    EXPECT_EQ(::waitpid(-1, nullptr, WNOHANG), -1);
}

TEST_F(SupervisorTest, AJobOverItsTimeIsStopped) {
    job_time_ = 1s;
    scripts_["slow"] = "trap 'exit 4' TERM; while :; do sleep 0.05; done";
    run({every_minute("slow"), every_minute("beside", "sister")}, [&] { return logged("not done after 1 s") > 0; });
    EXPECT_GE(logged("slow: was stopped: not done after 1 s"), 1u);
}

TEST_F(SupervisorTest, WhatWasMissedIsMadeUpOnceAndWhatDiedWithTheServiceIsDoneAgain) {
    jobs::ServiceStatus before{1, *world::parse_moment("2026-11-01T00:00:00+00:00"), {}, "", {}};
    const auto last = world::parse_moment("2026-11-15T12:00:00+00:00").value();
    before.plans = {{"missed", "waiting", last, last, {}, "done"}, {"died", "running", clock_->now(), {}, {}, ""}};
    ASSERT_TRUE(jobs::write_service_status(folder_.path(), before));
    Plan missed = once("missed"), died = once("died"), unknown = once("unknown");
    for (Plan* plan : {&missed, &died, &unknown}) plan->minutes_of_day = {600}; // 10:00, half a minute ago
    run({missed, died, unknown, every_minute("beside", "sister")}, [&] { return starts("beside") >= 30; });
    EXPECT_EQ(starts("missed"), 1u) << "five days, one run";
    EXPECT_EQ(starts("died"), 1u);
    EXPECT_EQ(starts("unknown"), 0u) << "it was never promised";
}

TEST_F(SupervisorTest, TheServiceManagerIsToldHowItStands) {
    const int told = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    ASSERT_GE(told, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    notify_socket_ = (folder_ / "notify").string();
    notify_socket_.copy(address.sun_path, sizeof address.sun_path - 1);
    ASSERT_EQ(::bind(told, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    scripts_["import"] = "true";
    run({every_minute("import")}, [&] { return starts("import") >= 2; });
    std::vector<std::string> heard;
    std::array<char, 512> text{};
    for (ssize_t got = ::recv(told, text.data(), text.size(), 0); got > 0; got = ::recv(told, text.data(), text.size(), 0))
        heard.emplace_back(text.data(), static_cast<std::size_t>(got));
    ::close(told);
    EXPECT_EQ(heard.front(), "READY=1");
    EXPECT_THAT(heard, Contains("STOPPING=1"));
}

TEST(LogFiles, KeepsSoManyFilesOfSoManyBytes) {
    const support::TemporaryFolder folder;
    LogFiles log(folder / "log", {1000, 3});
    for (int i = 0; i < 200; ++i) log.write("line " + std::to_string(i) + " of a hundred and more, of forty bytes");
    int files = 0;
    for (const auto& file : std::filesystem::directory_iterator(folder / "log")) {
        ++files;
        EXPECT_LE(file.file_size(), 1000u);
    }
    EXPECT_EQ(files, 4);
    std::ifstream newest(folder / "log" / "settled.log");
    const std::string text((std::istreambuf_iterator<char>(newest)), {});
    EXPECT_THAT(text, HasSubstr("line 199 "));
}

TEST(LogFiles, ADiskThatIsAwayLosesLinesAndSaysSo) {
    const support::TemporaryFolder folder;
    std::ofstream(folder / "log") << "a file where the folder should be";
    LogFiles log(folder / "log", {1000, 3});
    log.write("lost"), log.write("lost too");
    std::filesystem::remove(folder / "log");
    log.write("kept");
    std::ifstream file(folder / "log" / "settled.log");
    const std::string text((std::istreambuf_iterator<char>(file)), {});
    EXPECT_EQ(text, "2 lines before this one could not be written\nkept\n");
}

} // namespace
} // namespace settled::service
