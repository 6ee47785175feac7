// outlook.hpp -- what comes next: the step that each customer hears or causes, and what became of promises. Pure, as the plan.
#pragma once

#include "dunning/planner.hpp"

#include <string>
#include <vector>

namespace settled::dunning {

struct NextStep {
    ledger::Row customer = ledger::no_row, item = ledger::no_row;
    std::string procedure, step;
    StepKind kind = StepKind::message;
    Date on; // the earliest day
};

// Of every customer with an owed item that has a step left, in the order of the book: the earliest, of several on one day the
// first item's. Whether something holds it then, the plan of that day says.
std::vector<NextStep> next_steps(const PlannerInput& input);

enum class PromiseState : std::uint8_t { ahead = 1, kept, broken }; // ahead: its day has not passed

struct PromiseStanding {
    const ledger::Fact* promise = nullptr; // of input.facts
    ledger::Row customer = ledger::no_row;
    PromiseState state = PromiseState::ahead;
};

// Every promise of the facts about a customer of the book, by day. Kept: the money came, or the item is paid.
std::vector<PromiseStanding> promises(const PlannerInput& input);

} // namespace settled::dunning
