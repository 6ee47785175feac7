#include "jobs/promised_money.hpp"

#include <algorithm>
#include <string>
#include <tuple>
#include <vector>

namespace settled::jobs {
namespace {

using ledger::Fact;

// What certainly came from the customer, items or not.
std::int64_t received(const Picture& picture, const Fact& promise, Date since) {
    std::int64_t sum = 0;
    for (const store::StoredMatch& match : picture.matches) {
        const bool is_certain = match.state == matching::State::settled || match.state == matching::State::booked ||
                                match.state == matching::State::partly_booked || match.state == matching::State::on_account;
        if (!is_certain || match.date < since || match.amount.currency != promise.amount.currency) continue;
        for (const store::StoredAllocation& allocation : match.best.allocations)
            if (allocation.ledger == promise.ledger && allocation.customer_id == promise.customer_id)
                sum = checked_add(sum, allocation.amount).value_or(sum);
    }
    return sum;
}

} // namespace

std::map<std::int64_t, std::int64_t> received_for_promises(const Picture& picture) {
    std::map<std::tuple<std::string, std::string, Currency>, std::vector<const Fact*>> plans;
    for (const Fact& fact : picture.facts)
        if (fact.kind == ledger::FactKind::promise && fact.item_key.empty() && fact.amount.minor_units > 0)
            plans[{fact.ledger, fact.customer_id, fact.amount.currency}].push_back(&fact);
    std::map<std::int64_t, std::int64_t> made;
    for (auto& [unused, plan] : plans) {
        std::ranges::stable_sort(plan, {}, [](const Fact* fact) { return fact->date; });
        const Date since = (*std::ranges::min_element(plan, {}, [](const Fact* fact) { return fact->known_on; }))->known_on;
        std::int64_t left = received(picture, *plan.front(), since);
        for (const Fact* promise : plan) {
            made[promise->id] = left;
            left = std::max<std::int64_t>(left - promise->amount.minor_units, 0);
        }
    }
    return made;
}

} // namespace settled::jobs
