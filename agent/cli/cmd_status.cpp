// settled status · mode · audit -- how it stands.

#include "cli/commands.hpp"
#include "jobs/freshness.hpp"
#include "jobs/health.hpp"
#include "jobs/mode.hpp"
#include "jobs/service_status.hpp"
#include "world/lock_file.hpp"

#include <settled/text.hpp>

#include <fmt/format.h>

#include <thread>

namespace settled::cli {
namespace {

constexpr std::chrono::milliseconds watch_tick{100};
constexpr int watch_ticks = 20;

struct StatusOptions {
    bool watch = false, monitor = false;
};

struct Options {
    std::string company, mode, head;
};

Status add_company(jobs::JobContext& context, const jobs::Scope& scope, const config::Company& company, Table& table) {
    auto day = jobs::day_of(context, company, scope);
    if (!day) return pass(day);
    table.add({company.name, "mode", std::string(jobs::name(company.mode)), ""});
    for (const config::Ledger* ledger : context.settings.ledgers_of(company.name)) {
        auto current = context.store.ledgers().current(company.name, ledger->name, *day);
        if (!current) return pass(current);
        auto stale = jobs::stale_ledger(context, company, ledger->name, *day);
        if (!stale) return pass(stale);
        table.add({company.name, "ledger " + ledger->name,
                   *current ? fmt::format("generation {} of {}", (*current)->number, (*current)->published_at) : "never pulled",
                   *stale});
    }
    auto coverage = context.store.entries().coverage(company.name, *day);
    if (!coverage) return pass(coverage);
    for (const store::AccountCoverage& account : *coverage)
        table.add({company.name, "account " + account.account,
                   account.closing ? fmt::format("covered to {}, balance {} {}", account.last_closing.iso(),
                                                 amount_text(*account.closing), account.closing->currency.code())
                                   : fmt::format("last entry {}", account.last_entry.iso()),
                   account.balance_proved ? "" : "balance not proved"});
    auto bank = jobs::stale_bank(context, company, *day);
    if (!bank) return pass(bank);
    if (!bank->empty()) table.add({company.name, "bank", "", *bank});
    for (const auto state :
         {store::MessageState::held, store::MessageState::due, store::MessageState::unknown, store::MessageState::failed}) {
        auto messages = context.store.outbox().list(
            company.name, {.states = {state}, .kind = {}, .ledger = {}, .customer_id = {}, .with_content = false});
        if (!messages) return pass(messages);
        if (!messages->empty())
            table.add({company.name, fmt::format("outbox {}", store::name(state)), fmt::format("{} messages", messages->size()),
                       state == store::MessageState::unknown || state == store::MessageState::failed
                           ? "needs a person: settled outbox"
                           : ""});
    }
    auto runs = context.store.reports().latest(company.name);
    if (!runs) return pass(runs);
    for (const store::JobRun& run : *runs)
        table.add({company.name, fmt::format("job {}{}", run.job, run.scope.empty() ? "" : " " + run.scope),
                   run.finished_at.empty() ? fmt::format("began {} and did not end", run.started_at)
                                           : fmt::format("{} {}", run.finished_at, run.summary),
                   run.outcome == "ok" ? "" : run.outcome});
    return {};
}

// What Nagios and its like understand: one line, and 0 well, 1 warning, 2 critical, 3 cannot tell.
int run_monitor(Session& session) {
    constexpr int cannot_tell = 3;
    auto context = session.context();
    if (!context) {
        session.tools().out(fmt::format("UNKNOWN: {}\n", visible(context.error().message)));
        return cannot_tell;
    }
    const std::filesystem::path lock = (*context)->settings.data_folder() / jobs::service_lock_name;
    auto troubles = jobs::health(**context, world::lock_holder(lock).has_value());
    if (!troubles) {
        session.tools().out(fmt::format("UNKNOWN: {}\n", visible(troubles.error().message)));
        return cannot_tell;
    }
    session.tools().out(visible(jobs::monitor_line(*troubles)) + "\n");
    return troubles->empty() ? 0 : troubles->front().severity == jobs::Severity::critical ? 2 : 1;
}

void add_service(const config::Settings& settings, Table& table) {
    auto status = jobs::read_service_status(settings.data_folder());
    const auto holder = world::lock_holder(settings.data_folder() / jobs::service_lock_name);
    const std::string zone = settings.companies.empty() ? "UTC" : settings.companies.front().time_zone;
    if (!holder && settings.schedule.empty()) return;
    if (!status || !*status || !holder) {
        table.add({"", "service", "does not run", "nothing happens by itself: systemctl start settled"});
        return;
    }
    table.add({"", "service", fmt::format("process {} since {}", *holder, jobs::shown_moment((*status)->running_since, zone)),
               (*status)->configuration});
    for (const jobs::PlanStatus& plan : (*status)->plans)
        table.add({"", "plan " + plan.name,
                   fmt::format("{}{}{}", plan.state, plan.last_ended ? ", last " + jobs::shown_moment(plan.last_ended, zone) : "",
                               plan.next ? ", next " + jobs::shown_moment(plan.next, zone) : ""),
                   plan.words == "done" ? "" : plan.words});
}

int show_status(Session& session) {
    auto context = session.context();
    if (!context) return report(session, context.error());
    auto scope = session.scope();
    if (!scope) return report(session, scope.error());
    Table table({{"company"}, {"what"}, {"state"}, {"attention"}});
    for (const config::Company* company : jobs::companies_of(**context, *scope))
        if (Status added = add_company(**context, *scope, *company, table); !added) return report(session, added.error());
    auto holders = (*context)->store.locks().holders();
    if (!holders) return report(session, holders.error());
    for (const store::LockHolder& holder : *holders) table.add({"", "running " + holder.name, holder.owner, ""});
    add_service((*context)->settings, table);
    table.print(session.globals().format, session.tools().out, "no company is configured", session.tools().out_columns);
    return 0;
}

int run_status(Session& session, const StatusOptions& options) {
    if (options.monitor) return run_monitor(session);
    if (!options.watch) return show_status(session);
    for (;;) {
        session.tools().out("\x1b[H\x1b[2J"); // a terminal, cleared
        if (const int done = show_status(session); done != 0) return done;
        for (int tick = 0; tick < watch_ticks; ++tick) {
            if (session.tools().interrupted) return 0;
            std::this_thread::sleep_for(watch_tick);
        }
    }
}

int run_mode(Session& session, const Options& options) {
    auto context = session.context();
    if (!context) return report(session, context.error());
    auto set = jobs::set_mode(**context, options.company, options.mode);
    if (!set) return report(session, set.error());
    if (*set)
        session.tools().out(fmt::format("company {} is in mode {} from now on\n", options.company, options.mode));
    else
        session.tools().out(fmt::format("company {} stays as it is until a second person says: settled mode {} {}\n",
                                        options.company, options.company, options.mode));
    return 0;
}

int run_audit_verify(Session& session, const Options& options) {
    auto context = session.context();
    if (!context) return report(session, context.error());
    auto verified = (*context)->store.audit().verify();
    if (!verified) return report(session, verified.error());
    if (!options.head.empty()) {
        auto known = jobs::audit_has_head(**context, options.head);
        if (!known) return report(session, known.error());
        if (!*known)
            return report(session, {SETTLED_BAD_DATA,
                                    fmt::format("no row of the audit has the head {}; the table was rewritten since that mail, "
                                                "or the head was copied wrongly",
                                                options.head),
                                    0});
    }
    Table table({{"rows", Align::right}, {"head"}});
    table.add({std::to_string(verified->count), verified->hash});
    table.print(session.globals().format, session.tools().out, "", session.tools().out_columns);
    return 0;
}

} // namespace

void add_status(Commands& commands) {
    auto& options = commands.keep<StatusOptions>();
    CLI::App& status = commands.add("status", "How fresh everything is, what waits, what failed",
                                    [&](Session& session) { return run_status(session, options); });
    status.add_flag("--watch", options.watch, "Again every two seconds, until interrupted");
    status.add_flag("--monitor", options.monitor, "One line for monitoring; exit status 0 ok, 1 warning, 2 critical, 3 unknown");
}

void add_mode(Commands& commands) {
    auto& options = commands.keep<Options>();
    CLI::App& mode = commands.add("mode", "shadow: nothing leaves · approve: a person releases · auto",
                                  [&](Session& session) { return run_mode(session, options); });
    mode.add_option("company", options.company, "Company")->required()->type_name("COMPANY");
    mode.add_option("mode", options.mode, "shadow, approve or auto")
        ->required()
        ->check(CLI::IsMember({"shadow", "approve", "auto"}));
}

void add_audit(Commands& commands) {
    auto& options = commands.keep<Options>();
    CLI::App& group = commands.add_group("audit", "The chain of everything that was decided");
    group.require_subcommand(1);
    commands.add_to(group, "verify", "Recompute the chain", [&](Session& session) { return run_audit_verify(session, options); })
        .add_option("--head", options.head, "The head as an earlier daily mail shows it")
        ->type_name("H");
}

} // namespace settled::cli
