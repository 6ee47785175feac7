#include "cli/acts.hpp"
#include "cli/cmd_statement.hpp"
#include "cli/commands.hpp"
#include "cli/completion.hpp"
#include "cli/exit_status.hpp"
#include "cli/manual_pages.hpp"
#include "cli/through_service.hpp"
#include "world/process.hpp"

namespace settled::cli {
namespace {

constexpr const char* version = "settled " SETTLED_VERSION;

void add_globals(CLI::App& app, Globals& globals) {
    app.add_option("--config", globals.config_file,
                   "Configuration file (default " + world::packaged_configuration_file().string() + ")")
        ->type_name("FILE");
    app.add_option("--company", globals.companies, "Only this company (repeatable; default all)")->type_name("NAME");
    app.add_option("--ledger", globals.ledgers, "Only this ledger (repeatable; default all)")->type_name("NAME");
    app.add_option("--as-of", globals.as_of_text,
                   "That day as today, with what was known at its end; never sends for another day")
        ->type_name("DATE");
    app.add_option("--wait", globals.wait_seconds, "Wait this long for a run that holds the job (default 0)")
        ->type_name("SECONDS")
        ->check(CLI::Range(0, 86400));
    app.add_option("--log-level", globals.log_level, "error, warning, info or debug")
        ->check(CLI::IsMember({"error", "warning", "info", "debug"}))
        ->type_name("LEVEL");
    app.add_option("--format", globals.format, "table (or text) or json")
        ->transform(CLI::CheckedTransformer(
            std::map<std::string, Format>{{"table", Format::table}, {"text", Format::table}, {"json", Format::json}}))
        ->type_name("FORMAT");
    app.add_option("--fail-on", globals.fail_on, "questions: waiting questions make the exit status 1")
        ->check(CLI::IsMember({"questions"}))
        ->type_name("WHAT");
    app.add_flag("--dry-run", globals.dry_run, "Decide and print, change nothing");
}

} // namespace

CLI::App& Commands::add(const std::string& name, const std::string& help, std::function<int(Session&)> run) {
    return add_to(*app_, name, help, std::move(run));
}

CLI::App& Commands::add_group(const std::string& name, const std::string& help) {
    CLI::App& group = *app_->add_subcommand(name, help);
    group.fallthrough();
    return group;
}

CLI::App& Commands::add_to(CLI::App& group, const std::string& name, const std::string& help, std::function<int(Session&)> run) {
    CLI::App& command = *group.add_subcommand(name, help);
    command.fallthrough(); // the global options may also stand behind the command
    command.callback([this, &command, run = std::move(run)] {
        if (command.get_subcommands().empty()) chosen_ = run;
    });
    return command;
}

int run(std::vector<std::string> words, Tools& tools) {
    if (!words.empty()) words.erase(words.begin());
    CLI::App app{"settled gets a company's receivables settled: reads the ledger and the bank, sees who has paid, reminds those "
                 "who have not.",
                 "settled"};
    Globals globals;
    add_globals(app, globals);
    app.set_version_flag("--version", version);
    app.require_subcommand(1);
    Commands commands(app);
    for (const auto add :
         {add_init,    add_check,     add_config,    add_secret,   add_plugins,    add_connectors, add_banks,    add_parse,
          add_pull,    add_import,    add_reconcile, add_remind,   add_report,     add_deliver,    add_feedback, add_cycle,
          add_job,     add_status,    add_matches,   add_review,   add_undo,       add_explain,    add_aging,    add_facts,
          add_items,   add_task,      add_log,       add_outbox,   add_letters,    add_mode,       add_audit,    add_procedures,
          add_balance, add_statement, add_compare,   add_forecast, add_measures,   add_service,    add_health,   add_store,
          add_case,    add_erase,     add_notify,    add_support,  add_completion, add_manual})
        add(commands);
    try {
        app.parse(std::vector<std::string>(words.rbegin(), words.rend())); // it takes them from the end
    } catch (const CLI::ParseError& error) {
        std::ostringstream out, err;
        const int code = app.exit(error, out, err);
        tools.out(out.str());
        tools.err(err.str());
        return code == 0 ? 0 : static_cast<int>(ExitStatus::usage);
    }
    Session session(tools, globals);
    const std::string command = chosen_command(app);
    if (tools.caller) {
        if (Status may = may_run(session, command, given_file(app)); !may) return report(session, may.error());
    } else if (auto status = ask_service(session, command, words)) {
        return *status;
    } else if (is_persons_word(command)) {
        session.acts_directly(command);
    }
    return commands.run(session);
}

} // namespace settled::cli
