// settled log CUSTOMER · task -- the whole history of a customer; tasks that wait for somebody, by the money at risk.

#include "cli/commands.hpp"
#include "dunning/every_language.hpp"
#include "jobs/case_file.hpp"
#include "jobs/people.hpp"
#include "jobs/worklist.hpp"

#include <fmt/format.h>

namespace settled::cli {
namespace {

struct Options {
    std::string customer, channel, text, owner, date, folder;
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
    Table table({{"at"}, {"actor"}, {"what"}, {"to"}, {"evidence"}, {"receipt"}, {"sha256"}, {"text"}});
    // Digest and receipt are for programs and for the lawyer's file; what was said is never cut.
    const bool for_people = session.globals().format == Format::table;
    for (const jobs::LogEntry& entry : *log)
        table.add({entry.at, entry.actor, entry.what, entry.to, entry.evidence, for_people ? std::string() : entry.receipt,
                   for_people ? std::string() : entry.sha256, entry.text});
    table.print(session.globals().format, session.tools().out, "nothing happened yet");
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

std::string amounts(const std::vector<Money>& sums) {
    std::string text;
    for (const Money& sum : sums)
        text += fmt::format("{}{} {}", text.empty() ? "" : " + ", amount_text(sum), sum.currency.code());
    return text;
}

int run_case(Session& session, const Options& options) {
    auto context = session.context();
    if (!context) return report(session, context.error());
    auto scope = session.scope();
    if (!scope) return report(session, scope.error());
    auto made = jobs::make_case(**context, *scope, options.customer, options.folder);
    if (!made) return report(session, made.error());
    Table table({{"file"}});
    for (const std::filesystem::path& file : made->files) table.add({file.string()});
    table.print(session.globals().format, session.tools().out, "", session.tools().out_columns);
    return 0;
}

int run_tasks(Session& session, const Options& options) {
    auto context = session.context();
    if (!context) return report(session, context.error());
    auto scope = session.scope();
    if (!scope) return report(session, scope.error());
    Table table({{"task", Align::right},
                 {"company"},
                 {"owner"},
                 {"customer"},
                 {"name"},
                 {"kind"},
                 {"at_risk", Align::right},
                 {"days_overdue", Align::right},
                 {"due"},
                 {"state"},
                 {"why"},
                 {"note"},
                 {"role"},
                 {"told"}});
    for (const config::Company* company : jobs::companies_of(**context, *scope)) {
        auto tasks = (*context)->store.facts().tasks(company->name, options.all);
        if (!tasks) return report(session, tasks.error());
        if (!options.owner.empty()) std::erase_if(*tasks, [&](const store::Task& task) { return task.owner != options.owner; });
        if (tasks->empty()) continue;
        auto day = jobs::day_of(**context, *company, *scope);
        if (!day) return report(session, day.error());
        auto picture = jobs::look(**context, *company, *day);
        if (!picture) return report(session, picture.error());
        auto list = jobs::worklist(**picture, std::move(*tasks));
        if (!list) return report(session, list.error());
        for (const jobs::WorkItem& work : *list)
            table.add({std::to_string(work.task.id), work.task.company, work.task.owner, work.customer, work.customer_name,
                       work.task.kind, amounts(work.at_risk),
                       work.oldest_days > 0 ? std::to_string(work.oldest_days) : std::string(), work.task.due.iso(),
                       work.late ? "late" : work.task.state, dunning::in_language(work.task.why, (*context)->settings.language),
                       work.task.note, work.task.role, fmt::format("{}", fmt::join(work.task.told, ", "))});
    }
    table.print(session.globals().format, session.tools().out, "no task is open", session.tools().out_columns);
    return 0;
}

int change(Session& session, std::int64_t task, const store::TaskChange& wanted) {
    auto context = session.context();
    if (!context) return report(session, context.error());
    auto scope = session.scope();
    if (!scope) return report(session, scope.error());
    if (Status changed = jobs::change_task(**context, *scope, task, wanted); !changed) return report(session, changed.error());
    session.tools().out(fmt::format("task {} is changed\n", task));
    return 0;
}

int run_postpone(Session& session, const Options& options) {
    auto day = day_named("--to", options.date);
    if (!day) return report(session, day.error());
    return change(session, options.task, {.owner = {}, .state = {}, .note = {}, .due = *day});
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

void add_case(Commands& commands) {
    auto& options = commands.keep<Options>();
    CLI::App& made =
        commands.add("case", "The file for a lawyer: an index of what is owed, said and sent, and every letter as it left",
                     [&](Session& session) { return run_case(session, options); });
    made.add_option("customer", options.customer, "Customer")->required()->type_name("CUSTOMER");
    made.add_option("--out", options.folder, "Folder that is made")->required()->type_name("FOLDER");
}

void add_task(Commands& commands) {
    auto& options = commands.keep<Options>();
    CLI::App& task =
        commands.add("task", "Tasks that wait for somebody", [&](Session& session) { return run_tasks(session, options); });
    task.add_flag("--all", options.all, "Done ones too");
    task.add_option("--owner", options.owner, "Only of this person")->type_name("PERSON");
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
