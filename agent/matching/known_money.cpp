// What positions() needs to know of standing decisions.
#include "matching/booked.hpp"
#include "matching/pairing.hpp"
#include "matching/reconcile.hpp"

#include <algorithm>

namespace settled::matching {

ledger::KnownMoney known_money(const ledger::Book& book, const statement::EntryBook& entries, const History& history,
                               const Rules&) {
    ledger::KnownMoney money;
    Pairing pairing(book, entries);
    pairing.pair(decided_customers(entries, history));
    const BookedState state = booked_state(book, entries, history.decisions, pairing);
    for (std::size_t i = 0; i < history.decisions.size(); ++i) {
        const PastDecision& past = history.decisions[i];
        const DecisionBooking& booking = state.decisions[i];
        if (booking.allocations.empty() || past.entry == no_row) continue;
        const statement::EntryRow& entry = entries.entries[past.entry];
        const Witness& witness = pairing.of(past.entry);
        if (witness.receipt != no_row) money.paired_receipts.push_back(witness.receipt);
        const bool returned = past.state == State::reversed;
        std::vector<ledger::MatchedMoney> matched;
        for (std::size_t j = 0; j < past.allocations.size(); ++j) {
            const PastAllocation& allocation = past.allocations[j];
            const AllocationBooking& row = booking.allocations[j];
            if (allocation.customer == no_row) continue;
            if (row.share != 0 && !returned && allocation.item != no_row)
                money.shares.push_back({allocation.item, witness.receipt_item, row.share, entry.id});
            const std::int64_t held = returned ? 0 : money_of(past, j);
            const std::int64_t at_most = returned ? 0 : allocation.amount;
            // What the ERP wrote off beyond the money is its own doing, not ours to take back.
            const std::int64_t amount =
                returned || allocation.amount < 0 ? held - row.booked : std::max<std::int64_t>(held - row.booked, 0);
            matched.push_back({allocation.customer, allocation.item, entry.currency, amount,
                               std::max(amount, at_most - row.at_least), entry.id});
        }
        // A credit note used up together with an invoice belongs to it.
        for (ledger::MatchedMoney& credit : matched) {
            if (credit.amount >= 0 || credit.item == no_row || returned) continue;
            for (ledger::MatchedMoney& item : matched) {
                if (item.item == no_row || item.amount <= 0 || credit.amount == 0) continue;
                const std::int64_t share = std::min(item.amount, -credit.amount);
                money.shares.push_back({item.item, credit.item, share, entry.id});
                item.amount -= share;
                item.amount_at_most -= share;
                credit.amount += share;
            }
            credit.amount = credit.amount_at_most = 0;
        }
        for (const ledger::MatchedMoney& row : matched)
            if (row.amount != 0 || row.amount_at_most > row.amount) money.matched.push_back(row);
        if (past.residual == Residual::overpayment && past.residual_amount > booking.overpaid_booked && !returned) {
            const std::int64_t rest = past.residual_amount - booking.overpaid_booked;
            money.matched.push_back({past.allocations.front().customer, no_row, entry.currency, rest, rest, entry.id});
        }
    }
    for (const Difference& difference : state.differences) {
        money.applied_elsewhere.insert(money.applied_elsewhere.end(), difference.our_items.begin(), difference.our_items.end());
        money.applied_elsewhere.insert(money.applied_elsewhere.end(), difference.erp_items.begin(), difference.erp_items.end());
    }
    std::ranges::sort(money.applied_elsewhere);
    const auto again = std::ranges::unique(money.applied_elsewhere);
    money.applied_elsewhere.erase(again.begin(), again.end());
    return money;
}

} // namespace settled::matching
