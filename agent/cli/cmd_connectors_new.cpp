// settled connectors new NAME -- begins a connector for an ERP that has none.

#include "cli/commands.hpp"
#include "cli/connector_files.hpp"
#include "cli/connector_skeleton.hpp"
#include "world/files.hpp"

#include <fmt/format.h>

#include <filesystem>

namespace settled::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t views_bytes_max = 1 << 20;

struct Options {
    std::string name;
    std::string out_folder = "connectors";
};

int run_connectors_new(Session& session, const Options& options) {
    const auto refuse = [&](const std::string& words) { return report(session, {SETTLED_INVALID_CONFIG, words, 0}); };
    if (!is_connector_name(options.name))
        return refuse(fmt::format(
            "\"{}\" cannot be a connector's name: small letters, digits and '_', a letter first, at most 40", options.name));
    const fs::path shipped = erp_folder(session);
    std::error_code ignored;
    if (fs::exists(shipped / options.name, ignored))
        return refuse(
            fmt::format("a connector {} is shipped already; settled connectors show {} prints it", options.name, options.name));
    auto views = world::read_file(shipped / "sql_template" / "views.postgresql.sql", views_bytes_max);
    if (!views) return report(session, views.error());
    auto files = connector_skeleton(options.name, *views);
    if (!files) return report(session, files.error());

    const fs::path folder = fs::path(options.out_folder) / options.name;
    if (fs::exists(folder, ignored))
        return refuse(
            fmt::format("{} is there already; it was not touched. Choose another folder with --out DIR", folder.string()));
    for (const SkeletonFile& file : *files) {
        const fs::path path = folder / file.name;
        if (auto made = world::make_folder(path.parent_path()); !made) return report(session, made.error());
        if (auto written = world::create_file(path, file.text); !written) return report(session, written.error());
    }
    session.tools().out(fmt::format(
        "wrote {0} files into {1}. Next:\n"
        "  1. put your tables and columns into customers.sql and open_items.sql\n"
        "  2. in settled.toml: [ledger.{2}] plugin = \"ledger_odbc\", connector = \"{2}\", connector_folder = \"{3}\"\n"
        "  3. settled check\n",
        files->size(), folder.string(), options.name, fs::absolute(options.out_folder, ignored).string()));
    return 0;
}

} // namespace

void add_connectors_new(Commands& commands, CLI::App& connectors) {
    auto& options = commands.keep<Options>();
    CLI::App& made =
        commands.add_to(connectors, "new", "Begin a connector for an ERP that has none: its folder, ready to be filled",
                        [&](Session& session) { return run_connectors_new(session, options); });
    made.add_option("name", options.name, "Connector")->required()->type_name("NAME");
    made.add_option("--out", options.out_folder, "The folder that holds your connectors (default: connectors, here)")
        ->type_name("DIR");
}

} // namespace settled::cli
