// due_date.hpp -- when an item is due, as far as the ledger tells.
#pragma once

#include "ledger/book.hpp"

#include <settled/date.hpp>

#include <cstdint>
#include <string_view>

namespace settled::ledger {

enum class DueBasis : std::uint8_t {
    stated = 1,     // the item's own due date
    document_terms, // document date + the item's own days
    customer_terms, // document date + the customer's payment terms
    not_invoiced,   // it counts from the day the customer has the invoice, and he has not got it
    unknown         // neither: nobody may call it overdue
};

struct DueDate {
    Date day; // none where unknown
    DueBasis basis = DueBasis::unknown;
};

inline constexpr int terms_days_max = 3650; // more days than this are a typing error, not terms

// The item's due date; where it counts from the invoice's arrival (due_base "invoice_delivered") that day + its terms; else
// document date + the item's or the customer's payment terms; else unknown.
DueDate due_date(const Book& book, const ItemRow& item);

// Days after the due day: 0 on it, negative before. Not of an unknown due date.
int days_overdue(Date due, Date today);

} // namespace settled::ledger
