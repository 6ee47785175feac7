// named_customer.hpp -- the customer that a person names, and the company it belongs to.
#pragma once

#include "jobs/picture.hpp"

#include <memory>
#include <string>

namespace settled::jobs {

struct NamedCustomer {
    const config::Company* company = nullptr;
    std::unique_ptr<Picture> picture;
    ledger::Row customer = ledger::no_row;
};

// "C001" or "u8:C001" among the companies of the scope; one that cannot be looked at now is passed over.
// INVALID_CONFIG: there is none, or it is not unique.
Result<NamedCustomer> named_customer(JobContext& context, const Scope& scope, const std::string& name);

} // namespace settled::jobs
