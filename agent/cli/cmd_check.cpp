// settled check · config -- is everything right, and what is in force.

#include "cli/commands.hpp"
#include "cli/connector_files.hpp"
#include "cli/exit_status.hpp"
#include "config/show.hpp"
#include "config/starter.hpp"
#include "jobs/check.hpp"
#include "world/files.hpp"
#include "world/process.hpp"

#include <fmt/format.h>

namespace settled::cli {
namespace {

struct Options {
    bool offline = false;
    std::string file, connector, out_folder = ".";
};

std::string_view mark(statement::Severity severity) {
    switch (severity) {
    case statement::Severity::info:
        return "ok";
    case statement::Severity::warning:
        return "warning";
    case statement::Severity::error:
        break;
    }
    return "error";
}

int run_check(Session& session, const Options& options) {
    auto settings = session.settings();
    if (!settings) return report(session, settings.error());
    std::vector<jobs::CheckLine> lines = {{statement::Severity::info, (*settings)->file.string(), "configuration is complete"}};
    lines.push_back(
        {statement::Severity::info, "account", fmt::format("running as {} on {}", session.tools().user, session.tools().host)});
    if (!options.offline) {
        auto context = session.context();
        if (!context) return report(session, context.error());
        auto checked = jobs::check(**context);
        lines.insert(lines.end(), checked.begin(), checked.end());
    }
    Table table({{"result"}, {"what"}, {"found"}});
    bool failed = false;
    for (const jobs::CheckLine& line : lines) {
        table.add({std::string(mark(line.severity)), line.what, line.found});
        failed |= line.severity == statement::Severity::error;
    }
    table.print(session.globals().format, session.tools().out, "", session.tools().out_columns);
    return status_of(failed);
}

int run_config_show(Session& session) {
    auto settings = session.settings();
    if (!settings) return report(session, settings.error());
    session.tools().out(config::show(**settings));
    return 0;
}

// A file that is not in force yet: the package checks the old one with the new binary like this.
int run_config_check(Session& session, const Options& options) {
    Globals other = session.globals();
    other.config_file = options.file;
    Session checked(session.tools(), other);
    auto settings = checked.settings();
    if (!settings) return report(checked, settings.error());
    session.tools().out(fmt::format("{}: no error\n", options.file));
    return 0;
}

int run_init(Session& session, const Options& options) {
    const std::filesystem::path file = std::filesystem::path(options.out_folder) / "settled.toml";
    config::StarterRequest request;
    request.ledger_plugin = "ledger_files", request.connector = options.connector;
    if (!options.connector.empty()) {
        auto document = connector_document(session, options.connector);
        if (!document) return report(session, document.error());
        const config::Value* plugin = document->find("plugin");
        request.ledger_plugin = plugin != nullptr ? plugin->text : "ledger_odbc";
    }
    // What the package installed keeps its state where the service's unit may write.
    if (std::filesystem::absolute(file).lexically_normal() == world::packaged_configuration_file())
        request.store_url = world::packaged_store_url();
    const std::string language = session.tools().environment("LANG").value_or("");
    if (language.starts_with("zh")) request.language = "zh-CN";
    std::vector<config::OptionRow> rows;
    if (auto info = session.catalog().describe(request.ledger_plugin)) rows = info->options;
    request.option_rows = rows;
    if (Status made = world::create_file(file, config::starter(request)); !made) {
        if (made.error().code == SETTLED_REJECTED)
            return report(
                session,
                {SETTLED_INVALID_CONFIG,
                 fmt::format("{} is there already; it was not touched. Choose another folder with --out DIR", file.string()), 0});
        return report(session, made.error());
    }
    session.tools().out(fmt::format("wrote {}; fill it in, then run: settled --config {} check\n", file.string(), file.string()));
    return 0;
}

} // namespace

void add_check(Commands& commands) {
    auto& options = commands.keep<Options>();
    commands
        .add("check", "Test the configuration, every plugin, ERP, mailbox and gateway; changes nothing",
             [&](Session& session) { return run_check(session, options); })
        .add_flag("--offline", options.offline, "Only the configuration and what is installed");
}

void add_config(Commands& commands) {
    auto& options = commands.keep<Options>();
    CLI::App& group = commands.add_group("config", "What is in force; a test of another file");
    group.require_subcommand(1);
    commands.add_to(group, "show", "What is in force, defaults included, secrets hidden", run_config_show);
    commands
        .add_to(group, "check", "Test a file that is not in force yet",
                [&](Session& session) { return run_config_check(session, options); })
        .add_option("file", options.file, "Configuration file")
        ->required()
        ->type_name("FILE");
}

void add_init(Commands& commands) {
    auto& options = commands.keep<Options>();
    CLI::App& init = commands.add("init", "Write a commented starter configuration",
                                  [&](Session& session) { return run_init(session, options); });
    init.add_option("--connector", options.connector, "For this ERP; default: files")->type_name("NAME");
    init.add_option("--out", options.out_folder, "Into this folder (default: here)")->type_name("DIR");
}

} // namespace settled::cli
