// settled secret set|list|delete NAME -- values come from the terminal or standard input, never from
// the command line, where anybody could read them.

#include "cli/commands.hpp"
#include "world/last_days.hpp"

#include <settled/text.hpp>

#include <fmt/format.h>

namespace settled::cli {
namespace {

struct Options {
    std::string name, expires;
};

std::filesystem::path secrets_folder(Session& session) {
    const auto folder = std::filesystem::absolute(session.config_file()).parent_path();
    return world::process_secret_sources(folder, false).secrets_folder;
}

int run_set(Session& session, const Options& options) {
    const auto day = options.expires.empty() ? std::nullopt : Date::parse_iso(options.expires);
    if (!options.expires.empty() && !day)
        return report(session,
                      {SETTLED_INVALID_CONFIG,
                       fmt::format("--expires {} is no day; expected one such as 2027-03-31", visible(options.expires)), 0});
    auto value = session.tools().read_secret();
    if (!value) return report(session, value.error());
    if (Status set = session.secrets().set(options.name, *value); !set) return report(session, set.error());
    if (Status kept = world::keep_last_day(secrets_folder(session), options.name, day.value_or(Date())); !kept)
        return report(session, kept.error());
    session.tools().out(day ? fmt::format("secret {} is set; IT hears of it before {}\n", options.name, day->iso())
                            : fmt::format("secret {} is set\n", options.name));
    return 0;
}

int run_delete(Session& session, const Options& options) {
    if (Status removed = session.secrets().remove(options.name); !removed) return report(session, removed.error());
    if (Status kept = world::keep_last_day(secrets_folder(session), options.name, {}); !kept)
        return report(session, kept.error());
    session.tools().out(fmt::format("secret {} is deleted\n", options.name));
    return 0;
}

int run_list(Session& session) {
    auto listed = session.secrets().list();
    if (!listed) return report(session, listed.error());
    auto days = world::last_days(secrets_folder(session));
    if (!days) return report(session, days.error());
    Table table({{"secret"}, {"source"}, {"expires"}});
    for (const world::ListedSecret& secret : *listed)
        table.add({secret.name, secret.source, days->contains(secret.name) ? days->at(secret.name).iso() : ""});
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
    CLI::App& set = commands.add_to(group, "set", "Set it; the value is read from the terminal or standard input",
                                    [&](Session& session) { return run_set(session, options); });
    named(set);
    set.add_option("--expires", options.expires, "The password's last day; health warns 30 days ahead")->type_name("DAY");
    named(commands.add_to(group, "delete", "Delete it", [&](Session& session) { return run_delete(session, options); }));
    commands.add_to(group, "list", "Names and where they come from; never values", run_list);
}

} // namespace settled::cli
