// planner_facts.hpp -- from everything known about a company to what the dunning planner asks for.
#pragma once

#include "dunning/planner_input.hpp"
#include "jobs/picture.hpp"

#include <string>
#include <vector>

namespace settled::jobs {

// What the outbox and the tasks remember, read once.
struct Remembered {
    std::vector<store::ClaimedStep> steps;
    std::vector<store::Task> tasks;
    std::vector<store::DayVolume> volumes;
    std::vector<store::Message> messages; // to customers, whatever their state
};

Result<Remembered> remember(JobContext& context, const config::Company& company, Date as_of);

// The part of it that speaks of money, the company's rules and the calendar: what is owed, what may be paid. `picture`
// must outlive it; `positions` are its own.
dunning::PlannerInput money_input(const config::Settings& settings, const Picture& picture, const ledger::Positions& positions);

// `picture` must outlive the input: it refers to the book.
Result<dunning::PlannerInput> planner_input(JobContext& context, const Picture& picture, const ledger::Positions& positions,
                                            const Remembered& remembered);

// Remembers the day and which accounts the letters named, so that the next planning sees a pause or a change.
Status note_planning(JobContext& context, const config::Company& company, const store::Stamp& stamped);

// A bank entry that nobody could place holds the reminders it may answer for this many working days.
inline constexpr int may_be_paid_working_days = 5; // finance 10

} // namespace settled::jobs
