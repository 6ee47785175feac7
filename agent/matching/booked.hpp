// booked.hpp -- how much of each allocation the ERP's figures carry by now.
//
// Proof, strongest first: the receipt that is the entry's money and what it was applied to; the open
// item that the receipt stands as; the fall of our item since we decided. An application taken back
// (取消核销) raises the item again and what is booked falls. Money that the ERP applied to other items
// than we did is in its figures, but a difference.
#pragma once

#include "ledger/book.hpp"
#include "matching/history.hpp"
#include "matching/match.hpp"
#include "matching/pairing.hpp"
#include "matching/reconcile.hpp"
#include "statement/entry_book.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace settled::matching {

struct AllocationBooking {
    std::int64_t booked = 0;   // of the allocation's amount, with its sign; in all
    std::int64_t at_least = 0; // … what is proved where a fall may have had another cause
    std::int64_t share = 0;    // of `booked`: shown by the receipt's open item, not applied yet
    bool elsewhere = false;    // of `booked`: on other items
    Evidence evidence;         // the strongest proof, or what is missing
};

struct DecisionBooking {
    std::vector<AllocationBooking> allocations; // one per allocation of the decision
    std::int64_t overpaid_booked = 0;           // of a residual that is an overpayment
    bool all_money = false;                     // the figures carry every cent of the entry
};

struct BookedState {
    std::vector<DecisionBooking> decisions; // one per decision, in order
    std::vector<Difference> differences;
};

// Settled, on-account, booked and reversed decisions are looked at; for others the row is empty.
BookedState booked_state(const ledger::Book& book, const statement::EntryBook& entries, std::span<const PastDecision> decisions,
                         const Pairing& pairing);

// What of the entry's amount stands behind an allocation: the whole, but for a residual by which less
// was paid, which is a proposal and no money.
std::int64_t money_of(const PastDecision& decision, std::size_t allocation);

} // namespace settled::matching
