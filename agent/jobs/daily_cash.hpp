// daily_cash.hpp -- the money of the last and the next weeks, and the days sales are outstanding, for the daily mail's charts.
#pragma once

#include "jobs/picture.hpp"
#include "reports/daily_facts.hpp"

namespace settled::jobs {

// In the company's own currency only; other currencies stand in their tables.
Status add_cash(JobContext& context, reports::DailyFacts& facts, const Picture& picture, const ledger::Positions& positions);

} // namespace settled::jobs
