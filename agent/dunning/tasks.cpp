#include "dunning/actors.hpp"
#include "dunning/candidate.hpp"
#include "dunning/every_language.hpp"
#include "dunning/outlook.hpp"
#include "dunning/task_words.hpp"
#include "ledger/due_date.hpp"

#include <algorithm>
#include <map>

namespace settled::dunning {
namespace {

using ledger::Fact;
using ledger::FactKind;
using ledger::Row;

// An item as it stands, without a step of its own.
PlannedItem standing_item(const PlannerInput& input, Row item) {
    PlannedItem made;
    made.item = item;
    made.due = due_of(input, item).due;
    made.days_overdue = made.due ? ledger::days_overdue(made.due, input.today) : 0;
    made.open = std::max<std::int64_t>(input.items[item].position, 0);
    return made;
}

std::vector<Money> sums_of(const PlannerInput& input, std::span<const Candidate* const> members) {
    std::map<Currency, std::int64_t> sums;
    for (const Candidate* member : members) {
        std::int64_t& sum = sums[input.book->items[member->item].currency];
        sum = checked_add(sum, member->open).value_or(sum);
    }
    std::vector<Money> made;
    for (const auto& [currency, sum] : sums) made.push_back({sum, currency});
    return made;
}

Date deadline(const PlannerInput& input, int working_days) {
    return input.calendar.plus_working_days(input.calendar.working_day_on_or_after(input.today), working_days);
}

bool is_known(const PlannerInput& input, std::string_view key) {
    return std::ranges::any_of(input.tasks, [&](const KnownTask& task) { return task.key == key; });
}

bool covers(const KnownTask& task, Row item, Date step_day, Date today) {
    if (step_day > today) return false;
    if (task.open || std::ranges::find(task.items, item) != task.items.end()) return true;
    return task.items.empty() && step_day <= task.created_on;
}

PlannedTask new_task(const PlannerInput& input, std::string key, std::string kind, std::string role, Row customer,
                     int deadline_days) {
    PlannedTask task;
    task.key = std::move(key);
    task.kind = std::move(kind);
    task.owner = owner_of(input, role, {customer, {}, {}});
    task.role = std::move(role);
    task.customer = customer;
    task.due = deadline(input, deadline_days);
    return task;
}

void give(PlannedTask& task, Acting acting) {
    task.owner = std::move(acting.owner), task.role = std::move(acting.role), task.told = std::move(acting.told);
}

Matter matter_of(const PlannerInput& input, Row customer, std::span<const Candidate* const> members) {
    Matter matter{customer, {}, sums_of(input, members)};
    for (const Candidate* member : members) matter.items.push_back(member->item);
    return matter;
}

const Suppression* credit_of(const Candidate& candidate) {
    const auto hit = std::ranges::find(candidate.reasons, Reason::covered_by_credit, &Suppression::reason);
    return hit == candidate.reasons.end() ? nullptr : &*hit;
}

} // namespace

ledger::DueState due_of(const PlannerInput& input, Row item) {
    return ledger::due_state(*input.book, item, std::max<std::int64_t>(input.items[item].position, 0), input.today);
}

std::vector<DoneStep> done_steps(const PlannerInput& input, std::span<const DoneStep> sorted_claims,
                                 std::span<const KnownTask* const> customer_tasks, const Procedure& procedure, Row item,
                                 const ledger::DueState& due) {
    // What was said before the ledger gave lines was said of the first.
    const auto of_this_line = [&](std::string_view step) {
        const std::size_t mark = step.find(line_mark);
        return mark == std::string_view::npos ? due.is_first_line : step.substr(mark + 1) == due.line;
    };
    std::vector<DoneStep> done;
    for (DoneStep claim : claims_of(sorted_claims, item)) {
        if (!of_this_line(claim.step)) continue;
        claim.step = without_line(claim.step);
        done.push_back(std::move(claim));
    }
    for (const KnownTask* task : customer_tasks) {
        if (task->procedure != procedure.name || !of_this_line(task->step)) continue;
        const auto step = std::ranges::find(procedure.steps, without_line(task->step), &Step::name);
        if (step == procedure.steps.end() || !covers(*task, item, due.due.plus_days(step->day + step->grace_days), input.today))
            continue;
        done.push_back({item, task->procedure, step->name, "task", step->role, task->created_on, StepState::sent});
    }
    return done;
}

PlannedItem planned_item(const PlannerInput& input, const Candidate& candidate) {
    PlannedItem made;
    made.item = candidate.item;
    made.days_overdue = candidate.due ? ledger::days_overdue(candidate.due, input.today) : 0;
    made.due = candidate.due;
    made.open = candidate.open;
    made.paid_not_booked = input.items[candidate.item].paid_not_booked;
    made.disputed = candidate.disputed;
    made.procedure = candidate.procedure->name;
    made.step = candidate.step_name();
    return made;
}

void add_step_tasks(const PlannerInput& input, Row customer, std::span<const Candidate> candidates, Plan& plan) {
    const ledger::Book& book = *input.book;
    const std::string named = book.qualified(book.customers[customer]);
    std::map<std::pair<std::string_view, std::string>, std::vector<const Candidate*>> groups; // by procedure and step
    const Candidate* covered = nullptr; // the oldest that only waits to be applied
    for (const Candidate& candidate : candidates) {
        if (candidate.free() && candidate.step->kind == StepKind::task)
            groups[{candidate.procedure->name, candidate.step_name()}].push_back(&candidate);
        if (credit_of(candidate) && (!covered || candidate.due < covered->due)) covered = &candidate;
    }
    for (const auto& [group, members] : groups) {
        const Candidate& first = *members.front();
        const Step& step = *first.step;
        // The day stands in the key: a later task of this step is about other items.
        PlannedTask task =
            new_task(input, first.procedure->name + '/' + first.step_name() + '/' + named + '/' + input.today.iso(), step.task,
                     step.role, customer, step.deadline_days);
        task.procedure = first.procedure->name;
        task.step = first.step_name();
        give(task, acting(input, first.procedure->collaboration, step.role, step.copy, matter_of(input, customer, members)));
        for (const Candidate* member : members) task.items.push_back(planned_item(input, *member));
        task.why = in_every_language([&](std::string_view language) { return overdue_words(book, task.items, language); });
        plan.tasks.push_back(std::move(task));
    }
    if (!covered) return;
    const std::string key = "apply_credit/" + named + '/' + std::string(book[book.items[covered->item].key]);
    if (is_known(input, key)) return;
    PlannedTask task = new_task(input, key, "apply_credit", "ar_clerk", customer, 2);
    task.procedure = covered->procedure->name;
    task.items.push_back(planned_item(input, *covered));
    const std::string& credit = credit_of(*covered)->text;
    task.why = in_every_language([&](std::string_view language) { return credit_words(book, task.items, credit, language); });
    plan.tasks.push_back(std::move(task));
}

void add_promise_tasks(const PlannerInput& input, Plan& plan) {
    const auto is_past = [&](const Fact& fact) { return fact.kind == FactKind::promise && fact.date && fact.date < input.today; };
    if (std::ranges::none_of(input.facts, is_past)) return;
    for (const PromiseStanding& one : promises(input)) {
        std::string key = "promise/" + std::to_string(one.promise->id);
        if (one.state != PromiseState::broken || is_known(input, key)) continue;
        PlannedTask task = new_task(input, std::move(key), "promise_broken", "ar_manager", one.customer, 1);
        task.why = in_every_language([&](std::string_view language) { return promise_words(*one.promise, language); });
        plan.tasks.push_back(std::move(task));
    }
}

// A task that nobody did in time goes up: to whom its step says, else to the finance head.
void add_escalations(const PlannerInput& input, Plan& plan) {
    constexpr std::string_view up = "finance_head";
    for (const KnownTask& known : input.tasks) {
        if (!known.open || !known.due || known.due >= input.today || known.customer == ledger::no_row) continue;
        if (known.key.ends_with("/escalated")) continue;
        const Procedure* procedure = find_procedure(input.procedures, known.procedure);
        const Step* step = nullptr;
        if (procedure)
            if (const auto hit = std::ranges::find(procedure->steps, without_line(known.step), &Step::name);
                hit != procedure->steps.end())
                step = &*hit;
        const std::string role(step && !step->escalate_to.empty() ? step->escalate_to : up);
        std::string key = known.key + "/escalated";
        if (is_known(input, key)) continue;
        const Matter matter{known.customer, known.items, {}};
        const std::string late = !known.owner.empty() ? known.owner : owner_of(input, step ? step->role : role, matter);
        if (owner_of(input, role, matter) == late) continue; // nobody is above
        PlannedTask task =
            new_task(input, std::move(key), step ? step->task : known.kind, role, known.customer, step ? step->deadline_days : 1);
        task.owner = owner_of(input, role, matter);
        task.told = {late};
        task.procedure = known.procedure;
        task.step = known.step;
        for (const Row item : known.items) task.items.push_back(standing_item(input, item));
        task.why = in_every_language([&](std::string_view language) { return escalation_words(late, known.due, language); });
        plan.tasks.push_back(std::move(task));
    }
}

} // namespace settled::dunning
