#include "credit/bills_due.hpp"

#include <settled/plugin_abi.h>

#include <algorithm>
#include <optional>
#include <tuple>

namespace settled::credit {
namespace {

std::optional<BillDue> matter_of(const ledger::BillRow& bill, Date as_of) {
    if (bill.status == SETTLED_BILL_REFUSED) return BillDue{0, BillMatter::refused, {}};
    if (!bill.due_date) return std::nullopt;
    if (bill.status == SETTLED_BILL_PRESENTED) return BillDue{0, BillMatter::presented, {}};
    if (bill.status != SETTLED_BILL_HELD && bill.status != SETTLED_BILL_PLEDGED) return std::nullopt;
    if (bill.due_date > as_of.plus_days(bill_days_ahead)) return std::nullopt;
    if (bill.due_date > as_of) return BillDue{0, BillMatter::falls_due, {}};
    if (bill.currency.code() != "CNY") return BillDue{0, BillMatter::to_be_presented, {}};
    const Date last = bill.due_date.plus_days(bill_presentation_days);
    return as_of <= last ? BillDue{0, BillMatter::to_be_presented, last} : BillDue{0, BillMatter::presentation_over, {}};
}

} // namespace

std::vector<BillDue> bills_due(const ledger::Book& book, Date as_of) {
    std::vector<BillDue> made;
    for (std::size_t i = 0; i < book.bills.size(); ++i)
        if (auto due = matter_of(book.bills[i], as_of)) due->bill = i, made.push_back(*due);
    std::ranges::stable_sort(made, {}, [&](const BillDue& one) {
        return std::tuple(one.matter, book.bills[one.bill].due_date, book[book.bills[one.bill].number]);
    });
    return made;
}

} // namespace settled::credit
