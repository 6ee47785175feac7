#include "service/supervisor.hpp"

#include "world/process.hpp"

#include <settled/text.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace settled::service {
namespace {

constexpr std::chrono::minutes clock_went_back{1}; // less is a clock that is being kept right
constexpr std::size_t line_bytes_max = 4000;       // of a job's log

struct Judgement {
    Outcome outcome = Outcome::killed;
    std::string words;
    bool in_part = false;
};

Judgement judged(const world::ChildEnd& end) {
    if (end.signal != 0 || end.timed_out) return {Outcome::killed, end.words};
    switch (end.exit_status) { // the command line's promise
    case 0:
        return {Outcome::done, "done"};
    case 1:
        return {Outcome::done, "done in part; its lines say what failed", true};
    case 2:
        return {Outcome::wrong, "wrong configuration; see settled check"};
    case 3:
        return {Outcome::could_not_run, "could not run; its lines say why"};
    case 4:
        return {Outcome::could_not_run, "interrupted"};
    case 5:
        return {Outcome::elsewhere, "another agent does it"};
    default:
        return {Outcome::killed, end.words};
    }
}

} // namespace

Supervisor::Supervisor(SupervisorTools tools, Timetable timetable)
    : tools_(std::move(tools)), timetable_(std::move(timetable)), since_(tools_.clock.now()), last_look_(since_) {
    take_plans(std::move(timetable_.plans));
    remember_starts();
    for (Task& task : tasks_)
        if (task.plan.name == health_plan) task.again_at = since_; // whether the store is whole is known first
}

void Supervisor::plan_next(Task& task, world::Moment after) {
    auto next = next_due(task.plan, after);
    if (!next) tools_.log(Level::error, fmt::format("{}: {}", task.plan.name, next.error().message));
    task.next = next ? *next : std::nullopt;
}

// What stays keeps what it knows, and a job that is running; what is new waits for its next time.
void Supervisor::take_plans(std::vector<Plan> plans) {
    const world::Moment now = tools_.clock.now();
    for (Task& task : tasks_) {
        task.dropped = std::ranges::find(plans, task.plan.name, &Plan::name) == plans.end();
        if (task.retry.in_quarantine()) alert("quarantine " + task.plan.name, "");
        task.retry = {}, task.again_at = std::nullopt, task.in_part = false; // a new configuration is a new try
    }
    for (Plan& plan : plans) {
        auto known = std::ranges::find(tasks_, plan.name, [](const Task& task) { return task.plan.name; });
        Task& task = known == tasks_.end() ? tasks_.emplace_back() : *known;
        task.plan = std::move(plan);
        plan_next(task, now);
    }
    changed_ = true;
}

// What ran before this service did counts: the time of a plan that passed while nobody was there is made up, once.
void Supervisor::remember_starts() {
    auto before = jobs::read_service_status(timetable_.data_folder);
    if (!before) return tools_.log(Level::warning, before.error().message);
    if (!*before) return;
    const world::Moment now = tools_.clock.now();
    for (Task& task : tasks_)
        for (const jobs::PlanStatus& known : (*before)->plans) {
            if (known.name != task.plan.name) continue;
            task.started = known.last_started, task.ended = known.last_ended, task.words = known.words;
            plan_next(task, std::min(known.last_started.value_or((*before)->running_since), now));
            if (known.state == "running") task.again_at = now; // it died with the service
        }
}

void Supervisor::alert(const std::string& what, const std::string& words) {
    tools_.alert(what, words);
    for (Task& task : tasks_)
        if (task.plan.name == health_plan) task.again_at = tools_.clock.now();
}

void Supervisor::reload() {
    tools_.manager.say(
        fmt::format("RELOADING=1\nMONOTONIC_USEC={}",
                    std::chrono::duration_cast<std::chrono::microseconds>(Steady::now().time_since_epoch()).count()));
    auto loaded = tools_.load();
    if (loaded) {
        configuration_.clear();
        timetable_.job_time = loaded->job_time;
        take_plans(std::move(loaded->plans));
        tools_.log(Level::info, fmt::format("the configuration was read again: {} plans", tasks_.size()));
        alert("configuration", "");
    } else {
        configuration_ =
            fmt::format("the new configuration is not taken, the old one stays in force: {}", loaded.error().message);
        tools_.log(Level::error, configuration_);
        alert("configuration", configuration_);
    }
    changed_ = true;
    tools_.manager.say("READY=1");
}

void Supervisor::look_at_clock(world::Moment now) {
    if (last_look_ - now > clock_went_back) {
        tools_.log(Level::warning, "the clock went back; plans go on by the new time, and what ran is not run again");
        for (Task& task : tasks_) plan_next(task, now);
    }
    last_look_ = now;
}

