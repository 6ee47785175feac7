// statement_plan.hpp -- who is sent a statement of account, and what keeps it back: the holds, the ways to reach a customer and
// the second person of every letter. A disputed or promised item stands on the account as well; what is said of an item holds
// only reminders.
#pragma once

#include "dunning/plan.hpp"
#include "dunning/planner_input.hpp"

#include <span>
#include <string>
#include <vector>

namespace settled::dunning {

struct StatementPlan {
    std::vector<PlannedMessage> messages; // without items; their template is "statement"
    std::vector<Suppression> suppressed;
};

// `step` names the month: "statement-2026-10". Pure; the day is the input's.
StatementPlan plan_statements(const PlannerInput& input, std::span<const ledger::Row> customers, const std::string& step);

} // namespace settled::dunning
