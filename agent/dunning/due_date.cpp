#include "dunning/due_date.hpp"

namespace settled::dunning {

DueDate due_date(const ledger::Book& book, const ledger::ItemRow& item) {
    if (item.due_date) return {item.due_date, DueBasis::stated};
    const int terms = book.customer_of(item).payment_terms_days;
    if (item.document_date && terms >= 0 && terms <= terms_days_max)
        return {item.document_date.plus_days(terms), DueBasis::customer_terms};
    return {};
}

int days_overdue(Date due, Date today) { return days_between(due, today); }

} // namespace settled::dunning
