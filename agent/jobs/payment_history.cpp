#include "jobs/payment_history.hpp"

namespace settled::jobs {

using ledger::Row;

Status PaymentHistory::read(JobContext& context) {
    for (const ledger::LedgerRow& ledger : picture_.book.ledgers) {
        auto known = context.store.ledgers().settlements(picture_.company->name, ledger.name, "", picture_.as_of);
        if (!known) return pass(known);
        for (const store::KnownSettlement& one : *known) {
            if (one.amount.minor_units <= 0) continue; // a credit note that was used up
            const Row customer = picture_.rows->index().customer(one.ledger, one.customer_id);
            payments_.push_back({{payer(one.ledger, one.customer_id, one.amount.currency, customer), one.document_date,
                                  one.due_date, one.settled_on, one.amount.minor_units},
                                 one.amount.currency});
        }
    }
    return {};
}

std::uint32_t PaymentHistory::payer(Row customer, Currency currency) {
    const ledger::CustomerRow& row = picture_.book.customers[customer];
    return payer(picture_.book.ledger_of(row).name, std::string(picture_.book[row.id]), currency, customer);
}

std::uint32_t PaymentHistory::payer(const std::string& ledger, const std::string& id, Currency currency, Row customer) {
    const auto [found, is_new] =
        payers_.try_emplace(std::tuple(ledger, id, std::string(currency.code())), static_cast<std::uint32_t>(group_of_.size()));
    if (is_new) {
        const std::string_view group =
            customer == ledger::no_row ? std::string_view() : picture_.book[picture_.book.customers[customer].group];
        const auto number = static_cast<std::uint32_t>(groups_.size()) + 1;
        group_of_.push_back(group.empty() ? 0 : groups_.try_emplace(std::string(group), number).first->second);
    }
    return found->second;
}

std::vector<credit::PaidItem> PaymentHistory::paid() const {
    std::vector<credit::PaidItem> made;
    for (const Payment& one : payments_) made.push_back(one.item);
    return made;
}

std::vector<credit::PaidItem> PaymentHistory::paid(Currency currency) const {
    std::vector<credit::PaidItem> made;
    for (const Payment& one : payments_)
        if (one.currency == currency) made.push_back(one.item);
    return made;
}

std::set<Currency> PaymentHistory::currencies() const {
    std::set<Currency> made;
    for (const Payment& one : payments_) made.insert(one.currency);
    return made;
}

} // namespace settled::jobs
