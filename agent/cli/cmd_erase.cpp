// settled erase CUSTOMER · settled erase --expired -- takes words about customers away that no law keeps.

#include "cli/commands.hpp"
#include "cli/erasure_output.hpp"

namespace settled::cli {
namespace {

struct Options {
    std::string customer, reason;
    bool plan = false, expired = false;
};

Result<jobs::ErasureReport> erase(jobs::JobContext& context, const jobs::Scope& scope, const Options& options) {
    const bool plan_only = options.plan || scope.dry_run;
    if (options.expired == !options.customer.empty())
        return fail(SETTLED_INVALID_CONFIG, "settled erase: expected a customer, or --expired and nobody");
    if (options.expired) return jobs::erase_expired(context, scope, plan_only);
    if (!plan_only && options.reason.empty())
        return fail(SETTLED_INVALID_CONFIG,
                    "settled erase: expected --reason, why it is erased; it is kept, so name nobody in it");
    return jobs::erase_customer(context, scope, options.customer, options.reason, plan_only);
}

int run_erase(Session& session, const Options& options) {
    auto context = session.context();
    if (!context) return report(session, context.error());
    auto scope = session.scope();
    if (!scope) return report(session, scope.error());
    auto done = erase(**context, *scope, options);
    if (!done) return report(session, done.error());
    print_erasure(session, (*context)->settings, *done, options.plan || scope->dry_run);
    return 0;
}

} // namespace

void add_erase(Commands& commands) {
    auto& options = commands.keep<Options>();
    CLI::App& erased = commands.add("erase", "Take the words about a customer away that no law keeps; amounts and the audit stay",
                                    [&](Session& session) { return run_erase(session, options); });
    erased.add_option("customer", options.customer, "Customer, also one that no ledger has any more")->type_name("CUSTOMER");
    erased.add_option("--reason", options.reason, "Why; it is kept, so it names nobody")->type_name("TEXT");
    erased.add_flag("--plan", options.plan, "Only say what would go, and what is kept until when by which rule");
    erased.add_flag("--expired", options.expired, "Of all customers what no law keeps any more");
}

} // namespace settled::cli
