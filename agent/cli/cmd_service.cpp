// settled run · service stop|reload -- the agent as a service: it starts jobs by the schedule until it is stopped.

#include "cli/commands.hpp"
#include "cli/service_registration.hpp"
#include "jobs/service_status.hpp"
#include "world/lock_file.hpp"
#include "world/signals.hpp"

#include <fmt/format.h>

#include <thread>

namespace settled::cli {
namespace {

constexpr std::chrono::milliseconds stop_time{15000}, look_again{50}; // the service itself needs at most 10 s

int run_service(Session& session) {
    const std::filesystem::path file = std::filesystem::absolute(session.config_file());
    const ServiceRun run{{"--config", file.string(), "--log-level", session.globals().log_level},
                         [&]() -> Result<config::Settings> {
                             auto loaded = session.settings_as_they_stand();
                             if (loaded)
                                 if (Status guarded = session.take_service_account(*loaded); !guarded) return pass(guarded);
                             return loaded;
                         }};
    if (Status done = session.tools().run_service(run); !done) return report(session, done.error());
    return 0;
}

// The process that runs as the service of this configuration.
Result<std::int64_t> service_process(Session& session) {
    auto settings = session.settings();
    if (!settings) return pass(settings);
    const auto holder = world::lock_holder((*settings)->data_folder() / jobs::service_lock_name);
    if (holder && *holder > 1) return *holder;
    return fail(SETTLED_UNAVAILABLE, fmt::format("no service runs on {}; start it with settled run, or systemctl start settled",
                                                 (*settings)->data_folder().string()));
}

int run_reload(Session& session) {
    auto settings = session.settings(); // what is wrong with it is said here, and not only in the service's log
    if (!settings) return report(session, settings.error());
    auto process = service_process(session);
    if (!process) return report(session, process.error());
    if (Status asked = world::ask_process(*process, world::Ask::reload); !asked) return report(session, asked.error());
    session.tools().out(fmt::format("process {} was asked to read {} again; settled status says what it made of it\n", *process,
                                    session.config_file()));
    return 0;
}

int run_stop(Session& session) {
    auto process = service_process(session);
    if (!process) return report(session, process.error());
    if (Status asked = world::ask_process(*process, world::Ask::stop); !asked) return report(session, asked.error());
    const auto until = std::chrono::steady_clock::now() + stop_time;
    while (std::chrono::steady_clock::now() < until) {
        if (auto still = service_process(session); !still || *still != *process) {
            session.tools().out("the service has stopped\n");
            return 0;
        }
        std::this_thread::sleep_for(look_again);
    }
    return report(session, {SETTLED_UNAVAILABLE, fmt::format("process {} was asked to stop and still runs", *process), 0});
}

} // namespace

void add_service(Commands& commands) {
    commands.add("run", "The service: start each job at its time, watch it, until stopped", run_service);
    CLI::App& group = commands.add_group("service", "The running service");
    group.require_subcommand(1);
    commands.add_to(group, "stop", "Stop it, within 10 seconds", run_stop);
    commands.add_to(group, "reload", "Let it read its configuration again; a wrong one leaves the old in force", run_reload);
    add_service_registration(commands, group);
}

} // namespace settled::cli
