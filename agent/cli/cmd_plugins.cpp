// settled plugins · connectors · procedures -- what is installed.

#include "cli/cmd_map.hpp"
#include "cli/connector_files.hpp"
#include "world/files.hpp"

#include <fmt/format.h>

namespace settled::cli {
namespace {

constexpr std::size_t text_bytes_max = 1 << 20;

struct Options {
    std::string name;
    bool grants = false;
};

bool wants_chinese(Session& session) { return session.tools().environment("LANG").value_or("").starts_with("zh"); }

int run_plugins(Session& session) {
    const host::Catalog catalog = session.catalog();
    Table table({{"plugin"}, {"kind"}, {"version"}, {"summary"}, {"error"}});
    bool failed = false;
    for (const host::PluginFile& file : catalog.files()) {
        auto info = catalog.describe(file.name);
        failed |= !info;
        if (info)
            table.add({file.name, std::string(host::kind_name(file.kind)), info->version,
                       wants_chinese(session) ? info->summary_zh : info->summary_en, ""});
        else
            table.add({file.name, std::string(host::kind_name(file.kind)), "", "", info.error().message});
    }
    table.print(session.globals().format, session.tools().out, "no plugin is installed", session.tools().out_columns);
    return status_of(failed);
}

int run_plugin_show(Session& session, const Options& options) {
    auto info = session.catalog().describe(options.name);
    if (!info) return report(session, info.error());
    session.tools().out(host::sample(*info, wants_chinese(session) ? "zh-CN" : "en"));
    return 0;
}

std::string text_of(const config::Value* value, std::string_view language) {
    if (!value) return {};
    if (value->kind != config::ValueKind::table) return value->text;
    const config::Value* chosen = value->find(language);
    return chosen ? chosen->text : text_of(value->find("en"), language);
}

int run_connectors(Session& session) {
    Table table({{"connector"}, {"plugin"}, {"title"}, {"tested"}});
    auto folders = world::list_folder(erp_folder(session));
    if (!folders) return report(session, folders.error());
    for (const world::FolderEntry& folder : *folders) {
        auto document = connector_document(session, folder.name);
        if (!document) continue; // a folder that is being written
        std::string tested;
        if (const config::Value* versions = document->find("tested"))
            for (const config::Value& version : versions->items) tested += (tested.empty() ? "" : "; ") + version.text;
        table.add({folder.name, text_of(document->find("plugin"), ""),
                   text_of(document->find("title"), wants_chinese(session) ? "zh-CN" : "en"), tested});
    }
    table.print(session.globals().format, session.tools().out, "no connector is installed", session.tools().out_columns);
    return 0;
}

int run_connector_show(Session& session, const Options& options) {
    auto document = connector_document(session, options.name);
    if (!document) return report(session, document.error());
    const std::filesystem::path folder = erp_folder(session) / options.name;
    if (!options.grants) {
        auto readme = world::read_file(folder / "README.md", text_bytes_max);
        if (!readme) return report(session, readme.error());
        session.tools().out(*readme);
        return 0;
    }
    const config::Value* grants = document->find("grants");
    if (!grants)
        return report(
            session,
            {SETTLED_INVALID_CONFIG,
             fmt::format("connector {} has no script for a read-only account; its README says what it needs", options.name), 0});
    for (const config::Member& grant : grants->members) {
        auto script = world::read_file(folder / grant.value.text, text_bytes_max);
        if (!script) return report(session, script.error());
        session.tools().out(fmt::format("-- {}\n{}\n", grant.key, *script));
    }
    return 0;
}

int run_procedure_show(Session& session, const Options& options) {
    auto text =
        world::read_file(session.tools().share_folder / "config" / "procedures" / (options.name + ".toml"), text_bytes_max);
    if (!text)
        return report(session, {SETTLED_INVALID_CONFIG, fmt::format("there is no shipped procedure \"{}\"", options.name), 0});
    session.tools().out(*text);
    return 0;
}

} // namespace

void add_plugins(Commands& commands) {
    auto& options = commands.keep<Options>();
    CLI::App& plugins = commands.add("plugins", "Which plugins are installed", run_plugins);
    commands
        .add_to(plugins, "show", "A plugin's options as a commented block",
                [&](Session& session) { return run_plugin_show(session, options); })
        .add_option("name", options.name, "Plugin")
        ->required()
        ->type_name("NAME");
}

void add_connectors(Commands& commands) {
    auto& options = commands.keep<Options>();
    CLI::App& connectors = commands.add("connectors", "Which ERPs can be read", run_connectors);
    CLI::App& show = commands.add_to(connectors, "show", "Versions, rights, what each column is made of",
                                     [&](Session& session) { return run_connector_show(session, options); });
    show.add_option("name", options.name, "Connector")->required()->type_name("NAME");
    show.add_flag("--grants", options.grants, "The script that makes the read-only account");
    add_connectors_map(commands, connectors);
    add_connectors_new(commands, connectors);
}

void add_procedures(Commands& commands) {
    auto& options = commands.keep<Options>();
    CLI::App& group = commands.add_group("procedures", "The dunning procedures that are shipped");
    group.require_subcommand(1);
    commands
        .add_to(group, "show", "A procedure as it would stand in the configuration",
                [&](Session& session) { return run_procedure_show(session, options); })
        .add_option("name", options.name, "Procedure")
        ->required()
        ->type_name("NAME");
}

} // namespace settled::cli
