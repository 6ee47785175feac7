// handling.hpp -- how an item is to be paid and who looks after it.
//
// Alike for many items of a ledger, and asked for by few engines: it stands once for all items that are alike, so that the
// row of an item, of which there may be a million, stays short.
#pragma once

#include "ledger/place_table.hpp"
#include "ledger/text_arena.hpp"

#include <settled/date.hpp>

#include <cstdint>
#include <vector>

namespace settled::ledger {

struct HandlingRow {
    TextRef instalment, salesperson_id, business_line, assigned_to, due_base;
    std::int32_t terms_days = -1; // of the document; -1: the ledger does not say
    std::int64_t discount_amount = 0;
    Date discount_date, collection_date, invoice_delivered_on;
    std::uint8_t payment_method = 0; // settled_payment_method

    friend bool operator==(const HandlingRow&, const HandlingRow&) = default;
};

// The handlings of a book that is being read: equal ones become one row. Their texts are interned.
class HandlingIndex {
  public:
    // `rows` must stand as long as this is used; the first of them says nothing.
    explicit HandlingIndex(std::vector<HandlingRow>& rows) : rows_(rows) {}

    std::uint32_t row_of(const HandlingRow& handling);

  private:
    std::vector<HandlingRow>& rows_;
    PlaceTable places_;
};

} // namespace settled::ledger
