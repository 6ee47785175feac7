// history.hpp -- what was decided before, in terms of today's rows: the standing decision of each
// entry and part. The jobs layer makes it from the store's matches, which keep keys.
#pragma once

#include "matching/match.hpp"
#include "statement/entry_book.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace settled::matching {

struct PastAllocation {
    Row customer = no_row; // no_row: the customer left the ledger
    Row item = no_row;     // no_row with an empty key: on the customer's account
    std::string item_key;  // of the item, also when it is gone from the book
    std::string item_id;   // the ERP's own id of it, as receipts name it
    std::int64_t amount = 0;
    std::int64_t open_at_decision = 0; // as Allocation::open_at_decision
    std::int64_t generation = 0;       // of the item's ledger when this was decided
    std::int64_t booked = 0;           // what the ERP's figures carried of it after the last run
    bool elsewhere = false;            // … on other items: the last evidence said applied_elsewhere

    bool gone() const { return item == no_row && !item_key.empty(); }
    bool on_account() const { return item == no_row && item_key.empty(); }
};

struct PastDecision {
    std::int64_t match = 0;
    Row entry = no_row; // in today's entry book; no_row: the entry is not in it
    State state = State::unmatched;
    bool by_person = false; // never replaced by the engine, except where the money was returned
    std::int64_t duplicate_of = 0;
    std::int64_t residual_amount = 0; // money less allocations: negative where less was paid
    Residual residual = Residual::none;
    std::vector<PastAllocation> allocations; // of a reversed entry: what it had settled before it was returned
};

struct History {
    std::vector<PastDecision> decisions;  // at most one per entry and part
    std::vector<PastDecision> taken_back; // by a person: none of them is made again without one
};

// Is it one of the states that hold money against items or a customer?
bool holds_money(State state);

// Whose money each entry of the book is, as far as standing decisions say; no_row for the others.
std::vector<Row> decided_customers(const statement::EntryBook& entries, const History& history);

} // namespace settled::matching
