// closed_period.hpp -- what was open at the end of a day, as a ledger says that was read later (posted up to, known at).
//
// Today's open items and the history of settlements tell it: what is dated up to the day and open today, was open then; what was
// settled after the day was open then by as much. Money that came up to the day and was applied after it stood on account.
// The ERP's own figures: money at the bank that it does not carry is none of them, so that they tie to its control account.
#pragma once

#include "ledger/book.hpp"

#include <span>

namespace settled::ledger {

struct LaterSettlement {
    Row customer = no_row;
    Currency currency;
    Date document_date, due_date, settled_on;
    Date received_on;        // of the receipt; none: the ledger does not say, then it came when it was applied
    std::int64_t amount = 0; // positive: of an invoice; negative: of a credit note
};

// The book as it was: `open_amount` of each item at the end of `day`; what is gone today stands behind the others, without a
// name. Items without a date count.
Book closed_book(Book now, std::span<const LaterSettlement> history, Date day);

} // namespace settled::ledger
