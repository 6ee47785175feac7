#include "dunning/candidate.hpp"
#include "dunning/task_words.hpp"
#include "ledger/due_date.hpp"

#include <algorithm>
#include <map>

namespace settled::dunning {
namespace {

using ledger::Fact;
using ledger::FactKind;
using ledger::Row;

// How far the person's limits reach: nothing where every sum is within them, else the smallest that is not.
std::optional<std::int64_t> limit_below(const Actor& actor, std::span<const Money> sums) {
    std::optional<std::int64_t> smallest;
    for (const Money& sum : sums) {
        const auto limit = actor.limits.find(sum.currency);
        if (limit != actor.limits.end() && limit->second < sum.minor_units)
            smallest = std::min(smallest.value_or(limit->second), limit->second);
    }
    return smallest;
}

std::string owner_of(const PlannerInput& input, std::string_view role, Row customer, std::span<const Money> sums = {}) {
    if (role == "sales" && customer != ledger::no_row) {
        const ledger::CustomerRow& row = input.book->customers[customer];
        for (const ledger::TextRef known : {row.salesperson_email, row.salesperson_name, row.salesperson_id})
            if (!known.empty()) return std::string((*input.book)[known]);
    }
    if (const auto people = input.people_of_role.find(std::string(role)); people != input.people_of_role.end()) {
        const Actor* largest = nullptr;
        for (const Actor& actor : people->second) {
            const auto limit = limit_below(actor, sums);
            if (!limit) return actor.name;
            if (!largest || *limit > *limit_below(*largest, sums)) largest = &actor;
        }
        if (largest) return largest->name;
    }
    const auto person = input.person_of_role.find(std::string(role));
    return person == input.person_of_role.end() ? "role:" + std::string(role) : person->second;
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
    task.owner = owner_of(input, role, customer);
    task.role = std::move(role);
    task.customer = customer;
    task.due = deadline(input, deadline_days);
    return task;
}

const Suppression* credit_of(const Candidate& candidate) {
    const auto hit = std::ranges::find(candidate.reasons, Reason::covered_by_credit, &Suppression::reason);
    return hit == candidate.reasons.end() ? nullptr : &*hit;
}

// What was promised for the item or customer up to today, this promise and earlier ones of the plan.
std::int64_t promised_until(const PlannerInput& input, const Fact& promise) {
    std::int64_t sum = 0;
    for (const Fact& fact : input.facts)
        if (fact.kind == FactKind::promise && fact.ledger == promise.ledger && fact.customer_id == promise.customer_id &&
            fact.item_key == promise.item_key && fact.date <= promise.date)
            sum = checked_add(sum, fact.amount.minor_units).value_or(sum);
    return sum;
}

bool is_kept(const PlannerInput& input, const ledger::BookIndex& index, const Fact& promise) {
    const std::int64_t wanted = promise.amount.minor_units;
    const auto received = input.received_for_promise.find(promise.id);
    if (wanted > 0 && received != input.received_for_promise.end()) return received->second >= wanted;
    if (!promise.item_key.empty()) {
        const Row item = index.item_by_key(promise.ledger, promise.item_key);
        if (item == ledger::no_row || input.items[item].position <= 0) return true;
        return wanted > 0 && input.book->items[item].amount - input.items[item].position >= promised_until(input, promise);
    }
    const Row customer = index.customer(promise.ledger, promise.customer_id);
    for (Row row = 0; row < input.book->items.size(); ++row) {
        const ledger::ItemRow& item = input.book->items[row];
        const Date due = due_of(input, row).due;
        if (item.customer == customer && input.items[row].position > 0 && due && due <= promise.date) return false;
    }
    return true;
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
    made.days_overdue = ledger::days_overdue(candidate.due, input.today);
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
        task.copy = step.copy;
        task.owner = owner_of(input, step.role, customer, sums_of(input, members));
        for (const Candidate* member : members) task.items.push_back(planned_item(input, *member));
        task.why = overdue_words(book, task.items, input.language);
        plan.tasks.push_back(std::move(task));
    }
    if (!covered) return;
    const std::string key = "apply_credit/" + named + '/' + std::string(book[book.items[covered->item].key]);
    if (is_known(input, key)) return;
    PlannedTask task = new_task(input, key, "apply_credit", "ar_clerk", customer, 2);
    task.procedure = covered->procedure->name;
    task.items.push_back(planned_item(input, *covered));
    task.why = credit_words(book, task.items, credit_of(*covered)->text, input.language);
    plan.tasks.push_back(std::move(task));
}

void add_promise_tasks(const PlannerInput& input, Plan& plan) {
    const auto is_past = [&](const Fact& fact) { return fact.kind == FactKind::promise && fact.date && fact.date < input.today; };
    if (std::ranges::none_of(input.facts, is_past)) return;
    const ledger::BookIndex index(*input.book);
    for (const Fact& fact : input.facts) {
        if (!is_past(fact)) continue;
        std::string key = "promise/" + std::to_string(fact.id);
        const Row customer = index.customer(fact.ledger, fact.customer_id);
        if (customer == ledger::no_row || is_known(input, key) || is_kept(input, index, fact)) continue;
        PlannedTask task = new_task(input, std::move(key), "promise_broken", "ar_manager", customer, 1);
        task.why = promise_words(fact, input.language);
        plan.tasks.push_back(std::move(task));
    }
}

void add_escalations(const PlannerInput& input, Plan& plan) {
    for (const KnownTask& known : input.tasks) {
        if (!known.open || !known.due || known.due >= input.today || known.customer == ledger::no_row) continue;
        const Procedure* procedure = find_procedure(input.procedures, known.procedure);
        if (!procedure) continue;
        const auto step = std::ranges::find(procedure->steps, without_line(known.step), &Step::name);
        if (step == procedure->steps.end() || step->escalate_to.empty()) continue;
        std::string key = known.key + "/escalated";
        if (known.key.ends_with("/escalated") || is_known(input, key)) continue;
        PlannedTask task = new_task(input, std::move(key), step->task, step->escalate_to, known.customer, step->deadline_days);
        task.procedure = known.procedure;
        task.step = known.step;
        task.why = escalation_words(owner_of(input, step->role, known.customer), known.due, input.language);
        plan.tasks.push_back(std::move(task));
    }
}

} // namespace settled::dunning
