// settled secret set|list|delete NAME -- values come from the terminal or standard input, never from
// the command line, where anybody could read them.

#include "cli/commands.hpp"

#include <fmt/format.h>

namespace settled::cli {
namespace {

struct Options {
    std::string name;
};

int run_set(Session& session, const Options& options) {
    auto value = session.tools().read_secret();
    if (!value) return report(session, value.error());
    if (Status set = session.secrets().set(options.name, *value); !set) return report(session, set.error());
    session.tools().out(fmt::format("secret {} is set\n", options.name));
    return 0;
}

int run_delete(Session& session, const Options& options) {
    if (Status removed = session.secrets().remove(options.name); !removed) return report(session, removed.error());
    session.tools().out(fmt::format("secret {} is deleted\n", options.name));
    return 0;
}

int run_list(Session& session) {
    auto listed = session.secrets().list();
    if (!listed) return report(session, listed.error());
    Table table({{"secret"}, {"source"}});
    for (const world::ListedSecret& secret : *listed) table.add({secret.name, secret.source});
    table.print(session.globals().format, session.tools().out, "no secret is set", session.tools().out_columns);
    return 0;
}

} // namespace

void add_secret(Commands& commands) {
    auto& options = commands.keep<Options>();
    CLI::App& group = commands.add_group("secret", "What secret:NAME in the configuration stands for");
    group.require_subcommand(1);
    const auto named = [&](CLI::App& command) {
        command.add_option("name", options.name, "Name of the secret")->required()->type_name("NAME");
    };
    named(commands.add_to(group, "set", "Set it; the value is read from the terminal or standard input",
                          [&](Session& session) { return run_set(session, options); }));
    named(commands.add_to(group, "delete", "Delete it", [&](Session& session) { return run_delete(session, options); }));
    commands.add_to(group, "list", "Names and where they come from; never values", run_list);
}

} // namespace settled::cli
