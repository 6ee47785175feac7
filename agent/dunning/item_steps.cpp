#include "dunning/planner.hpp"

#include <algorithm>

namespace settled::dunning {
namespace {

// The step's own day. A before-due step on a free day moves to the next working one.
Date day_of(const Step& step, Date due, const Calendar& calendar) {
    const Date day = due.plus_days(step.day + step.grace_days);
    return step.day < 0 ? calendar.working_day_on_or_after(day) : day;
}

bool has_lapsed(const Step& step, Date due, Date today, const Calendar& calendar) {
    return step.day < 0 && (today > day_of(step, due, calendar) || today >= due);
}

} // namespace

std::string_view name(StepStanding standing) {
    switch (standing) {
    case StepStanding::done:
        return "done";
    case StepStanding::before_settled:
        return "before settled";
    case StepStanding::lapsed:
        return "lapsed";
    case StepStanding::due:
        return "due";
    case StepStanding::future:
        break;
    }
    return "future";
}

std::vector<ItemStep> item_steps(const Procedure& procedure, Date due, std::span<const DoneStep> done, Date today,
                                 const Calendar& calendar) {
    const std::vector<Step>& steps = procedure.steps;
    std::vector<ItemStep> made(steps.size());
    std::size_t first_open = 0; // after the last step of this procedure that is done
    Date last_contact;          // a step of another procedure counts too
    for (const DoneStep& claim : done) {
        last_contact = std::max(last_contact, claim.on);
        if (claim.procedure != procedure.name) continue;
        for (std::size_t i = 0; i < steps.size(); ++i) {
            if (steps[i].name != claim.step) continue;
            made[i] = {i, StepStanding::done, std::max(made[i].on, claim.on)};
            first_open = std::max(first_open, i + 1);
        }
    }
    const bool enters = first_open == 0;
    std::size_t now = steps.size(); // the step that is due, if any
    for (std::size_t i = first_open; i < steps.size(); ++i) {
        made[i] = {i, StepStanding::future, day_of(steps[i], due, calendar)};
        if (has_lapsed(steps[i], due, today, calendar)) {
            made[i].standing = StepStanding::lapsed;
            continue;
        }
        if (made[i].on > today) continue;
        // An item seen for the first time enters at the latest step its age allows; a known one takes one step after another.
        if (enters || now == steps.size()) now = i;
    }
    for (std::size_t i = 0; i < steps.size(); ++i) {
        made[i].step = i;
        if (made[i].standing != StepStanding::future) continue;
        if (i < (enters ? (now == steps.size() ? 0 : now) : first_open)) made[i].standing = StepStanding::before_settled;
    }
    if (now < steps.size()) {
        made[now].standing = StepStanding::due;
        if (last_contact) made[now].on = std::max(made[now].on, last_contact.plus_days(procedure.minimum_gap_days));
        if (made[now].on > today) made[now].standing = StepStanding::future;
        for (std::size_t i = now + 1; i < steps.size(); ++i)
            made[i].on = std::max(made[i].on, made[now].on.plus_days(procedure.minimum_gap_days));
    }
    return made;
}

} // namespace settled::dunning
