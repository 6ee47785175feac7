#include "matching/history.hpp"

namespace settled::matching {

bool holds_money(State state) {
    return state == State::settled || state == State::booked || state == State::partly_booked || state == State::on_account ||
           state == State::reversed;
}

std::vector<Row> decided_customers(const statement::EntryBook& entries, const History& history) {
    std::vector<Row> customers(entries.entries.size(), no_row);
    for (const PastDecision& past : history.decisions)
        if (past.entry != no_row && holds_money(past.state) && !past.allocations.empty())
            customers[past.entry] = past.allocations.front().customer;
    return customers;
}

} // namespace settled::matching
