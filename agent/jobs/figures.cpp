#include "jobs/figures.hpp"

#include "jobs/service_status.hpp"
#include "world/files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace settled::jobs {
namespace {

constexpr const char* file_name = "figures.prom";
constexpr std::size_t file_bytes_max = std::size_t{1} << 20;

std::string escaped(std::string_view text) { // of a label's value
    std::string shown;
    for (const char c : text) shown += c == '\n' ? "\\n" : c == '"' || c == '\\' ? std::string{'\\', c} : std::string(1, c);
    return shown;
}

// One figure of several lines; its name and help stand before the first.
class Figure {
  public:
    Figure(std::string& text, const char* name, const char* help) : text_(&text), name_(name) {
        text += fmt::format("# HELP {} {}\n# TYPE {} gauge\n", name, help, name);
    }
    void add(std::initializer_list<std::pair<const char*, std::string_view>> labels, std::int64_t value) {
        std::string inside;
        for (const auto& [label, words] : labels)
            inside += fmt::format("{}{}=\"{}\"", inside.empty() ? "" : ",", label, escaped(words));
        *text_ += inside.empty() ? fmt::format("{} {}\n", name_, value) : fmt::format("{}{{{}}} {}\n", name_, inside, value);
    }

  private:
    std::string* text_;
    const char* name_;
};

std::int64_t seconds(world::Moment moment) { return std::chrono::floor<std::chrono::seconds>(moment.time_since_epoch()).count(); }

std::int64_t size_of(const std::filesystem::path& file) {
    std::error_code absent;
    const auto size = std::filesystem::file_size(file, absent);
    return absent ? 0 : static_cast<std::int64_t>(size);
}

Status add_ledgers(JobContext& context, const config::Company& company, Figure& figure) {
    auto day = day_of(context, company, {});
    if (!day) return pass(day);
    for (const config::Ledger* ledger : context.settings.ledgers_of(company.name)) {
        auto current = context.store.ledgers().current(company.name, ledger->name, *day);
        if (!current) return pass(current);
        const auto published = *current ? world::parse_moment((*current)->published_at) : Result<world::Moment>(world::Moment());
        if (published) figure.add({{"company", company.name}, {"ledger", ledger->name}}, seconds(*published));
    }
    return {};
}

Status add_messages(JobContext& context, const config::Company& company, Figure& figure) {
    using enum store::MessageState;
    for (const auto state : {held, due, unknown, failed}) {
        auto messages = context.store.outbox().list(
            company.name, {.states = {state}, .kind = {}, .ledger = {}, .customer_id = {}, .with_content = false});
        if (!messages) return pass(messages);
        figure.add({{"company", company.name}, {"state", store::name(state)}}, std::ssize(*messages));
    }
    return {};
}

Status add_jobs(JobContext& context, const config::Company& company, Figure& ended, Figure& failed) {
    auto runs = context.store.reports().latest(company.name);
    if (!runs) return pass(runs);
    for (const store::JobRun& run : *runs) {
        if (auto moment = world::parse_moment(run.finished_at))
            ended.add({{"company", run.company}, {"job", run.job}, {"scope", run.scope}}, seconds(*moment));
        failed.add({{"company", run.company}, {"job", run.job}, {"scope", run.scope}}, run.outcome == "failed" ? 1 : 0);
    }
    return {};
}

std::string service_figures(const ServiceStatus& status) {
    std::string text;
    Figure(text, "settled_service_start_time_seconds", "When the service started.").add({}, seconds(status.running_since));
    Figure(text, "settled_configuration_refused", "1: the file that is there was not taken, an older one is in force.")
        .add({}, status.configuration.empty() ? 0 : 1);
    Figure started(text, "settled_plan_last_start_time_seconds", "When a plan's job started last.");
    for (const PlanStatus& plan : status.plans)
        if (plan.last_started) started.add({{"plan", plan.name}}, seconds(*plan.last_started));
    Figure state(text, "settled_plan_state", "1 for the state that a plan is in: waiting, running, retrying, quarantined.");
    for (const PlanStatus& plan : status.plans) state.add({{"plan", plan.name}, {"state", plan.state}}, 1);
    return text;
}

} // namespace

Result<std::string> store_figures(JobContext& context, std::span<const HealthTrouble> troubles) {
    std::string text;
    Figure(text, "settled_figures_time_seconds", "When the figures of the store were taken.")
        .add({}, seconds(context.clock.now()));
    Figure wrong(text, "settled_troubles", "What is wrong now, as settled status --monitor counts it.");
    for (const auto& [severity, name] : {std::pair(Severity::warning, "warning"), std::pair(Severity::critical, "critical")})
        wrong.add({{"severity", name}}, std::ranges::count(troubles, severity, &HealthTrouble::severity));
    const std::filesystem::path folder = context.settings.data_folder();
    if (auto free = world::free_bytes(folder))
        Figure(text, "settled_disk_free_bytes", "Room on the disk of the store.").add({}, *free);
    constexpr std::string_view sqlite = "sqlite:";
    if (context.settings.store.url.starts_with(sqlite))
        Figure(text, "settled_store_bytes", "Size of the store.")
            .add({}, size_of(context.settings.store.url.substr(sqlite.size())));
    // One figure after the other: all lines of a figure stand together.
    std::string parts[4];
    Figure ledgers(parts[0], "settled_ledger_published_time_seconds", "When a ledger was read whole last; 0: never.");
    Figure messages(parts[1], "settled_messages", "Messages that wait or need a person.");
    Figure ended(parts[2], "settled_job_last_end_time_seconds", "When a job ended last.");
    Figure failed(parts[3], "settled_job_failed", "1: its last run failed.");
    for (const config::Company& company : context.settings.companies) {
        if (Status added = add_ledgers(context, company, ledgers); !added) return pass(added);
        if (Status added = add_messages(context, company, messages); !added) return pass(added);
        if (Status added = add_jobs(context, company, ended, failed); !added) return pass(added);
    }
    for (const std::string& part : parts) text += part;
    return text;
}

Status keep_figures(const std::filesystem::path& data_folder, const std::string& figures) {
    return world::write_file(data_folder / file_name, figures);
}

std::string all_figures(const std::filesystem::path& data_folder) {
    std::string text;
    Figure(text, "settled_up", "The service runs.").add({}, 1);
    if (auto kept = world::read_file(data_folder / file_name, file_bytes_max)) text += *kept;
    if (auto status = read_service_status(data_folder); status && *status) text += service_figures(**status);
    return text;
}

} // namespace settled::jobs
