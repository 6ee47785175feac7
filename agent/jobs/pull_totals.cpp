#include "jobs/pull_totals.hpp"

namespace settled::jobs {
namespace {

Status grow(std::int64_t& total, std::int64_t amount) {
    const auto sum = checked_add(total, amount);
    if (!sum) return fail(SETTLED_BAD_DATA, "the ledger's amounts add up to more than 64 bits hold");
    total = *sum;
    return {};
}

Status add_item(std::map<Currency, CurrencyTotal>& currencies, const settled_open_item& item, Date as_of) {
    CurrencyTotal& total = currencies[Currency::from_abi(item.currency)];
    const std::int64_t open = item.open_amount.minor_units;
    const Field& doc_type = *find_field(entity(SETTLED_OPEN_ITEMS), "doc_type");
    DocTypeTotal& of_type = total.by_doc_type[std::string(enumeration_name(doc_type, item.doc_type))];
    ++total.open_items, ++of_type.count;
    if (Status grown = grow(total.open_total, open); !grown) return grown;
    if (Status grown = grow(of_type.open_amount, open); !grown) return grown;
    if (open <= 0 || item.due_date == 0 || item.due_date >= as_of.number()) return {};
    ++total.overdue_items;
    return grow(total.overdue_total, open);
}

} // namespace

Status PullTotals::add(settled_entity id, const void* record, Date as_of) {
    if (id == SETTLED_CUSTOMERS) ++customers;
    if (id == SETTLED_OPEN_ITEMS) return add_item(currencies, *static_cast<const settled_open_item*>(record), as_of);
    if (id == SETTLED_RECEIPTS) {
        const auto& receipt = *static_cast<const settled_receipt*>(record);
        CurrencyTotal& total = currencies[Currency::from_abi(receipt.currency)];
        ++total.receipts;
        return grow(total.receipts_total, receipt.amount.minor_units);
    }
    if (id == SETTLED_BANK_BOOK) {
        const auto& line = *static_cast<const settled_bank_book_line*>(record);
        BankBookTotal& total = bank_book[std::string(std::string_view(line.bank_account))];
        total.currency = Currency::from_abi(line.currency);
        ++total.entries;
        return grow(total.balance, line.amount.minor_units);
    }
    return {};
}

} // namespace settled::jobs
