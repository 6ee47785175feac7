// known_customer.hpp -- a customer that any ledger ever knew, also one that no ledger has any more: for acts about what is kept.
#pragma once

#include "jobs/context.hpp"
#include "store/erasure.hpp"

#include <string>

namespace settled::jobs {

struct KnownCustomer {
    const config::Company* company = nullptr;
    store::CustomerId id;
    store::Stamp stamped; // of the company's today

    std::string name() const { return id.ledger + ':' + id.customer_id; }
};

// "C001" where one ledger has it, else "u8:C001". INVALID_CONFIG: nobody ever went by it, or several do.
Result<KnownCustomer> known_customer(JobContext& context, const Scope& scope, const std::string& name);

} // namespace settled::jobs
