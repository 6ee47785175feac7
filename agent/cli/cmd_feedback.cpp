// settled feedback -- reads what came back about messages: bounces, receipts, answers. Sends nothing.

#include "cli/commands.hpp"
#include "jobs/feedback.hpp"

#include <fmt/format.h>

namespace settled::cli {
namespace {

int run_feedback(Session& session) {
    if (Status locked = session.lock("feedback"); !locked) return report(session, locked.error());
    auto context = session.context();
    if (!context) return report(session, context.error());
    auto scope = session.scope();
    if (!scope) return report(session, scope.error());
    auto heard = jobs::feedback(**context, *scope);
    if (!heard) return report(session, heard.error());
    for (const jobs::Trouble& trouble : heard->troubles)
        session.journal().error(fmt::format("{}: {}", trouble.where, trouble.error.message));
    Table table({{"message", Align::right}, {"company"}, {"customer"}, {"kind"}, {"address"}, {"state"}, {"in_words"}});
    for (const jobs::HeardMessage& message : heard->heard)
        table.add({std::to_string(message.message), message.company, message.customer, message.kind, message.address,
                   message.became, message.words});
    table.print(session.globals().format, session.tools().out, "nothing came back", session.tools().out_columns);
    return status_of(!heard->troubles.empty());
}

} // namespace

void add_feedback(Commands& commands) {
    commands.add("feedback", "Read bounces, receipts and answers from the mailboxes of [feedback]", run_feedback);
}

} // namespace settled::cli
