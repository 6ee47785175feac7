// asked_people.hpp -- what colleagues have to look at today besides the steps of procedures: early warnings, a second person's
// word, what others decided.
#pragma once

#include "dunning/planner_input.hpp"
#include "jobs/picture.hpp"

namespace settled::jobs {

void add_asked(const config::Settings& settings, const Picture& picture, dunning::PlannerInput& input);
Status add_warnings(JobContext& context, const Picture& picture, const ledger::Positions& positions,
                    dunning::PlannerInput& input);

} // namespace settled::jobs
