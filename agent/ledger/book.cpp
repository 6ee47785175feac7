#include "ledger/book.hpp"

#include <algorithm>

namespace settled::ledger {
namespace {

// Unit separator: stands in no ledger's names, so that two parts never run into one.
std::string joined(std::string_view ledger, std::string_view name) {
    std::string key(ledger);
    key += '\x1f';
    key += name;
    return key;
}

Row found(const std::unordered_map<std::string, Row>& index, std::string_view ledger, std::string_view name) {
    auto hit = index.find(joined(ledger, name));
    return hit == index.end() ? no_row : hit->second;
}

} // namespace

std::span<const TermRow> Book::terms_of(Row item) const {
    const auto range = std::ranges::equal_range(terms, item, {}, &TermRow::item);
    return {range.begin(), range.end()};
}

std::string Book::qualified(const CustomerRow& customer) const {
    return ledger_of(customer).name + ':' + std::string(text[customer.id]);
}

std::string Book::qualified_id(const ItemRow& item) const {
    return ledger_of(customer_of(item)).name + ':' + std::string(text[item.id]);
}

BookIndex::BookIndex(const Book& book) {
    for (Row row = 0; row < book.customers.size(); ++row) {
        const CustomerRow& customer = book.customers[row];
        customers_.emplace(joined(book.ledger_of(customer).name, book[customer.id]), row);
    }
    for (Row row = 0; row < book.items.size(); ++row) {
        const ItemRow& item = book.items[row];
        const std::string& ledger = book.ledger_of(book.customer_of(item)).name;
        items_by_key_.emplace(joined(ledger, book[item.key]), row);
        items_by_id_.emplace(joined(ledger, book[item.id]), row);
    }
}

Row BookIndex::item_by_key(std::string_view ledger, std::string_view key) const { return found(items_by_key_, ledger, key); }
Row BookIndex::item_by_id(std::string_view ledger, std::string_view id) const { return found(items_by_id_, ledger, id); }
Row BookIndex::customer(std::string_view ledger, std::string_view id) const { return found(customers_, ledger, id); }

} // namespace settled::ledger