bool Supervisor::is_due(const Task& task, world::Moment now) const {
    if (task.running || task.dropped || !task.retry.may_run(now)) return false;
    const bool due = (task.again_at && *task.again_at <= now) || (task.next && *task.next <= now);
    const auto busy = [&](const Task& other) { return other.running && other.plan.company == task.plan.company; };
    if (!due || std::ranges::any_of(tasks_, busy) || running() >= limit::jobs_at_once_max) return false;
    if (is_unwell(task) && running(is_unwell) >= limit::unwell_at_once_max) return false;
    return !is_troubled(task) || running(is_troubled) < limit::troubled_at_once_max;
}

bool Supervisor::is_troubled(const Task& task) { return task.retry.failures() > 0 || task.retry.in_quarantine(); }

std::size_t Supervisor::running() const {
    return running([](const Task&) { return true; });
}

std::size_t Supervisor::running(bool (*which)(const Task& task)) const {
    return static_cast<std::size_t>(std::ranges::count_if(tasks_, [&](const Task& task) { return task.running && which(task); }));
}

void Supervisor::start_what_is_due(world::Moment now) {
    // Who has waited longest goes first: places are few, and a plan that is soon due again must not keep the others from theirs.
    std::vector<Task*> waiting;
    for (Task& task : tasks_)
        if (is_due(task, now)) waiting.push_back(&task);
    const auto due_since = [](const Task* task) {
        return std::min(task->again_at.value_or(world::Moment::max()), task->next.value_or(world::Moment::max()));
    };
    std::ranges::stable_sort(waiting, {}, due_since);
    for (Task* task : waiting)
        if (is_due(*task, now)) start(*task, now);
}

void Supervisor::start(Task& task, world::Moment now) {
    task.started = now, task.again_at = std::nullopt;
    plan_next(task, now);
    changed_ = true;
    auto child = world::ChildProcess::start(tools_.job(task.plan, now));
    if (!child) {
        tools_.log(Level::error, fmt::format("{}: {}", task.plan.name, child.error().message));
        return judge(task, Outcome::could_not_run, child.error().message, now);
    }
    child->close_input();
    const auto asked_at = Steady::now() + timetable_.job_time;
    task.running.emplace(Running{std::move(*child), asked_at, asked_at + limit::overtime, false, {}});
}

void Supervisor::watch(Task& task, world::Moment now) {
    Running& job = *task.running;
    const bool over = job.child.look();
    pass_on(task, job.child.take_error_output(), over);
    if (over) {
        const world::ChildEnd end = job.child.end();
        pass_on(task, job.child.take_error_output(), true);
        Judgement found = judged(end);
        if (job.overdue)
            found = {Outcome::killed,
                     fmt::format("was stopped: not done after {} s ([limits] job_seconds)", timetable_.job_time.count())};
        task.running.reset();
        task.in_part = found.in_part;
        return judge(task, found.outcome, std::move(found.words), now);
    }
    const auto steady = Steady::now();
    if (steady >= job.killed_at) job.child.kill();
    if (steady >= job.asked_at && !job.overdue) {
        job.overdue = true;
        tools_.log(Level::warning,
                   fmt::format("{}: still running after {} s; it is asked to stop", task.plan.name, timetable_.job_time.count()));
        job.child.ask_to_stop();
    }
}

// Whole lines; a line without an end is as long as it may be.
void Supervisor::pass_on(Task& task, const std::string& text, bool last) {
    std::string& half = task.running->half_line;
    half += text;
    for (;;) {
        std::size_t end = half.find('\n');
        if (end == std::string::npos && half.size() > line_bytes_max) end = cut_at_character(half, line_bytes_max).size();
        if (end == std::string::npos && last && !half.empty()) end = half.size();
        if (end == std::string::npos) return;
        std::string_view line = std::string_view(half).substr(0, end);
        Level level = Level::info;
        for (const auto& [mark, meant] : {std::pair("error: ", Level::error), std::pair("warning: ", Level::warning)})
            if (line.starts_with(mark)) level = meant, line.remove_prefix(std::string_view(mark).size());
        if (!trim(line).empty()) tools_.log(level, fmt::format("{}: {}", task.plan.name, visible(line)));
        half.erase(0, std::min(half.size(), end + 1));
    }
}

void Supervisor::judge(Task& task, Outcome outcome, std::string words, world::Moment now) {
    task.ended = now, task.words = std::move(words);
    changed_ = true;
    if (stopping_ || task.dropped) return;
    const bool was_quarantined = task.retry.in_quarantine();
    task.again_at = task.retry.ended(outcome, now, tools_.random);
    const std::string event = "quarantine " + task.plan.name;
    if (outcome == Outcome::done) {
        tools_.log(Level::info, fmt::format("{}: {}", task.plan.name, task.words));
        if (was_quarantined) alert(event, "");
    } else if (outcome == Outcome::elsewhere) {
        return; // its own lines say who
    } else if (task.retry.in_quarantine()) {
        const std::string words = fmt::format("{}: {}; it is left alone for {} minutes and then tried at its own times. "
                                              "Try it by hand: settled job {}{}",
                                              task.plan.name, task.words, limit::quarantine.count(), task.plan.job,
                                              task.plan.company.empty() ? "" : " --company " + task.plan.company);
        tools_.log(Level::error, words);
        if (!was_quarantined) alert(event, words);
    } else {
        tools_.log(Level::warning, fmt::format("{}: {}; tried again in {} s (failure {} of {})", task.plan.name, task.words,
                                               std::chrono::ceil<std::chrono::seconds>(*task.again_at - now).count(),
                                               task.retry.failures(), limit::failures_max));
    }
}

