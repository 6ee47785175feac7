// reversals.hpp -- which booking takes back which: returned direct debits, bounced transfers, bookings
// the bank reversed.
#pragma once

#include "matching/match.hpp"
#include "statement/entry_book.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace settled::matching {

struct Reversal {
    Row reversal = no_row; // the later booking
    Row original = no_row; // no_row: several fit, or none
    std::size_t fitting = 0;
};

// For each of `undecided` that says it is a return or reversal. The original is an earlier booking of
// the same account and the opposite amount, not older than limits::days_to_reversal: the one with the
// same end-to-end reference, else the same counterparty, else the only one. `reversed`: entries that
// are taken back already.
std::vector<Reversal> find_reversals(const statement::EntryBook& entries, std::span<const Row> undecided,
                                     const std::vector<bool>& reversed);

} // namespace settled::matching
