// settled deliver -- hands what is due in the outbox to its gateways. The only command that sends.

#include "cli/commands.hpp"
#include "jobs/deliver.hpp"

#include <fmt/format.h>

namespace settled::cli {
namespace {

struct Options {
    bool clock_is_right = false, house_only = false;
};

Table table_of(const jobs::DeliverReport& report) {
    Table table({{"message", Align::right}, {"kind"}, {"customer"}, {"to"}, {"subject"}, {"gateway"}, {"state"}, {"in_words"}});
    for (const jobs::DeliveredMessage& message : report.messages)
        table.add({std::to_string(message.message), message.kind, message.customer,
                   fmt::format("{}", fmt::join(message.to, ", ")), message.subject, message.gateway,
                   std::string(name(message.state)), message.words});
    return table;
}

int run_deliver(Session& session, const Options& options) {
    if (Status locked = session.lock("deliver"); !locked) return report(session, locked.error());
    auto context = session.context();
    if (!context) return report(session, context.error());
    auto scope = session.scope();
    if (!scope) return report(session, scope.error());
    auto delivered = jobs::deliver(**context, *scope, options.clock_is_right,
                                   options.house_only ? jobs::Audience::house : jobs::Audience::everybody);
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
    auto& options = commands.keep<Options>();
    CLI::App& deliver = commands.add("deliver", "Send what is due in the outbox; the only command that sends",
                                     [&](Session& session) { return run_deliver(session, options); });
    deliver.add_flag("--house-only", options.house_only, "Only mails to finance and IT; what is for customers stays due");
    deliver.add_flag("--clock-is-right", options.clock_is_right, "The clock went back and is right now: send again from here on");
}

} // namespace settled::cli
