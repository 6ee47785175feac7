// settled deliver -- hands what is due in the outbox to its gateways. The only command that sends.

#include "cli/commands.hpp"
#include "jobs/deliver.hpp"

#include <fmt/format.h>

namespace settled::cli {
namespace {

Table table_of(const jobs::DeliverReport& report) {
    Table table({{"message", Align::right}, {"kind"}, {"customer"}, {"to"}, {"subject"}, {"gateway"}, {"state"}, {"in_words"}});
    for (const jobs::DeliveredMessage& message : report.messages)
        table.add({std::to_string(message.message), message.kind, message.customer,
                   fmt::format("{}", fmt::join(message.to, ", ")), message.subject, message.gateway,
                   std::string(name(message.state)), message.words});
    return table;
}

int run_deliver(Session& session) {
    if (Status locked = session.lock("deliver"); !locked) return report(session, locked.error());
    auto context = session.context();
    if (!context) return report(session, context.error());
    auto scope = session.scope();
    if (!scope) return report(session, scope.error());
    auto delivered = jobs::deliver(**context, *scope);
    if (!delivered) return report(session, delivered.error());
    for (const jobs::Trouble& trouble : delivered->troubles)
        session.journal().error(fmt::format("{}: {}", trouble.where, trouble.error.message));
    if (delivered->found_unknown > 0)
        session.journal().warning(fmt::format("{} messages were being handed over when an earlier run died; nobody can know "
                                              "whether they left. settled outbox lists them",
                                              delivered->found_unknown));
    table_of(*delivered).print(session.globals().format, session.tools().out, "nothing is due", session.tools().out_columns);
    return status_of(delivered->failed() || delivered->found_unknown > 0);
}

} // namespace

void add_deliver(Commands& commands) {
    commands.add("deliver", "Send what is due in the outbox; the only command that sends", run_deliver);
}

} // namespace settled::cli
