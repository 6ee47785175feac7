// settled manual -- the manual of this very program: its commands, its settings, the options of the plugins installed beside it.

#include "cli/commands.hpp"
#include "cli/manual_pages.hpp"

namespace settled::cli {
namespace {

enum class Page : std::uint8_t { commands, configuration, settings };

struct Options {
    Page page = Page::commands;
    std::string language;
    const CLI::App* program = nullptr; // whose commands
};

int run_manual(Session& session, const Options& options) {
    constexpr std::string_view version = "settled " SETTLED_VERSION;
    if (options.page == Page::commands) {
        session.tools().out(commands_manual(command_tree(*options.program), version));
        return 0;
    }
    const std::string asked = options.language.empty() ? session.tools().environment("LANG").value_or("") : options.language;
    std::vector<host::PluginInfo> plugins;
    const host::Catalog catalog = session.catalog();
    for (const host::PluginFile& file : catalog.files()) {
        auto info = catalog.describe(file.name);
        if (!info) return report(session, info.error()); // a manual that lacks a plugin would say that there is none
        plugins.push_back(std::move(*info));
    }
    const SettingsReference reference =
        settings_reference(plugins, asked.starts_with("zh") ? ReferenceLanguage::chinese : ReferenceLanguage::english);
    session.tools().out(options.page == Page::settings ? settings_page(reference) : settings_manual(reference, version));
    return 0;
}

} // namespace

void add_manual(Commands& commands) {
    auto& options = commands.keep<Options>();
    CLI::App& command = commands.add("manual", "Print the manual: every command, or every setting and option of a plugin",
                                     [&](Session& session) { return run_manual(session, options); });
    options.program = command.get_parent();
    command
        .add_option("page", options.page,
                    "commands: settled(1); configuration: settled.toml(5); settings: the same as a page in Markdown")
        ->required()
        ->transform(CLI::CheckedTransformer(std::map<std::string, Page>{
            {"commands", Page::commands}, {"configuration", Page::configuration}, {"settings", Page::settings}}))
        ->type_name("PAGE");
    command.add_option("--language", options.language, "Of the settings: en or zh-CN; default: as LANG says")
        ->check(CLI::IsMember({"en", "zh-CN"}))
        ->type_name("L");
}

} // namespace settled::cli
