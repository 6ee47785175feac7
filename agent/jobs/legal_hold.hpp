// legal_hold.hpp -- while it stands, nothing of a customer is erased, whatever period is over and whoever asks (finance 21).
//
// It stops no letter: that is what `settled hold --until` is for.
#pragma once

#include "jobs/known_customer.hpp"
#include "jobs/people.hpp"

#include <optional>
#include <string>

namespace settled::jobs {

Result<Told> hold_for_law(JobContext& context, const Scope& scope, const std::string& customer, const std::string& reason);
// What stood is named; nothing where none did.
Result<Told> end_legal_hold(JobContext& context, const Scope& scope, const std::string& customer);

// The one that stands.
Result<std::optional<ledger::Fact>> legal_hold_of(JobContext& context, const KnownCustomer& customer);

} // namespace settled::jobs
