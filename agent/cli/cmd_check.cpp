// settled check · config -- is everything right, and what is in force.

#include "cli/commands.hpp"
#include "cli/connector_files.hpp"
#include "cli/exit_status.hpp"
#include "cli/through_service.hpp"
#include "config/migrate.hpp"
#include "config/show.hpp"
#include "config/starter.hpp"
#include "jobs/check.hpp"
#include "jobs/endpoints.hpp"
#include "world/files.hpp"
#include "world/process.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace settled::cli {
namespace {

struct Options {
    bool offline = false, endpoints = false, as_service = false;
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

// The address in the file of config/gateways that a gateway's block names, as its plugin finds it.
std::string service_address(const config::Settings& settings, const std::filesystem::path& shipped, const config::Block& block) {
    std::filesystem::path file = block.option("provider_file");
    if (file.empty()) {
        const std::string provider = block.option("provider"), own_folder = block.option("provider_folder");
        if (provider.empty()) return {};
        file = (own_folder.empty() ? shipped : std::filesystem::path(own_folder)) / (provider + ".toml");
    }
    if (file.is_relative()) file = settings.folder / file;
    auto text = world::read_file(file, world::limit::configuration_bytes_max);
    if (!text) return {}; // the plugin itself says what is wrong with it
    auto document = config::parse_document(*text, file.string());
    const config::Value* url = document ? document->find("url") : nullptr;
    return url != nullptr ? url->text : std::string();
}

int run_endpoints(Session& session, const config::Settings& settings) {
    const std::filesystem::path shipped = session.tools().share_folder / "config" / "gateways";
    Table table({{"purpose"}, {"where"}, {"host"}, {"port"}, {"protocol"}, {"through"}});
    for (jobs::Endpoint& each :
         jobs::endpoints(settings, [&](const config::Block& block) { return service_address(settings, shipped, block); }))
        table.add({std::move(each.purpose), std::move(each.where), std::move(each.host), std::move(each.port),
                   std::move(each.protocol), std::move(each.through)});
    table.print(session.globals().format, session.tools().out, "nothing leaves this machine\n", session.tools().out_columns);
    return 0;
}

std::vector<std::string> words_of(const Options& options, const Globals& globals) {
    std::vector<std::string> words = {"check"};
    if (options.offline) words.emplace_back("--offline");
    if (options.endpoints) words.emplace_back("--endpoints");
    if (globals.format == Format::json) words.insert(words.end(), {"--format", "json"});
    return words;
}

int run_check(Session& session, const Options& options) {
    const Tools& tools = session.tools();
    if (options.as_service && !tools.caller) return through_service(session, words_of(options, session.globals()));
    auto settings = session.settings();
    if (!settings) return report(session, settings.error());
    if (options.endpoints) return run_endpoints(session, **settings);
    std::vector<jobs::CheckLine> found;
    if (!options.offline) {
        auto context = session.context();
        if (!context) return report(session, context.error());
        found = jobs::check(**context);
    }
    const std::string asked = tools.caller ? fmt::format(", asked by {}", tools.user) : std::string();
    std::vector<jobs::CheckLine> lines = {
        {statement::Severity::info, "account", fmt::format("running as {} on {}{}", world::user_name(), tools.host, asked)},
        {statement::Severity::info, (*settings)->file.string(), "configuration is complete"}};
    if (!options.offline)
        if (Status guarded = session.take_service_account(**settings); !guarded)
            lines.push_back({statement::Severity::warning, (*settings)->file.string(), guarded.error().message});
    std::ranges::move(found, std::back_inserter(lines));
    Table table({{"result"}, {"what"}, {"found"}});
    bool failed = false;
    for (const jobs::CheckLine& line : lines) {
        table.add({std::string(mark(line.severity)), line.what, line.found});
        failed |= line.severity == statement::Severity::error;
    }
    table.print(session.globals().format, tools.out, "", tools.out_columns);
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

// The file in force, or another one; what it was is kept beside it.
int run_config_migrate(Session& session, const Options& options) {
    const std::filesystem::path file = options.file.empty() ? session.config_file() : options.file;
    auto text = world::read_file(file, world::limit::configuration_bytes_max);
    if (!text) return report(session, text.error());
    auto made = config::migrated(*text, file.string());
    if (!made) return report(session, {SETTLED_INVALID_CONFIG, made.error().message, 0});
    if (*made == *text) {
        session.tools().out(
            fmt::format("{} is of schema {} already; it was not touched\n", file.string(), config::schema_of_this_agent));
        return 0;
    }
    if (session.globals().dry_run) {
        session.tools().out(*made);
        return 0;
    }
    const std::filesystem::path kept = file.string() + ".before-migration";
    Status done = world::create_file(kept, *text);
    if (!done && done.error().code == SETTLED_REJECTED)
        return report(session,
                      {SETTLED_INVALID_CONFIG, fmt::format("{} is there already; move it away first", kept.string()), 0});
    if (done) done = world::give_to_owner_of_folder(kept);
    if (done) done = world::write_file(file, *made);
    if (done) done = world::give_to_owner_of_folder(file);
    if (!done) return report(session, done.error());
    session.tools().out(fmt::format("{} is of schema {} now; what it was is kept as {}. Next: settled check --offline\n",
                                    file.string(), config::schema_of_this_agent, kept.string()));
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
    Status made = world::create_file(file, config::starter(request));
    if (made) made = world::give_to_owner_of_folder(file);
    if (!made) {
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
    CLI::App& check = commands.add("check", "Test the configuration, every plugin, ERP, mailbox and gateway; changes nothing",
                                   [&](Session& session) { return run_check(session, options); });
    check.add_flag("--offline", options.offline, "Only the configuration and what is installed");
    check.add_flag("--endpoints", options.endpoints,
                   "Only name the servers that this configuration talks to, for the firewall; reaches nothing");
    check.add_flag("--as-service", options.as_service,
                   "Have the running service test it: with its account, its rights, its way to the network");
}

void add_config(Commands& commands) {
    auto& options = commands.keep<Options>();
    CLI::App& group =
        commands.add_group("config", "What is in force; a test of another file; an older schema brought up to date");
    group.require_subcommand(1);
    commands.add_to(group, "show", "What is in force, defaults included, secrets hidden", run_config_show);
    commands
        .add_to(group, "check", "Test a file that is not in force yet",
                [&](Session& session) { return run_config_check(session, options); })
        .add_option("file", options.file, "Configuration file")
        ->required()
        ->type_name("FILE");
    commands
        .add_to(group, "migrate", "Bring a configuration to the newest schema; what it was is kept beside it",
                [&](Session& session) { return run_config_migrate(session, options); })
        .add_option("file", options.file, "Configuration file (default: the one in force)")
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
