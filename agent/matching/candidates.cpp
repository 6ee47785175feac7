// What the ways of explaining an entry share.
#include "matching/candidates.hpp"

#include <cstdint>

namespace settled::matching {

Explainer::Explainer(const ledger::Book& book, const statement::EntryBook& entries, const References& references,
                     EntryReader& reader, const OpenItems& open, const Advices& advices, const Rules& rules)
    : book_(book), entries_(entries), references_(references), reader_(reader), open_(open), advices_(advices), rules_(rules) {
    for (const ledger::CustomerRow& customer : book.customers)
        if (!customer.parent_id.empty() && customer.parent_id != customer.id) parents_.insert(book[customer.parent_id]);
}

std::int64_t Explainer::sum(std::span<const Row> items) const {
    std::int64_t total = 0;
    for (const Row item : items) {
        const auto next = checked_add(total, open_.open(item));
        if (!next) return INT64_MAX; // no payment is that large
        total = *next;
    }
    return total;
}

} // namespace settled::matching
