// Of several debts, which is paid first.
#include "matching/candidates.hpp"

#include <algorithm>
#include <tuple>

namespace settled::matching {

// The order of German Civil Code § 366 (2) and China's Civil Code 560 between equal debts: what fell due first.
std::vector<Share*> Explainer::by_age(std::span<Share> shares) const {
    std::vector<Share*> order;
    for (Share& share : shares) order.push_back(&share);
    std::ranges::sort(order, {}, [&](const Share* share) {
        const ledger::ItemRow& item = book_.items[share->item];
        return std::tuple(item.due_date.none(), item.due_date, item.document_date, book_[item.document_number], book_[item.id]);
    });
    return order;
}

std::int64_t Explainer::pay_by_age(std::int64_t money, std::span<Share> shares) const {
    for (const Share& share : shares) money -= std::min<std::int64_t>(share.amount, 0);
    for (Share* const share : by_age(shares)) {
        if (share->amount < 0) continue;
        share->amount = std::clamp<std::int64_t>(money, 0, share->amount);
        money -= share->amount;
    }
    return money;
}

// Less than the whole of several items that the customer names: each is paid in the order of its age, the last one in part.
// Where the money ends before the last, nobody knows why he named that one.
std::optional<Candidate> Explainer::part_of_several(const Reading& reading, std::span<const Row> items) const {
    Candidate candidate = settled(reading, items, Way::part_payment, Standing::own);
    pay_by_age(reading.amount, all_of(candidate.shares));
    if (std::ranges::any_of(candidate.shares, [](const Share& share) { return share.amount <= 0; })) return std::nullopt;
    return candidate;
}

} // namespace settled::matching
