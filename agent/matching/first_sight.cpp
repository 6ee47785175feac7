#include "matching/first_sight.hpp"

#include <settled/money.hpp>

#include <algorithm>
#include <map>
#include <string>
#include <string_view>

namespace settled::matching {
namespace {

// What of a new decision the ERP had applied before we ever saw the entry.
std::vector<std::int64_t> applied_at_first_sight(const ledger::Book& book, const Pairing& pairing, const PastDecision& decision) {
    std::vector<std::int64_t> applied(decision.allocations.size(), 0);
    const Witness& witness = pairing.of(decision.entry);
    std::int64_t left = 0;
    std::string_view ids;
    if (witness.receipt != no_row) {
        const ledger::ReceiptRow& receipt = book.receipts[witness.receipt];
        if (receipt.state != SETTLED_RECEIPT_APPROVED) return applied;
        const std::int64_t unapplied = receipt.has_open_amount          ? receipt.open_amount
                                       : witness.receipt_item != no_row ? -book.items[witness.receipt_item].open_amount
                                                                        : receipt.amount;
        left = receipt.amount - unapplied;
        ids = book[receipt.item_ids];
    } else if (witness.receipt_item != no_row) {
        const ledger::ItemRow& item = book.items[witness.receipt_item];
        left = item.open_amount - item.amount;
    }
    for (std::size_t j = 0; j < applied.size() && left > 0; ++j) {
        const PastAllocation& allocation = decision.allocations[j];
        if (allocation.item == no_row || allocation.amount <= 0) continue;
        const std::string_view id = book[book.items[allocation.item].id];
        const std::string listed = ';' + std::string(ids) + ';';
        if (!ids.empty() && !listed.contains(';' + std::string(id) + ';')) continue;
        applied[j] = std::min(left, allocation.amount);
        left -= applied[j];
    }
    return applied;
}

} // namespace

void measure_from_here(const ledger::Book& book, const Pairing& pairing, const History& history, const BookedState& before,
                       std::span<const std::size_t> fresh, std::vector<PastDecision>& all) {
    std::map<Row, std::int64_t> in_figures;
    const auto add = [&](Row item, std::int64_t amount) {
        std::int64_t& sum = in_figures[item];
        sum = checked_add(sum, amount).value_or(sum);
    };
    for (const std::size_t index : fresh) {
        if (index == no_decision || all[index].state == State::reversed) continue;
        const std::vector<std::int64_t> applied = applied_at_first_sight(book, pairing, all[index]);
        for (std::size_t j = 0; j < all[index].allocations.size(); ++j)
            if (all[index].allocations[j].item != no_row) add(all[index].allocations[j].item, applied[j]);
    }
    for (std::size_t i = 0; i < before.decisions.size(); ++i)
        for (std::size_t j = 0; j < before.decisions[i].allocations.size(); ++j) {
            const AllocationBooking& booking = before.decisions[i].allocations[j];
            const Row item = history.decisions[i].allocations[j].item;
            if (item == no_row || !in_figures.contains(item) || booking.elsewhere) continue;
            add(item, booking.booked - booking.share);
        }
    for (const std::size_t index : fresh) {
        if (index == no_decision || all[index].state == State::reversed) continue;
        for (PastAllocation& allocation : all[index].allocations)
            if (allocation.item != no_row)
                allocation.open_at_decision =
                    checked_add(book.items[allocation.item].open_amount, in_figures.at(allocation.item)).value_or(INT64_MAX);
    }
}

} // namespace settled::matching
