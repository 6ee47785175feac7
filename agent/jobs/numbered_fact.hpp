// numbered_fact.hpp -- what somebody said, by the number that `settled log` and `settled approvals` show.
#pragma once

#include "jobs/context.hpp"

#include <optional>

namespace settled::jobs {

struct NumberedFact {
    const config::Company* company = nullptr;
    store::Stamp stamped; // for what is said about it now
    ledger::Fact fact;
};

// Of the companies that were asked for; nothing where no such fact stands on that day.
Result<std::optional<NumberedFact>> numbered_fact(JobContext& context, const Scope& scope, std::int64_t number);

} // namespace settled::jobs
