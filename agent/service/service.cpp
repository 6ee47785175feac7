#include "service/service.hpp"

#include "jobs/access.hpp"
#include "jobs/figures.hpp"
#include "jobs/service_alerts.hpp"
#include "service/door.hpp"
#include "service/log_files.hpp"
#include "service/metrics_endpoint.hpp"
#include "service/supervisor.hpp"
#include "service/system_log.hpp"
#include "world/files.hpp"
#include "world/lock_file.hpp"
#include "world/redaction.hpp"

#include <settled/text.hpp>

#include <fmt/format.h>

#include <charconv>
#include <optional>

namespace settled::service {
namespace {

constexpr int open_files_max = 1024; // of a job
constexpr std::chrono::milliseconds job_grace{8000};
constexpr auto program_alert = "program";

Timetable timetable_of(const config::Settings& settings, std::vector<Plan> plans) {
    return {std::move(plans), std::chrono::seconds(settings.limits.job_seconds), settings.data_folder()};
}

LogLimits log_limits(const config::LogSettings& log) { return {std::int64_t{log.max_file_mb} << 20, log.keep_files}; }

std::filesystem::path log_folder(const config::Settings& settings) {
    if (settings.log.folder.empty()) return {};
    const std::filesystem::path folder(settings.log.folder);
    return folder.is_absolute() ? folder : settings.folder / folder;
}

int speed_of(const ServiceOrder& order, const config::Settings& settings) {
    const std::string text = settings.test.clock ? order.environment("SETTLED_TEST_CLOCK_SPEED").value_or("") : "";
    int speed = 1;
    std::from_chars(text.data(), text.data() + text.size(), speed);
    return std::clamp(speed, 1, 1'000'000);
}

// Which program stands at a path: another one, put in its place by an upgrade, has another moment or size.
struct ProgramMark {
    std::filesystem::file_time_type written_at;
    std::uintmax_t bytes = 0;
    friend bool operator==(const ProgramMark&, const ProgramMark&) = default;
};

ProgramMark mark_of(const std::filesystem::path& program) {
    std::error_code absent;
    ProgramMark mark;
    mark.written_at = std::filesystem::last_write_time(program, absent);
    if (!absent) mark.bytes = std::filesystem::file_size(program, absent);
    return absent ? ProgramMark() : mark;
}

class Service {
  public:
    Service(const ServiceOrder& order, config::Settings settings)
        : order_(&order), settings_(std::move(settings)), manager_(order.environment),
          log_(log_folder(settings_), log_limits(settings_.log)), system_log_(order.environment),
          program_(mark_of(order.executable)) {}

    Status run() {
        const int speed = speed_of(*order_, settings_);
        auto clock = world::make_clock(order_->environment("SETTLED_TEST_CLOCK"), settings_.test.clock, speed);
        if (!clock) return pass(clock);
        clock_ = std::move(*clock);
        const std::filesystem::path data = settings_.data_folder();
        if (Status made = world::make_folder(data, world::Permission::owner_only); !made) return made;
        auto lock = world::LockFile::take(data / jobs::service_lock_name);
        if (!lock)
            return fail(lock.error().code, fmt::format("the service already runs here, or its lock cannot be had: {}. Stop it "
                                                       "first: settled service stop",
                                                       lock.error().message));
        auto plans = plans_of(settings_);
        if (!plans) return pass(plans);
        if (Status opened = open_metrics(); !opened) return opened;
        open_door();
        alert(program_alert, ""); // whichever it was, this service is the program that stands there
        log(Level::info, fmt::format("settled runs {} plans of {}", plans->size(), settings_.file.string()));
        world::Signals signals;
        Supervisor supervisor({.clock = *clock_,
                               .random = order_->random,
                               .signals = signals,
                               .manager = manager_,
                               .clock_speed = speed,
                               .load = [this] { return reload(); },
                               .job =
                                   [this](const Plan& plan, world::Moment now) {
                                       look_at_program();
                                       return job(plan, now);
                                   },
                               .log = [this](Level level, std::string_view line) { log(level, line); },
                               .alert = [this](const std::string& what, const std::string& words) { alert(what, words); },
                               .beside = [this] { return beside(); }},
                              timetable_of(settings_, std::move(*plans)));
        supervisor.run();
        return {};
    }

  private:
    Result<Timetable> reload() {
        auto loaded = order_->load();
        if (!loaded) {
            if (loaded.error().message.empty()) loaded.error().message = "its errors stand above; see settled check --offline";
            return pass(loaded);
        }
        if (loaded->data_folder() != settings_.data_folder())
            return fail(SETTLED_INVALID_CONFIG, "[store] url names another data folder; stop the service and start it again");
        auto plans = plans_of(*loaded);
        if (!plans) return pass(plans);
        const bool other_port = loaded->metrics_listen != settings_.metrics_listen;
        const bool other_door = loaded->access.socket != settings_.access.socket ||
                                jobs::names_anybody(loaded->access) != jobs::names_anybody(settings_.access);
        settings_ = std::move(*loaded);
        if (other_port)
            if (Status opened = open_metrics(); !opened) log(Level::error, opened.error().message);
        if (other_door) open_door();
        log_.change(log_folder(settings_), log_limits(settings_.log));
        return timetable_of(settings_, std::move(*plans));
    }

