// settled outbox -- what waits, was sent, was refused, is unknown; and a person's word about it.

#include "cli/commands.hpp"
#include "jobs/release.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace settled::cli {
namespace {

struct Options {
    std::vector<std::string> messages;
    std::string state, reason;
};

int run_list(Session& session, const Options& options) {
    auto context = session.context();
    if (!context) return report(session, context.error());
    auto scope = session.scope();
    if (!scope) return report(session, scope.error());
    store::OutboxFilter filter{.states = {}, .kind = {}, .ledger = {}, .customer_id = {}, .with_content = false};
    if (!options.state.empty()) {
        const auto state = store::message_state(options.state);
        if (!state)
            return report(
                session,
                {SETTLED_INVALID_CONFIG,
                 fmt::format("--state \"{}\": expected held, due, armed, sent, unknown, failed or cancelled", options.state), 0});
        filter.states.push_back(*state);
    }
    Table table({{"message", Align::right},
                 {"company"},
                 {"kind"},
                 {"customer"},
                 {"step"},
                 {"to"},
                 {"state"},
                 {"reason"},
                 {"subject"},
                 {"planned_for"},
                 {"finished_at"}});
    for (const config::Company* company : jobs::companies_of(**context, *scope)) {
        auto messages = (*context)->store.outbox().list(company->name, filter);
        if (!messages) return report(session, messages.error());
        for (const store::Message& message : *messages)
            table.add({std::to_string(message.id), message.company, message.kind,
                       message.customer_id.empty() ? "" : message.ledger + ":" + message.customer_id, message.step,
                       fmt::format("{}", fmt::join(message.recipients, ", ")), std::string(store::name(message.state)),
                       message.reason, message.subject, message.planned_for.iso(), message.finished_at});
    }
    table.print(session.globals().format, session.tools().out, "the outbox is empty", session.tools().out_columns);
    return 0;
}

int run_act(Session& session, const Options& options, jobs::OutboxAct act) {
    auto context = session.context();
    if (!context) return report(session, context.error());
    auto scope = session.scope();
    if (!scope) return report(session, scope.error());
    auto done = jobs::act_on_outbox(**context, *scope, act, options.messages, options.reason);
    if (!done) return report(session, done.error());
    Table table({{"message", Align::right}, {"subject"}, {"state"}, {"refused_because"}});
    for (const jobs::ActedMessage& message : *done)
        table.add({std::to_string(message.message), message.subject, std::string(store::name(message.state)), message.refused});
    table.print(session.globals().format, session.tools().out, "no message waits for that", session.tools().out_columns);
    return status_of(std::ranges::any_of(*done, [](const jobs::ActedMessage& message) { return !message.refused.empty(); }));
}

} // namespace

void add_outbox(Commands& commands) {
    auto& options = commands.keep<Options>();
    CLI::App& outbox = commands.add("outbox", "What waits, was sent, was refused, is unknown",
                                    [&](Session& session) { return run_list(session, options); });
    outbox.add_option("--state", options.state, "Only this state")->type_name("STATE");
    const auto act = [&](const std::string& name, const std::string& help, jobs::OutboxAct what) -> CLI::App& {
        CLI::App& command =
            commands.add_to(outbox, name, help, [&options, what](Session& session) { return run_act(session, options, what); });
        command.add_option("messages", options.messages, "Numbers of messages, or all")->required()->type_name("N|all");
        return command;
    };
    act("release", "Held messages may leave; who planned or decided them may not release them", jobs::OutboxAct::release);
    act("confirm", "An unknown message did arrive", jobs::OutboxAct::confirm);
    act("retry", "An unknown or failed message did not arrive; send it", jobs::OutboxAct::retry);
    act("cancel", "It must not leave; its items may be reminded again", jobs::OutboxAct::cancel)
        .add_option("--reason", options.reason, "Why")
        ->type_name("TEXT");
}

} // namespace settled::cli
