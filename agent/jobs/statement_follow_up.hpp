// statement_follow_up.hpp -- the tasks that statements of account leave: who has not answered, whose ledger differs from ours.
#pragma once

#include "dunning/planner_input.hpp"
#include "jobs/picture.hpp"
#include "jobs/remind.hpp"

namespace settled::jobs {

inline constexpr int statement_answer_days = 10; // working days until silence is a task (finance 16); it is no agreement
inline constexpr int clearing_days = 5;          // working days to clear what differs

// One task for each silent customer and one for each that differs; nothing is kept where `stamped` is null.
Status follow_statements_up(JobContext& context, const Picture& picture, const dunning::PlannerInput& input,
                            const store::Stamp* stamped, RemindReport& report);

// The customer has answered meanwhile, or nothing of what it said differs any more.
bool is_followed_up(const Picture& picture, const store::Task& task);

} // namespace settled::jobs
