// settled explain entry N | item ID | customer ID | message N -- why, in words.

#include "cli/commands.hpp"
#include "jobs/explain.hpp"

#include <settled/text.hpp>

namespace settled::cli {
namespace {

struct Options {
    std::string what, name;
};

void print(Session& session, const std::vector<jobs::Explained>& lines) {
    if (session.globals().format == Format::json) {
        render::JsonWriter json(session.tools().out);
        json.begin_object().key("rows").begin_array();
        for (const jobs::Explained& line : lines)
            json.begin_object().text("about", line.about).text("text", line.text).end_object();
        json.end_array().end_object();
        return;
    }
    std::string about;
    for (const jobs::Explained& line : lines) {
        if (line.about != about) session.tools().out(visible(about = line.about) + "\n");
        session.tools().out("  " + visible(line.text) + "\n");
    }
}

int run_explain(Session& session, const Options& options) {
    auto context = session.context();
    if (!context) return report(session, context.error());
    auto scope = session.scope();
    if (!scope) return report(session, scope.error());
    auto explained = jobs::explain(**context, *scope, options.what, options.name);
    if (!explained) return report(session, explained.error());
    print(session, *explained);
    return 0;
}

} // namespace

void add_explain(Commands& commands) {
    auto& options = commands.keep<Options>();
    CLI::App& explain = commands.add("explain", "Why it was (not) matched, reminded or sent; in words",
                                     [&](Session& session) { return run_explain(session, options); });
    explain.add_option("what", options.what, "entry, item, customer or message")
        ->required()
        ->check(CLI::IsMember({"entry", "item", "customer", "message"}));
    explain.add_option("name", options.name, "Its number or id")->required()->type_name("N|ID");
}

} // namespace settled::cli
