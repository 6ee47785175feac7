#include "ledger/handling.hpp"

#include "ledger/text_hash.hpp"

namespace settled::ledger {

std::uint32_t HandlingIndex::row_of(const HandlingRow& handling) {
    if (handling == HandlingRow()) return 0;
    std::uint64_t hash = spread(static_cast<std::uint64_t>(handling.discount_amount));
    const auto add = [&](auto number) { hash = spread(hash + static_cast<std::uint64_t>(number)); };
    for (const TextRef text : {handling.instalment, handling.salesperson_id, handling.business_line, handling.assigned_to,
                               handling.due_base}) // interned: equal texts are one reference
        add(text.offset);
    for (const Date day : {handling.discount_date, handling.collection_date, handling.invoice_delivered_on}) add(day.number());
    add(handling.terms_days);
    add(handling.payment_method);
    const auto place = static_cast<std::uint32_t>(hash);
    const std::uint32_t known = places_.find(place, [&](std::uint32_t row) { return rows_[row] == handling; });
    if (known != PlaceTable::nothing) return known;
    const auto made = static_cast<std::uint32_t>(rows_.size());
    places_.add(place, made);
    rows_.push_back(handling);
    return made;
}

} // namespace settled::ledger
