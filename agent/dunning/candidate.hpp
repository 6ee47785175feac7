// candidate.hpp -- an item with a step due today, on its way through the planner. Used inside this room.
#pragma once

#include "dunning/plan.hpp"
#include "dunning/planner_input.hpp"
#include "ledger/terms.hpp"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace settled::dunning {

// A line of payment terms hears every step of its own: "overdue-7#acceptance" is what a claim then names.
inline constexpr char line_mark = '#';
inline std::string_view without_line(std::string_view step_name) { return step_name.substr(0, step_name.find(line_mark)); }

struct Candidate {
    ledger::Row item = ledger::no_row;
    Date due;
    const Procedure* procedure = nullptr;
    const Step* step = nullptr;
    Date step_day;          // when the step fell due
    std::string line;       // of the item's payment terms; "" where it has none
    std::int64_t asked = 0; // of the item, what its terms let ask for today
    std::int64_t open = 0;  // position less what is disputed
    std::int64_t disputed = 0;
    std::vector<Suppression> reasons; // empty: it is reminded

    std::string step_name() const { return line.empty() ? step->name : step->name + line_mark + line; }
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

// What we owe to firms that are customers too (the same tax id): where it is at least what the customer owes us and is due,
// nobody is reminded before the two are set off (往来对冲).
class SetOff {
  public:
    explicit SetOff(const PlannerInput& input);
    void hold(const PlannerInput& input, ledger::Row customer, std::span<const ledger::Row> items,
              std::span<Candidate> candidates) const;

  private:
    std::map<std::pair<std::string, Currency>, std::int64_t> owed_; // by tax id
};

// By which channel and to which addresses a customer can be reached for a step, or why not.
struct Reach {
    std::string channel;
    std::vector<std::string> to, unseen; // unseen: addresses among `to` that no person has accepted
    std::vector<Suppression> reasons;    // not empty: no channel works
};
Reach reach(const PlannerInput& input, const FactsByRow& facts, ledger::Row customer, const Step& step);

// Everything that a planned message waits for: the world first, then people.
void add_waits(const PlannerInput& input, PlannedMessage& message, const Reach& reached, int messages_to_contact);
void settle_waits(PlannedMessage& message); // `held` and `needs_release` by its waits

// What is due of an item by its terms and its position.
ledger::DueState due_of(const PlannerInput& input, ledger::Row item);

// The claims of the item's due line and the tasks that cover it: its steps that are done, named as in the procedure.
std::vector<DoneStep> done_steps(const PlannerInput& input, std::span<const DoneStep> sorted_claims,
                                 std::span<const KnownTask* const> customer_tasks, const Procedure& procedure, ledger::Row item,
                                 const ledger::DueState& due);

// New tasks: one per customer and step; broken promises; credits to apply; tasks that nobody did in time.
void add_step_tasks(const PlannerInput& input, ledger::Row customer, std::span<const Candidate> candidates, Plan& plan);
void add_promise_tasks(const PlannerInput& input, Plan& plan);
void add_escalations(const PlannerInput& input, Plan& plan);
void add_retention_tasks(const PlannerInput& input, Plan& plan);
void add_warning_tasks(const PlannerInput& input, Plan& plan); // early warnings: once in a while for each
void add_asked_tasks(const PlannerInput& input, Plan& plan);   // what follows from what people said
void add_volume_question(const PlannerInput& input, std::size_t messages, Plan& plan);
void add_questions(const PlannerInput& input, Plan& plan); // what finance must look at before anything leaves

PlannedItem planned_item(const PlannerInput& input, const Candidate& candidate);

// "u8:C001"
bool names_customer(const ledger::Book& book, const ledger::CustomerRow& customer, std::string_view named);

} // namespace settled::dunning
