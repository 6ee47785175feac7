// settled log CUSTOMER · task -- the whole history of a customer; tasks that wait for somebody.

#include "cli/commands.hpp"
#include "jobs/people.hpp"

#include <fmt/format.h>

namespace settled::cli {
namespace {

struct Options {
    std::string customer, channel, text, owner, date;
    std::int64_t task = 0;
    bool all = false;
};

int run_log(Session& session, const Options& options) {
    auto context = session.context();
    if (!context) return report(session, context.error());
    auto scope = session.scope();
    if (!scope) return report(session, scope.error());
    auto log = jobs::customer_log(**context, *scope, options.customer);
    if (!log) return report(session, log.error());
    Table table({{"at"}, {"actor"}, {"what"}, {"text"}});
    for (const jobs::LogEntry& entry : *log) table.add({entry.at, entry.actor, entry.what, entry.text});
    table.print(session.globals().format, session.tools().out, "nothing happened yet", session.tools().out_columns);
    return 0;
}

int run_log_add(Session& session, const Options& options) {
    auto context = session.context();
    if (!context) return report(session, context.error());
    auto scope = session.scope();
    if (!scope) return report(session, scope.error());
    ledger::Fact fact;
    fact.kind = ledger::FactKind::log_line, fact.detail = options.channel, fact.text = options.text;
    auto told = jobs::tell(**context, *scope, options.customer, fact, "");
    if (!told) return report(session, told.error());
    session.tools().out(fmt::format("noted for {}\n", told->about));
    return 0;
}

int run_tasks(Session& session, const Options& options) {
    auto context = session.context();
    if (!context) return report(session, context.error());
    auto scope = session.scope();
    if (!scope) return report(session, scope.error());
    Table table({{"task", Align::right}, {"company"}, {"owner"}, {"customer"}, {"kind"}, {"due"}, {"state"}, {"why"}, {"note"}});
    for (const config::Company* company : jobs::companies_of(**context, *scope)) {
        auto tasks = (*context)->store.facts().tasks(company->name, options.all);
        if (!tasks) return report(session, tasks.error());
        for (const store::Task& task : *tasks)
            table.add({std::to_string(task.id), task.company, task.owner, task.ledger + ":" + task.customer_id, task.kind,
                       task.due.iso(), task.state, task.why, task.note});
    }
    table.print(session.globals().format, session.tools().out, "no task is open", session.tools().out_columns);
    return 0;
}

int change(Session& session, std::int64_t task, const store::TaskChange& wanted) {
    auto context = session.context();
    if (!context) return report(session, context.error());
    auto scope = session.scope();
    if (!scope) return report(session, scope.error());
    for (const config::Company* company : jobs::companies_of(**context, *scope)) {
        auto tasks = (*context)->store.facts().tasks(company->name, true);
        if (!tasks) return report(session, tasks.error());
        for (const store::Task& known : *tasks) {
            if (known.id != task) continue;
            auto day = jobs::day_of(**context, *company, *scope);
            if (!day) return report(session, day.error());
            auto stamped = jobs::stamp(**context, *company, *day);
            if (!stamped) return report(session, stamped.error());
            if (Status changed = (*context)->store.facts().change_task(task, wanted, *stamped); !changed)
                return report(session, changed.error());
            session.tools().out(fmt::format("task {} is changed\n", task));
            return 0;
        }
    }
    return report(session, {SETTLED_INVALID_CONFIG, fmt::format("there is no task {}; settled task lists them", task), 0});
}

int run_postpone(Session& session, const Options& options) {
    auto day = Date::parse_iso(options.date);
    if (!day)
        return report(session,
                      {SETTLED_INVALID_CONFIG, fmt::format("--to \"{}\" is not a day; expected YYYY-MM-DD", options.date), 0});
    return change(session, options.task, {.owner = {}, .state = {}, .note = {}, .due = day});
}

} // namespace

void add_log(Commands& commands) {
    auto& options = commands.keep<Options>();
    CLI::App& log = commands.add("log", "Everything said, sent and decided about a customer",
                                 [&](Session& session) { return run_log(session, options); });
    log.add_option("customer", options.customer, "Customer")->required()->type_name("CUSTOMER");
    CLI::App& add = commands.add_to(log, "add", "Note a call, a visit, a letter",
                                    [&](Session& session) { return run_log_add(session, options); });
    add.add_option("--channel", options.channel, "phone, wechat, visit or letter")
        ->required()
        ->check(CLI::IsMember({"phone", "wechat", "visit", "letter"}));
    add.add_option("--text", options.text, "What was said")->required()->type_name("TEXT");
}

void add_task(Commands& commands) {
    auto& options = commands.keep<Options>();
    CLI::App& task =
        commands.add("task", "Tasks that wait for somebody", [&](Session& session) { return run_tasks(session, options); });
    task.add_flag("--all", options.all, "Done ones too");
    const auto numbered = [&](CLI::App& command) -> CLI::App& {
        command.add_option("task", options.task, "Number of the task")->required()->type_name("N");
        return command;
    };
    CLI::App& done = numbered(commands.add_to(task, "done", "It is done", [&](Session& session) {
        return change(session, options.task, {.owner = {}, .state = "done", .note = options.text, .due = {}});
    }));
    done.add_option("--note", options.text, "What came of it")->type_name("TEXT");
    numbered(
        commands.add_to(task, "postpone", "It is due later", [&](Session& session) { return run_postpone(session, options); }))
        .add_option("--to", options.date, "The new day")
        ->required()
        ->type_name("DATE");
    numbered(commands.add_to(task, "reassign", "Somebody else does it",
                             [&](Session& session) {
                                 return change(session, options.task,
                                               {.owner = options.owner, .state = {}, .note = {}, .due = {}});
                             }))
        .add_option("--to", options.owner, "The person")
        ->required()
        ->type_name("PERSON");
}

} // namespace settled::cli
