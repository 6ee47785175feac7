// planner.hpp -- decides who hears what today: the same call for a dry run and for the real one.
//
// Pure: everything it knows stands in PlannerInput, the day included. It plans from positions (what
// is really still owed), never from the ERP's open amounts, and gives every reason that keeps an
// item out of a message.
#pragma once

#include "dunning/plan.hpp"
#include "dunning/planner_input.hpp"

#include <span>
#include <string_view>
#include <vector>

namespace settled::dunning {

Plan plan(const PlannerInput& input);

// A step's place in the life of an item, for `explain` and `procedures show`.
enum class StepStanding : std::uint8_t { done, before_settled, lapsed, due, future };
std::string_view name(StepStanding standing); // "before settled"

struct ItemStep {
    std::size_t step = 0; // in Procedure::steps
    StepStanding standing = StepStanding::future;
    Date on; // done: that day; due and future: the earliest day it may be taken
};

// Every step of the procedure for an item that is due on `due`; `done` holds this item's own steps.
std::vector<ItemStep> item_steps(const Procedure& procedure, Date due, std::span<const DoneStep> done, Date today,
                                 const Calendar& calendar);

} // namespace settled::dunning
