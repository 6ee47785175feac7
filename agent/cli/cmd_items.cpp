// settled items · items same · items other -- which item is which, where the ERP renumbered it and only a person can tell.

#include "cli/commands.hpp"
#include "jobs/renumbered_items.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace settled::cli {
namespace {

struct Options {
    std::string gone, item;
};

int run_items(Session& session) {
    auto context = session.context();
    if (!context) return report(session, context.error());
    auto scope = session.scope();
    if (!scope) return report(session, scope.error());
    auto questions = jobs::item_questions(**context, *scope);
    if (!questions) return report(session, questions.error());
    Table table({{"company"}, {"ledger"}, {"gone"}, {"may_be"}, {"seen_on"}});
    for (const jobs::ItemQuestion& question : *questions)
        table.add({question.company, question.ledger, question.gone, fmt::format("{}", fmt::join(question.candidates, "; ")),
                   question.seen_on.iso()});
    table.print(session.globals().format, session.tools().out, "no item is in doubt", session.tools().out_columns);
    return 0;
}

int run_answer(Session& session, const std::string& gone, const std::string& item) {
    auto context = session.context();
    if (!context) return report(session, context.error());
    auto scope = session.scope();
    if (!scope) return report(session, scope.error());
    auto told = jobs::answer_item(**context, *scope, gone, item);
    if (!told) return report(session, told.error());
    session.tools().out(fmt::format("{} (fact {})\n", told->about, told->facts.front()));
    return 0;
}

} // namespace

void add_items(Commands& commands) {
    auto& options = commands.keep<Options>();
    CLI::App& items = commands.add("items", "Items that went from a ledger and may be others that came",
                                   [](Session& s) { return run_items(s); });
    CLI::App& same = commands.add_to(items, "same", "It is the same item: what was said, paid and sent about it goes on",
                                     [&](Session& session) { return run_answer(session, options.gone, options.item); });
    same.add_option("gone", options.gone, "The document that went")->required()->type_name("DOCUMENT");
    same.add_option("item", options.item, "The document it is now")->required()->type_name("DOCUMENT");
    CLI::App& other = commands.add_to(items, "other", "It is none of them: they are items of their own",
                                      [&](Session& session) { return run_answer(session, options.gone, ""); });
    other.add_option("gone", options.gone, "The document that went")->required()->type_name("DOCUMENT");
}

} // namespace settled::cli
