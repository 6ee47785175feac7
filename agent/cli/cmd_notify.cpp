// settled notify test -- does a gateway work? One message to whoever asks.

#include "cli/commands.hpp"
#include "jobs/try_gateway.hpp"

#include <fmt/format.h>

namespace settled::cli {
namespace {

struct Options {
    std::string gateway, to;
};

int run_test(Session& session, const Options& options) {
    auto context = session.context();
    if (!context) return report(session, context.error());
    auto scope = session.scope();
    if (!scope) return report(session, scope.error());
    auto tried = jobs::try_gateway(**context, *scope, options.gateway, options.to);
    if (!tried) return report(session, tried.error());
    Table table({{"gateway"}, {"to"}, {"state"}, {"reply_code", Align::right}, {"provider_id"}, {"words"}});
    const std::string code = tried->reply_code == 0 ? std::string() : std::to_string(tried->reply_code);
    table.add({options.gateway, tried->to, std::string(store::name(tried->ended)), code, tried->provider_id, tried->words});
    table.print(session.globals().format, session.tools().out, "", session.tools().out_columns);
    return status_of(tried->ended == store::MessageState::failed || tried->ended == store::MessageState::unknown);
}

} // namespace

void add_notify(Commands& commands) {
    auto& options = commands.keep<Options>();
    CLI::App& group = commands.add_group("notify", "The gateways for mails, text messages and chats");
    group.require_subcommand(1);
    CLI::App& test = commands.add_to(group, "test", "Send one test message to an address of your own, never to a customer",
                                     [&](Session& session) { return run_test(session, options); });
    test.add_option("gateway", options.gateway, "Name of the gateway")->required()->type_name("GATEWAY");
    test.add_option("--to", options.to, "Mail address or telephone number; a chat's robot needs none")->type_name("ADDRESS");
}

} // namespace settled::cli
