// from_positions.hpp -- the planner's money, taken from the ledger room's positions.
#pragma once

#include "dunning/planner_input.hpp"
#include "ledger/position.hpp"
#include "statement/entry_book.hpp"

#include <span>
#include <vector>

namespace settled::dunning {

// Fills input.items and the customers' on_account: what is owed for the purpose of dunning, what was paid and is not
// booked, and why an item is held. `input.book` is set; what the customers' states hold besides stays.
void take_positions(const ledger::Positions& positions, PlannerInput& input);

// A bank credit that nobody has placed: a question, an unmatched or a pending entry. Whoever it could be from is not
// reminded of what it could pay.
struct UnplacedMoney {
    ledger::Row entry = ledger::no_row; // in the entry book
    std::vector<ledger::Row> items;     // proposed by the matching: held in any case
    std::vector<ledger::Row> customers; // proposed without an item: all they owe up to the amount is held
    bool stands_on_account = false;     // of a certain customer; may it be for another one's item after all?
    Date until;                         // none: until it is placed
};

// Adds may_be_paid to the items an entry is proposed for, to the oldest items of a customer it is proposed for, and to
// every item whose position it equals to the cent where the payer's name, account or text points to the customer or item.
// Money that stands on an account, without an item, holds the items of its customer that it equals but for what a bank
// keeps, and the one item in the ledger that is of just its odd amount: firms pay for others without a word.
void hold_for_unplaced_money(const statement::EntryBook& entries, std::span<const UnplacedMoney> unplaced, PlannerInput& input);

// Whether what the customer paid or is owed without an item covers this due item, the oldest due ones first: what is
// asked once more before a letter leaves. `items`: all of its customer.
bool is_covered_without_item(const PlannerInput& input, ledger::Row item, std::span<const ledger::Row> items);

} // namespace settled::dunning
