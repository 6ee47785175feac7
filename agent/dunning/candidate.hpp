// candidate.hpp -- an item with a step due today, on its way through the planner. Used inside this room.
#pragma once

#include "dunning/plan.hpp"
#include "dunning/planner_input.hpp"

#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace settled::dunning {

struct Candidate {
    ledger::Row item = ledger::no_row;
    Date due;
    const Procedure* procedure = nullptr;
    const Step* step = nullptr;
    Date step_day;         // when the step fell due
    std::int64_t open = 0; // position less what is disputed
    std::int64_t disputed = 0;
    std::vector<Suppression> reasons; // empty: it is reminded

    bool free() const { return reasons.empty(); }
};

// The facts about each customer and item, found by row.
class FactsByRow {
  public:
    FactsByRow(const ledger::Book& book, std::span<const ledger::Fact> facts);

    std::span<const ledger::Fact* const> of_customer(ledger::Row customer) const { return found(customers_, customer); }
    std::span<const ledger::Fact* const> of_item(ledger::Row item) const { return found(items_, item); }

  private:
    using Table = std::unordered_map<ledger::Row, std::vector<const ledger::Fact*>>;
    static std::span<const ledger::Fact* const> found(const Table& table, ledger::Row row) {
        const auto hit = table.find(row);
        if (hit == table.end()) return {};
        return hit->second;
    }
    Table customers_, items_;
};

// The item's claims, in no order.
std::span<const DoneStep> claims_of(std::span<const DoneStep> sorted_by_item, ledger::Row item);

// Reasons that lie in the item, in its customer's standing or in the data: money, words of people, ledgers. Sets
// `open` and `disputed`.
void add_holding_reasons(const PlannerInput& input, const FactsByRow& facts, std::span<const DoneStep> sorted_done,
                         Candidate& candidate);

// A customer's credits and money without an item, and the items they were spread over.
struct Coverage {
    struct Share {
        ledger::Row item = ledger::no_row;
        Money amount;
    };
    std::vector<Money> unapplied; // per currency, before anything was spread
    std::vector<Share> shares;

    // What a letter with these items may take off its total: what covers other items is gone for it.
    std::vector<Money> for_letter(std::span<const PlannedItem> items) const;
};

// Spreads what the customer paid or is owed without an item over the oldest due items first; candidates that are wholly
// covered get a reason. `candidates` stand in order of their item.
Coverage cover_with_unapplied(const PlannerInput& input, ledger::Row customer, std::span<const ledger::Row> items,
                              std::span<Candidate> candidates);

// By which channel and to which addresses a customer can be reached for a step, or why not.
struct Reach {
    std::string channel;
    std::vector<std::string> to, unseen; // unseen: addresses among `to` that no person has accepted
    std::vector<Suppression> reasons;    // not empty: no channel works
};
Reach reach(const PlannerInput& input, const FactsByRow& facts, ledger::Row customer, const Step& step);

// The item's claims and the tasks that cover it: its steps that are done.
std::vector<DoneStep> done_steps(const PlannerInput& input, std::span<const DoneStep> sorted_claims,
                                 std::span<const KnownTask* const> customer_tasks, const Procedure& procedure, ledger::Row item,
                                 Date due);

// New tasks: one per customer and step; broken promises; credits to apply; tasks that nobody did in time.
void add_step_tasks(const PlannerInput& input, ledger::Row customer, std::span<const Candidate> candidates, Plan& plan);
void add_promise_tasks(const PlannerInput& input, Plan& plan);
void add_escalations(const PlannerInput& input, Plan& plan);

PlannedItem planned_item(const PlannerInput& input, const Candidate& candidate);

// "u8:C001"
bool names_customer(const ledger::Book& book, const ledger::CustomerRow& customer, std::string_view named);

} // namespace settled::dunning
