#include "ledger/closed_period.hpp"

#include <settled/plugin_abi.h>

#include <cassert>

namespace settled::ledger {

Book closed_book(Book now, std::span<const LaterSettlement> history, Date day) {
    assert(day);
    for (ItemRow& item : now.items)
        if (item.document_date && item.document_date > day) item.open_amount = 0;
    for (const LaterSettlement& one : history) {
        if (one.settled_on <= day || one.amount == 0) continue;
        ItemRow row;
        row.customer = one.customer, row.currency = one.currency;
        if (one.document_date.none() || one.document_date <= day) {
            row.doc_type = one.amount > 0 ? SETTLED_DOC_INVOICE : SETTLED_DOC_CREDIT_NOTE;
            row.document_date = one.document_date, row.due_date = one.due_date;
            row.amount = row.open_amount = one.amount;
            now.items.push_back(row);
        }
        if (one.received_on && one.received_on <= day) {
            row.doc_type = SETTLED_DOC_RECEIPT;
            row.document_date = one.received_on, row.due_date = {};
            row.amount = row.open_amount = -one.amount;
            now.items.push_back(row);
        }
    }
    return now;
}

} // namespace settled::ledger
