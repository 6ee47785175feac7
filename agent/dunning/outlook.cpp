#include "dunning/outlook.hpp"

#include "dunning/candidate.hpp"

#include <algorithm>
#include <unordered_map>

namespace settled::dunning {
namespace {

using ledger::Fact;
using ledger::FactKind;
using ledger::Row;

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

std::vector<NextStep> next_steps(const PlannerInput& input) {
    const ledger::Book& book = *input.book;
    std::vector<DoneStep> claims = input.done;
    std::ranges::stable_sort(claims, {}, &DoneStep::item);
    std::unordered_map<Row, std::vector<const KnownTask*>> tasks;
    for (const KnownTask& task : input.tasks) tasks[task.customer].push_back(&task);
    std::vector<NextStep> of_customer(book.customers.size());
    for (Row row = 0; row < book.items.size(); ++row) {
        const ledger::ItemRow& item = book.items[row];
        if (item.open_amount <= 0 || input.items[row].position <= 0) continue;
        const Procedure* procedure =
            find_procedure(input.procedures, assigned_procedure(book, item, input.assignments, input.default_procedure));
        const ledger::DueState due = due_of(input, row);
        if (!procedure || !due.due) continue;
        const std::vector<DoneStep> done = done_steps(input, claims, tasks[item.customer], *procedure, row, due);
        for (const ItemStep& step : item_steps(*procedure, due.due, done, input.today, input.calendar)) {
            if (step.standing != StepStanding::due && step.standing != StepStanding::future) continue;
            const Step& next = procedure->steps[step.step];
            const Date on = std::max(step.on, input.today);
            NextStep& earliest = of_customer[item.customer];
            if (earliest.item == ledger::no_row || on < earliest.on)
                earliest = {item.customer, row, procedure->name, next.name, next.kind, on};
            break;
        }
    }
    std::erase_if(of_customer, [](const NextStep& next) { return next.item == ledger::no_row; });
    return of_customer;
}

std::vector<PromiseStanding> promises(const PlannerInput& input) {
    std::vector<PromiseStanding> made;
    if (std::ranges::none_of(input.facts, [](const Fact& fact) { return fact.kind == FactKind::promise; })) return made;
    const ledger::BookIndex index(*input.book);
    for (const Fact& fact : input.facts) {
        if (fact.kind != FactKind::promise || !fact.date) continue;
        const Row customer = index.customer(fact.ledger, fact.customer_id);
        if (customer == ledger::no_row) continue;
        const PromiseState state = is_kept(input, index, fact) ? PromiseState::kept
                                   : fact.date < input.today   ? PromiseState::broken
                                                               : PromiseState::ahead;
        made.push_back({&fact, customer, state});
    }
    std::ranges::stable_sort(made, {}, [](const PromiseStanding& one) { return one.promise->date; });
    return made;
}

} // namespace settled::dunning
