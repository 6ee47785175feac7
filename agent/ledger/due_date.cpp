#include "ledger/due_date.hpp"

namespace settled::ledger {

DueDate due_date(const Book& book, const ItemRow& item) {
    const HandlingRow& handling = book.handling_of(item);
    const auto after_delivery = [&](std::int32_t days) {
        return days >= 0 && days <= terms_days_max
                   ? DueDate{handling.invoice_delivered_on.plus_days(days), DueBasis::document_terms}
                   : DueDate{item.due_date, DueBasis::stated};
    };
    if (book[handling.due_base] == "invoice_delivered") {
        if (!handling.invoice_delivered_on) return {{}, DueBasis::not_invoiced};
        if (const DueDate due = after_delivery(handling.terms_days); due.day) return due;
    }
    if (item.due_date) return {item.due_date, DueBasis::stated};
    const auto after = [&](int days, DueBasis basis) {
        return item.document_date && days >= 0 && days <= terms_days_max ? DueDate{item.document_date.plus_days(days), basis}
                                                                         : DueDate{};
    };
    const DueDate by_document = after(handling.terms_days, DueBasis::document_terms);
    return by_document.day ? by_document : after(book.customer_of(item).payment_terms_days, DueBasis::customer_terms);
}

int days_overdue(Date due, Date today) { return days_between(due, today); }

} // namespace settled::ledger
