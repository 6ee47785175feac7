// management_flow.hpp -- of management's report: how the work flowed, what late payment cost, and why debts went bad.
#pragma once

#include "jobs/picture.hpp"
#include "reports/management_report.hpp"

namespace settled::jobs {

// Reads facts.from and facts.to; `picture` is the company on facts.to.
Status add_flow(JobContext& context, reports::ManagementFacts& facts, const Picture& picture);
// Nothing, and the missing input, where the company has no cost_of_money_basis_points or no ledger gives settlements.
Status add_late_money(JobContext& context, reports::ManagementFacts& facts, const Picture& picture);
Status add_bad_debts(JobContext& context, reports::ManagementFacts& facts, const Picture& picture);

} // namespace settled::jobs
