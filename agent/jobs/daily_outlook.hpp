// daily_outlook.hpp -- the part of the daily mail that looks ahead: early warnings, promises, what happens next to each customer.
#pragma once

#include "dunning/planner_input.hpp"
#include "jobs/picture.hpp"
#include "reports/daily_facts.hpp"

namespace settled::jobs {

// `facts.debtors` stand already.
void add_outlook(reports::DailyFacts& facts, const config::Settings& settings, const Picture& picture,
                 const dunning::PlannerInput& input);

} // namespace settled::jobs
