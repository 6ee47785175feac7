// supervisor.hpp -- starts each plan's job at its time, watches it, and goes on whatever happens to it.
//
// One thread that waits for children, signals and the clock, and touches neither plugin nor store. A company has one job
// at a time; what falls due meanwhile waits. A job over its time is asked to stop, then killed. What was missed is made
// up once. Stopping takes at most limit::stop_time: jobs are asked, then killed; their own steps are atomic.
#pragma once

#include "jobs/service_status.hpp"
#include "service/level.hpp"
#include "service/retry.hpp"
#include "service/service_manager.hpp"
#include "service/side_work.hpp"
#include "service/timetable.hpp"
#include "world/child_process.hpp"
#include "world/clock.hpp"
#include "world/signals.hpp"

#include <chrono>
#include <filesystem>
#include <functional>
#include <list>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace settled::service {

namespace limit {
inline constexpr std::chrono::milliseconds stop_time{9000};    // systemd and our promise: 10 s
inline constexpr std::chrono::milliseconds overtime{8000};     // from asking a job over its time to killing it
inline constexpr std::chrono::milliseconds longest_nap{20000}; // a clock that is set, a machine that slept
inline constexpr std::size_t jobs_at_once_max = 4;
inline constexpr std::size_t troubled_at_once_max =
    2; // of them, jobs that went wrong last time: what hangs again holds nobody up
inline constexpr std::size_t unwell_at_once_max = jobs_at_once_max - 1; // of them; one place is for who was well last time
} // namespace limit

struct Timetable {
    std::vector<Plan> plans;
    std::chrono::seconds job_time{3600};
    std::filesystem::path data_folder; // where the status is written; not changed by a reload
};

struct SupervisorTools {
    const world::Clock& clock;
    world::Random& random;
    world::Signals& signals;
    const ServiceManager& manager;
    int clock_speed = 1;                                                         // of a test's clock
    std::function<Result<Timetable>()> load;                                     // the configuration, read anew
    std::function<world::ChildCommand(const Plan& plan, world::Moment now)> job; // how it is started
    std::function<void(Level level, std::string_view line)> log;
    // Something that IT has to know began (words) or ended (""); `what` names it for good: "quarantine morning/huayuan".
    // Then the plan `health_plan`, where there is one, runs at once.
    std::function<void(const std::string& what, const std::string& words)> alert;
    // What is done beside the jobs (figures, people's commands); it may change with the configuration.
    std::function<std::vector<SideWork*>()> beside = [] { return std::vector<SideWork*>(); };
};

class Supervisor {
  public:
    Supervisor(SupervisorTools tools, Timetable timetable);
    Supervisor(const Supervisor&) = delete;
    Supervisor& operator=(const Supervisor&) = delete;

    void run(); // until it is asked to stop

  private:
    using Steady = std::chrono::steady_clock;
    struct Running {
        world::ChildProcess child;
        Steady::time_point asked_at, killed_at; // when it is (was) asked to stop, and killed
        bool overdue = false;
        std::string half_line;
    };
    struct Task {
        Plan plan;
        Retry retry;
        std::optional<world::Moment> started, ended, next, again_at;
        std::string words;
        std::optional<Running> running;
        bool dropped = false; // by a reload, while it runs
        bool in_part = false; // as it was done last time
    };

    void take_plans(std::vector<Plan> plans);
    void remember_starts();
    void reload();
    void look_at_clock(world::Moment now);
    void start_what_is_due(world::Moment now);
    bool is_due(const Task& task, world::Moment now) const;
    static bool is_troubled(const Task& task);
    static bool is_unwell(const Task& task) { return task.in_part || is_troubled(task); }
    std::size_t running(bool (*which)(const Task& task)) const;
    void start(Task& task, world::Moment now);
    void watch(Task& task, world::Moment now);
    void pass_on(Task& task, const std::string& text, bool last);
    void judge(Task& task, Outcome outcome, std::string words, world::Moment now);
    void alert(const std::string& what, const std::string& words);
    void plan_next(Task& task, world::Moment after);
    void pause(bool on);
    void stop_all();
    void write_status(world::Moment now);
    std::chrono::milliseconds nap(world::Moment now) const;
    void wait(std::chrono::milliseconds longest);
    std::size_t running() const;
    bool all_is_over() const;

    SupervisorTools tools_;
    Timetable timetable_;
    std::list<Task> tasks_; // running ones do not move
    world::Moment since_, last_look_;
    std::string configuration_; // why the file is not in force
    bool stopping_ = false, paused_ = false, changed_ = true, status_failed_ = false;
    Steady::time_point stop_until_, last_alive_;
};

} // namespace settled::service
