// daily_bills.hpp -- the bills of exchange of the daily mail: what came in, apart from money, and which fall due, wait or were
// refused.
#pragma once

#include "jobs/picture.hpp"
#include "reports/daily_facts.hpp"

namespace settled::jobs {

// Reads facts.language, facts.previous_at and facts.as_of.
void add_bills(reports::DailyFacts& facts, const Picture& picture);

} // namespace settled::jobs