// What runs goes on; nothing new begins, and what was missed meanwhile is made up once, as after a sleep.
void Supervisor::pause(bool on) {
    if (paused_ == on) return;
    paused_ = on;
    tools_.manager.say(on ? "PAUSED=1" : "READY=1");
    tools_.log(Level::info, on ? "paused; no job begins" : "goes on");
}

void Supervisor::stop_all() {
    stopping_ = true, changed_ = true;
    stop_until_ = Steady::now() + limit::stop_time;
    tools_.manager.say("STOPPING=1");
    tools_.log(Level::info, fmt::format("stopping; {} jobs are running", running()));
    for (Task& task : tasks_)
        if (task.running) task.running->child.ask_to_stop(), task.running->killed_at = stop_until_;
    for (SideWork* work : tools_.beside()) work->stop();
}

bool Supervisor::all_is_over() const {
    return running() == 0 && std::ranges::all_of(tools_.beside(), [](const SideWork* work) { return work->idle(); });
}

void Supervisor::write_status(world::Moment now) {
    jobs::ServiceStatus status{world::process_number(), since_, now, configuration_, {}};
    for (const Task& task : tasks_) {
        const char* const state = task.running                 ? "running"
                                  : task.retry.in_quarantine() ? "quarantined"
                                  : task.again_at              ? "retrying"
                                                               : "waiting";
        auto next = task.next;
        if (task.again_at) next = next ? std::min(*next, *task.again_at) : *task.again_at;
        status.plans.push_back({task.plan.name, state, task.started, task.ended, next, task.words});
    }
    const Status written = jobs::write_service_status(timetable_.data_folder, status);
    if (!written && !status_failed_) tools_.log(Level::error, written.error().message);
    status_failed_ = !written;
    tools_.manager.say(fmt::format("STATUS={} plans, {} running", tasks_.size(), running()));
    changed_ = false;
}

std::chrono::milliseconds Supervisor::nap(world::Moment now) const {
    auto longest = limit::longest_nap;
    if (tools_.manager.watchdog().count() > 0) longest = std::min(longest, tools_.manager.watchdog());
    const auto until = [&](const std::optional<world::Moment>& moment) {
        if (moment) longest = std::min(longest, std::max(std::chrono::milliseconds(1), (*moment - now) / tools_.clock_speed));
    };
    bool any_running = false;
    for (const Task& task : tasks_) {
        any_running |= task.running.has_value();
        if (task.running || stopping_ || paused_) continue;
        for (const auto& moment : {task.next, task.again_at})
            if (moment && *moment > now) until(moment);
        if (task.retry.in_quarantine() && task.next && *task.next <= now) until(task.retry.quarantined_until());
    }
    constexpr std::chrono::milliseconds over_time_looked_at{500};
    return any_running || stopping_ ? std::min(longest, over_time_looked_at) : longest;
}

void Supervisor::wait(std::chrono::milliseconds longest) {
    std::vector<world::Awaited> watched = tools_.signals.awaited();
    for (const Task& task : tasks_)
        if (task.running)
            for (const world::Awaited& one : task.running->child.awaited()) watched.push_back(one);
    const std::vector<SideWork*> beside = tools_.beside();
    for (const SideWork* work : beside) work->watch(watched);
    world::wait_for_any(watched, longest);
    for (SideWork* work : beside) work->serve();
    const auto steady = Steady::now();
    if (tools_.manager.watchdog().count() == 0 || steady - last_alive_ < tools_.manager.watchdog() / 2) return;
    tools_.manager.say("WATCHDOG=1");
    last_alive_ = steady;
}

void Supervisor::run() {
    tools_.manager.say("READY=1");
    for (;;) {
        const world::Asked asked = tools_.signals.take();
        if (asked.stop && !stopping_) stop_all();
        if (asked.reload && !stopping_) reload();
        if ((asked.pause || asked.go_on) && !stopping_) pause(asked.pause);
        const world::Moment now = tools_.clock.now();
        look_at_clock(now);
        for (Task& task : tasks_)
            if (task.running) watch(task, now);
        std::erase_if(tasks_, [](const Task& task) { return task.dropped && !task.running; });
        if (!stopping_ && !paused_) start_what_is_due(now);
        if (changed_) write_status(now);
        if (stopping_ && all_is_over()) break;
        wait(nap(now));
    }
    tools_.log(Level::info, "stopped");
}

} // namespace settled::service
