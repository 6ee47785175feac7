#include "jobs/known_customer.hpp"

#include <settled/text.hpp>

#include <fmt/format.h>

#include <vector>

namespace settled::jobs {

Result<KnownCustomer> known_customer(JobContext& context, const Scope& scope, const std::string& name) {
    std::vector<KnownCustomer> found;
    for (const config::Company* company : companies_of(context, scope)) {
        auto day = day_of(context, *company, scope);
        if (!day) return pass(day);
        auto stamped = stamp(context, *company, *day);
        if (!stamped) return pass(stamped);
        auto customers = context.store.erasure().customers(company->name);
        if (!customers) return pass(customers);
        for (store::CustomerId& each : *customers)
            if (each.customer_id == name || each.ledger + ':' + each.customer_id == name)
                found.push_back({company, std::move(each), *stamped});
    }
    if (found.empty())
        return fail(SETTLED_INVALID_CONFIG,
                    fmt::format("no ledger ever had a customer \"{}\"; expected LEDGER:ID", visible(name)));
    if (found.size() == 1) return std::move(found.front());
    std::string choices;
    for (const KnownCustomer& each : found)
        choices += (choices.empty() ? "" : ", ") + each.name() + " (" + each.company->name + ')';
    return fail(SETTLED_INVALID_CONFIG,
                fmt::format("several customers are called \"{}\": {}; name the ledger, or the company with --company",
                            visible(name), choices));
}

} // namespace settled::jobs
