// settled cycle · job NAME -- the main job: all jobs in order, each in a process of its own.

#include "cli/commands.hpp"
#include "cli/exit_status.hpp"
#include "jobs/own_state.hpp"
#include "world/child_process.hpp"
#include "world/web.hpp"

#include <settled/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace settled::cli {
namespace {

constexpr std::array job_names = {"pull", "import", "reconcile", "feedback", "remind", "report", "deliver"};
constexpr std::array startable = {"pull",   "import",  "reconcile", "feedback", "remind",
                                  "report", "deliver", "cycle",     "backup",   "health"};

constexpr std::chrono::milliseconds stop_grace{6000}; // the service gives us 8 s

struct Options {
    std::string job, plan;
    std::int64_t due = 0;
};

std::vector<std::string> arguments_for(const Globals& globals, std::string_view job, std::string_view only) {
    std::vector<std::string> arguments = {
        std::string(job), "--format", "json", "--log-level", globals.log_level, "--wait", std::to_string(globals.wait_seconds)};
    const auto add = [&](std::string_view option, const std::string& value) {
        if (!value.empty()) arguments.insert(arguments.end(), {std::string(option), value});
    };
    add("--config", globals.config_file);
    add("--as-of", globals.as_of_text);
    for (const std::string& company : globals.companies) add("--company", company);
    for (const std::string& ledger : globals.ledgers) add("--ledger", ledger);
    if (globals.dry_run) arguments.emplace_back("--dry-run");
    if (!only.empty()) arguments.emplace_back(only);
    return arguments;
}

// Its standard output is a document for programs that nobody reads here; its log lines are passed on.
// `only`: an option that narrows the job; "" for none.
Result<world::ChildEnd> run_child(Session& session, const config::Settings& settings, std::string_view job,
                                  std::string_view only = {}) {
    world::ChildCommand command{.program = session.tools().executable,
                                .arguments = arguments_for(session.globals(), job, only),
                                .limits = {},
                                .interrupted = &session.tools().interrupted,
                                .is_job = true};
    command.limits.grace = stop_grace;
    command.limits.waiting = std::chrono::seconds(settings.limits.job_seconds);
    auto child = world::ChildProcess::start(command);
    if (!child) return pass(child);
    child->close_input();
    std::array<char, 65536> buffer;
    for (;;) {
        auto got = child->read(buffer);
        if (!got || *got == 0) break; // the end says what happened
    }
    world::ChildEnd end = child->end();
    for (const std::string_view line : split(child->error_output(), '\n'))
        if (!line.empty()) session.tools().err(visible(line) + "\n");
    return end;
}

struct Ran {
    std::string job;
    world::ChildEnd end;
};

ExitStatus worst(const std::vector<Ran>& ran) {
    int status = 0;
    for (const Ran& job : ran) {
        if (job.end.exit_status == static_cast<int>(ExitStatus::interrupted)) return ExitStatus::interrupted;
        if (!job.end.success())
            status = std::max(status, job.end.signal != 0 || job.end.timed_out ? 1 : std::min(job.end.exit_status, 1));
    }
    return static_cast<ExitStatus>(status);
}

void print(Session& session, const std::vector<Ran>& ran, const config::Settings& settings) {
    Table table({{"job"}, {"company"}, {"scope"}, {"outcome"}, {"summary"}});
    auto context = session.context();
    for (const Ran& job : ran) {
        bool found = false;
        for (const config::Company& company : settings.companies) {
            if (!context) break;
            auto runs = (*context)->store.reports().latest(company.name);
            if (!runs) continue;
            for (const store::JobRun& run : *runs) {
                if (run.job != job.job || session.globals().dry_run) continue;
                table.add({run.job, run.company, run.scope, run.outcome, run.summary});
                found = true;
            }
        }
        if (!found || !job.end.success())
            table.add({job.job, "", "", job.end.success() ? "ok" : "ended early", job.end.success() ? "" : job.end.words});
    }
    table.print(session.globals().format, session.tools().out, "", session.tools().out_columns);
}

// Whoever watches for it hears that the day's work came to its end; what failed in it is told by health.
void say_alive(Session& session, const config::Settings& settings) {
    if (settings.heartbeat_url.empty() || session.globals().dry_run) return;
    const config::Network& network = settings.network;
    const Status called = world::call_address(settings.heartbeat_url, {network.proxy, network.no_proxy, network.ca_file});
    if (!called) session.journal().warning(fmt::format("[metrics] heartbeat_url: {}", called.error().message));
}

// Nothing can be decided on a ledger that is not there, but what is known of the others still can.
int run_cycle(Session& session) {
    auto settings = session.settings();
    if (!settings) return report(session, settings.error());
    auto scope = session.scope();
    if (!scope) return report(session, scope.error());
    if (Status locked = session.lock("cycle"); !locked) return report(session, locked.error());
    auto context = session.context();
    if (!context) return report(session, context.error());

    bool is_today = true;
    if (scope->as_of)
        for (const config::Company* company : jobs::companies_of(**context, *scope)) {
            auto today = jobs::day_of(**context, *company, {});
            if (!today) return report(session, today.error());
            is_today &= *today == scope->as_of;
        }
    std::vector<Ran> ran;
    bool is_bank_known = true; // else nobody is reminded: who has paid may be among them
    for (const std::string_view job : job_names) {
        if (session.tools().interrupted) return static_cast<int>(ExitStatus::interrupted);
        if (job == "remind" && !is_bank_known) {
            session.journal().warning(
                "remind is skipped, and deliver sends to finance and IT alone: what the bank says could not be "
                "taken in (see above); who has paid is not known");
            continue;
        }
        if (job == "feedback" && ((*settings)->feedbacks.empty() || !is_today)) continue;
        if (job == "deliver" && !is_today) {
            session.journal().info(
                fmt::format("deliver is skipped: {} is not today, and nothing is sent for another day", scope->as_of.iso()));
            continue;
        }
        auto end = run_child(session, **settings, job, job == "deliver" && !is_bank_known ? "--house-only" : "");
        if (!end) return report(session, end.error());
        ran.push_back({std::string(job), *end});
        const bool has_run =
            end->success() || (end->signal == 0 && !end->timed_out && end->exit_status == static_cast<int>(ExitStatus::in_part));
        if (job == "import" || job == "reconcile") is_bank_known &= has_run;
    }
    print(session, ran, **settings);
    if (is_today) say_alive(session, **settings);
    return static_cast<int>(worst(ran));
}

int run_once(Session& session, const Options& options) {
    auto settings = session.settings();
    if (!settings) return report(session, settings.error());
    auto end = run_child(session, **settings, options.job);
    if (!end) return report(session, end.error());
    if (end->signal != 0 || end->timed_out)
        return report(session, {SETTLED_INTERNAL, fmt::format("job {} {}", options.job, end->words), 0});
    return end->exit_status;
}

// Several agents have the same plans on one store: each time of a plan is done by one of them. Who holds the plan's lease does
// it; the mark "done up to this moment" is written under the same lease, so that who comes later sees it.
int run_for_all_agents(Session& session, const Options& options) {
    auto opened = session.context();
    if (!opened) return report(session, opened.error());
    jobs::JobContext& context = **opened;
    const std::vector<std::string>& companies = session.globals().companies;
    const std::string company = companies.empty() ? context.settings.companies.front().name : companies.front();
    const std::string mark = "plan.done/" + options.plan;
    const std::int64_t now = context.clock.now().time_since_epoch().count();
    if (Status taken = session.lock_name("plan/" + options.plan); !taken) {
        if (taken.error().code != SETTLED_UNAVAILABLE) return report(session, taken.error());
        session.journal().info(fmt::format("another agent is doing it: {}", taken.error().message));
        return static_cast<int>(ExitStatus::elsewhere);
    }
    auto before = context.store.reports().setting(company, mark);
    if (!before) return report(session, before.error());
    std::int64_t done_up_to = 0;
    std::from_chars(before->data(), before->data() + before->size(), done_up_to);
    if (done_up_to >= options.due) {
        session.journal().info("another agent has done it");
        return 0;
    }
    const int status = run_once(session, options);
    if (status != static_cast<int>(ExitStatus::done) && status != static_cast<int>(ExitStatus::in_part)) return status;
    auto local = world::local_time(context.clock.now(), "UTC");
    if (!local) return report(session, local.error());
    const store::Stamp stamped{local->text, local->day, context.actor};
    if (Status set = context.store.reports().set(company, mark, std::to_string(std::max(now, options.due)), stamped); !set)
        return report(session, set.error());
    return status;
}

int run_job(Session& session, const Options& options) {
    auto settings = session.settings();
    if (!settings) return report(session, settings.error());
    // By hand a person answers for the configuration, who may be an administrator of a machine on which only the service's
    // account has rights to it.
    const bool is_of_service = session.tools().environment(world::job_variable).has_value();
    const Status may = is_of_service ? session.take_service_account(**settings) : jobs::own_state(**settings);
    if (!may) return report(session, may.error());
    return options.plan.empty() || options.due == 0 ? run_once(session, options) : run_for_all_agents(session, options);
}

} // namespace

void add_cycle(Commands& commands) {
    commands.add("cycle", "The main job: pull, import, reconcile, feedback, remind, report, deliver", run_cycle);
}

void add_job(Commands& commands) {
    auto& options = commands.keep<Options>();
    CLI::App& job = commands.add("job", "One job as the service starts it: in a process of its own, with its limits",
                                 [&](Session& session) { return run_job(session, options); });
    job.add_option("--plan", options.plan, "Only once for all agents that share the store: the plan's name")->type_name("PLAN");
    job.add_option("--due", options.due, "With --plan: the time of the plan, in milliseconds since 1970")
        ->type_name("MS")
        ->check(CLI::NonNegativeNumber);
    job.add_option("name", options.job, "pull, import, reconcile, feedback, remind, report, deliver, cycle, backup or health")
        ->required()
        ->check(CLI::IsMember(std::vector<std::string>(startable.begin(), startable.end())))
        ->type_name("NAME");
}

} // namespace settled::cli
