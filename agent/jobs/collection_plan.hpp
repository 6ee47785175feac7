// collection_plan.hpp -- what was planned to be collected in a period against what came to the bank, by customer and by
// salesperson.
#pragma once

#include "jobs/picture.hpp"
#include "reports/management_report.hpp"

#include <vector>

namespace settled::jobs {

// What came counts by its day at the bank, as far as it is settled or on a customer's account; of salespeople, whose customer it
// is now. Whoever is not planned for is left out; nothing where no ledger gives a plan of the period. The furthest behind first.
Result<std::vector<reports::PlannedBy>> plans_of(JobContext& context, const Picture& picture, Date from, Date to);

} // namespace settled::jobs
