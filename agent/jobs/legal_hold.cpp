#include "jobs/legal_hold.hpp"

namespace settled::jobs {
namespace {

Result<std::int64_t> keep(JobContext& context, const KnownCustomer& customer, const ledger::Fact& fact) {
    const bool ends = fact.kind == ledger::FactKind::revoke;
    return keep_word(context, *customer.company, customer.stamped, customer.name(), fact, ends ? "legal_hold.ended" : "");
}

} // namespace

Result<Told> hold_for_law(JobContext& context, const Scope& scope, const std::string& customer, const std::string& reason) {
    auto known = known_customer(context, scope, customer);
    if (!known) return pass(known);
    ledger::Fact fact;
    fact.kind = ledger::FactKind::legal_hold, fact.text = reason;
    fact.ledger = known->id.ledger, fact.customer_id = known->id.customer_id;
    auto kept = keep(context, *known, fact);
    if (!kept) return pass(kept);
    return Told{"legal_hold", known->name(), {*kept}, {}};
}

Result<std::optional<ledger::Fact>> legal_hold_of(JobContext& context, const KnownCustomer& customer) {
    auto facts = context.store.facts().load(customer.company->name, customer.stamped.known_on);
    if (!facts) return pass(facts);
    for (ledger::Fact& fact : ledger::standing(*facts))
        if (fact.kind == ledger::FactKind::legal_hold && fact.ledger == customer.id.ledger &&
            fact.customer_id == customer.id.customer_id)
            return std::optional(std::move(fact));
    return std::optional<ledger::Fact>();
}

Result<Told> end_legal_hold(JobContext& context, const Scope& scope, const std::string& customer) {
    auto known = known_customer(context, scope, customer);
    if (!known) return pass(known);
    Told told{"legal_hold ended", known->name(), {}, {}};
    for (;;) { // several may stand, each with its own reason
        auto held = legal_hold_of(context, *known);
        if (!held) return pass(held);
        if (!*held) return told;
        ledger::Fact revoke;
        revoke.kind = ledger::FactKind::revoke, revoke.revokes = (*held)->id;
        auto kept = keep(context, *known, revoke);
        if (!kept) return pass(kept);
        told.facts.push_back((*held)->id);
    }
}

} // namespace settled::jobs
