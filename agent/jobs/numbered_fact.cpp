#include "jobs/numbered_fact.hpp"

namespace settled::jobs {

Result<std::optional<NumberedFact>> numbered_fact(JobContext& context, const Scope& scope, std::int64_t number) {
    for (const config::Company* company : companies_of(context, scope)) {
        auto day = day_of(context, *company, scope);
        if (!day) return pass(day);
        auto facts = context.store.facts().load(company->name, *day);
        if (!facts) return pass(facts);
        for (ledger::Fact& fact : ledger::standing(*facts)) {
            if (fact.id != number) continue;
            auto stamped = stamp(context, *company, *day);
            if (!stamped) return pass(stamped);
            return NumberedFact{company, std::move(*stamped), std::move(fact)};
        }
    }
    return std::nullopt;
}

} // namespace settled::jobs
