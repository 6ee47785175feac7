// daily_ties.hpp -- do the books tie? A ledger's open items against its control accounts, each bank account's statement against
// the bank book: for the daily mail and workbook.
#pragma once

#include "jobs/picture.hpp"
#include "reports/daily_facts.hpp"

namespace settled::jobs {

// What a ledger does not give (control balances, a bank book) is not compared, and nothing is said of it.
Status add_ties(JobContext& context, reports::DailyFacts& facts, const Picture& picture);

} // namespace settled::jobs
