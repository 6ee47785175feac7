// actors.hpp -- who of the staff acts for a customer at a step, and who is told of it.
//
// Of those who have the role, one who is responsible for just this customer, group, region or business line goes before
// one who is for everything; among these the first whose limit the sum does not exceed; where all have smaller limits,
// the one with the largest. Sales is first the customer's own salesperson in the ledger. Three modes of collaboration:
//   centralised  one specialist works the customer: steps of sales, clerk and receivables manager are hers. Credit, the
//                finance head and legal keep their steps, so that she does not approve what she made, and she is told
//   segmented    each step is of its own role, and of nobody else
//   matrix       the step's role leads; the salesperson, the receivables manager and whoever is responsible for the
//                region or business line are told
// Which mode holds is the procedure's word, so that assignments combine them by customer, group, region, line or grade.
#pragma once

#include "dunning/planner_input.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace settled::dunning {

// What a task is about: whose it is, and how much.
struct Matter {
    ledger::Row customer = ledger::no_row; // no_row: the company as a whole
    std::vector<ledger::Row> items;        // empty: the customer as such
    std::vector<Money> sums;
};

struct Acting {
    std::string owner; // a [person] name, a salesperson's address, or "role:NAME" where nobody has the role
    std::string role;
    std::vector<std::string> told; // as `owner`; never the owner, nobody twice, nobody who is not there
};

// Who has the role for it, whatever the mode.
std::string owner_of(const PlannerInput& input, std::string_view role, const Matter& matter);

Acting acting(const PlannerInput& input, std::string_view collaboration, std::string_view role,
              std::span<const std::string> copied_roles, const Matter& matter);

bool is_responsible(const ledger::Book& book, const Responsibility& responsibility, const Matter& matter);

} // namespace settled::dunning