    Status open_metrics() {
        metrics_.reset();
        if (settings_.metrics_listen.empty()) return {};
        auto opened =
            MetricsEndpoint::open(settings_.metrics_listen, [this] { return jobs::all_figures(settings_.data_folder()); });
        if (!opened) return pass(opened);
        metrics_.emplace(std::move(*opened));
        return {};
    }

    // Where it cannot be opened the jobs still run; IT hears of it.
    void open_door() {
        constexpr auto what = "access";
        door_.reset();
        if (!jobs::names_anybody(settings_.access)) return alert(what, "");
        auto opened =
            Door::open(settings_.access.socket, {.act = [this] { return act(); },
                                                 .log = [this](Level level, std::string_view line) { log(level, line); },
                                                 .act_time = std::chrono::seconds(settings_.limits.job_seconds)});
        if (opened) {
            door_.emplace(std::move(*opened));
            return alert(what, "");
        }
        const std::string words = "nobody can act through the service ([access] socket): " + opened.error().message;
        log(Level::error, words);
        alert(what, words);
    }

    std::vector<SideWork*> beside() {
        std::vector<SideWork*> all;
        if (metrics_) all.push_back(&*metrics_);
        if (door_) all.push_back(&*door_);
        return all;
    }

    // The order of a person, who it is and what he asks for comes through the connection.
    world::ChildCommand act() const {
        const std::string file = std::filesystem::absolute(settings_.file).string();
        world::ChildCommand command{.program = order_->executable, .arguments = {"act", "--config", file}, .is_job = true};
        limit_and_time(command, clock_->now());
        return command;
    }

    void limit_and_time(world::ChildCommand& command, world::Moment now) const {
        command.limits.cpu = std::chrono::seconds(settings_.limits.job_seconds);
        command.limits.memory_bytes = std::int64_t{settings_.limits.job_memory_mb} << 20;
        command.limits.open_files = open_files_max;
        command.limits.grace = job_grace;
        if (settings_.test.clock && order_->environment("SETTLED_TEST_CLOCK")) {
            auto local = world::local_time(now, "UTC");
            if (local) command.environment.emplace_back("SETTLED_TEST_CLOCK", local->text);
        }
    }

    // Jobs are the program that stands on the disk, with the plugins, the store's library and the connectors beside it: one
    // version. A service that was not started again after an upgrade is older than its jobs, and IT hears of it.
    void look_at_program() {
        const bool replaced = mark_of(order_->executable) != program_;
        if (replaced == replaced_) return;
        replaced_ = replaced;
        const std::string words =
            fmt::format("{} was replaced and this service is still the one before: its jobs are the new program, which refuses a "
                        "configuration that it does not take. settled check --offline, then start the service again",
                        order_->executable.string());
        if (replaced) log(Level::warning, words);
        alert(program_alert, replaced ? words : std::string());
    }

    world::ChildCommand job(const Plan& plan, world::Moment now) const {
        world::ChildCommand command{.program = order_->executable, .arguments = {"job", plan.job}, .is_job = true};
        command.arguments.insert(command.arguments.end(), order_->job_arguments.begin(), order_->job_arguments.end());
        if (!plan.company.empty()) command.arguments.insert(command.arguments.end(), {"--company", plan.company});
        if (settings_.store.is_shared() && plan.name != health_plan) // each agent watches its own health
            if (auto due = latest_due(plan, now); due && *due)
                command.arguments.insert(command.arguments.end(),
                                         {"--plan", plan.name, "--due", std::to_string((*due)->time_since_epoch().count())});
        limit_and_time(command, now);
        return command;
    }

    // One line for the log, for whoever watches standard error (systemd's journal), and for the system's log.
    void log(Level level, std::string_view text) {
        const std::string line = visible(world::redacted(text));
        const std::string_view mark = level == Level::error ? "error: " : level == Level::warning ? "warning: " : "";
        auto local =
            world::local_time(clock_->now(), settings_.companies.empty() ? "UTC" : settings_.companies.front().time_zone);
        log_.write(fmt::format("{} {}{}", local ? local->text : "", mark, line));
        const bool to_system = settings_.log.system_log;
        order_->err(fmt::format("{}{}{}\n", to_system ? system_log_.mark(level) : "", mark, line));
        if (to_system) system_log_.write(level, line);
    }

    void alert(const std::string& what, const std::string& words) {
        if (Status kept = jobs::note_service_alert(settings_.data_folder(), what, words, clock_->now()); !kept)
            log(Level::error, kept.error().message);
    }

    const ServiceOrder* order_;
    config::Settings settings_;
    std::unique_ptr<world::Clock> clock_;
    ServiceManager manager_;
    LogFiles log_;
    SystemLog system_log_;
    std::optional<MetricsEndpoint> metrics_;
    std::optional<Door> door_;
    ProgramMark program_; // as which the service was started
    bool replaced_ = false;
};

} // namespace

namespace {

Status run_here(const ServiceOrder& order) {
    auto settings = order.load();
    if (!settings) return pass(settings);
    if (settings->schedule.empty())
        return fail(SETTLED_INVALID_CONFIG, fmt::format("{}: [schedule] has no entry, so the service would never do anything; "
                                                        "expected for example: morning = {{ job = \"cycle\", at = [\"07:30\"] }}",
                                                        settings->file.string()));
    return Service(order, std::move(*settings)).run();
}

} // namespace

Status run_service(const ServiceOrder& order) {
    return run_under_manager([&] { return run_here(order); });
}

} // namespace settled::service
