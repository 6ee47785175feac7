#include "ledger/book.hpp"

#include "ledger/text_hash.hpp"

#include <algorithm>

namespace settled::ledger {
namespace {

std::uint32_t hash_of(std::string_view ledger, std::string_view name) {
    return static_cast<std::uint32_t>(spread(text_hash(ledger) + text_hash(name)));
}

} // namespace

std::span<const TermRow> Book::terms_of(Row item) const {
    const auto range = std::ranges::equal_range(terms, item, {}, &TermRow::item);
    return {range.begin(), range.end()};
}

HandlingRow& Book::own_handling(Row item) {
    handlings.push_back(handling_of(items[item]));
    items[item].handling = static_cast<std::uint32_t>(handlings.size() - 1);
    return handlings.back();
}

std::string Book::qualified(const CustomerRow& customer) const {
    return ledger_of(customer).name + ':' + std::string(text[customer.id]);
}

std::string Book::qualified_id(const ItemRow& item) const {
    return ledger_of(customer_of(item)).name + ':' + std::string(text[item.id]);
}

BookIndex::BookIndex(const Book& book) : book_(&book) {
    // Of several with one name the first counts.
    for (Row row = 0; row < book.customers.size(); ++row) {
        const CustomerRow& one = book.customers[row];
        const std::string& ledger = book.ledger_of(one).name;
        if (customer(ledger, book[one.id]) == no_row) customers_.add(hash_of(ledger, book[one.id]), row);
    }
    for (Row row = 0; row < book.items.size(); ++row) {
        const ItemRow& item = book.items[row];
        const std::string& ledger = book.ledger_of(book.customer_of(item)).name;
        if (item_by_key(ledger, book[item.key]) == no_row) items_by_key_.add(hash_of(ledger, book[item.key]), row);
    }
}

Row BookIndex::item_by_key(std::string_view ledger, std::string_view key) const {
    return items_by_key_.find(hash_of(ledger, key), [&](Row row) {
        const ItemRow& item = book_->items[row];
        return (*book_)[item.key] == key && book_->ledger_of(book_->customer_of(item)).name == ledger;
    });
}

Row BookIndex::customer(std::string_view ledger, std::string_view id) const {
    return customers_.find(hash_of(ledger, id), [&](Row row) {
        const CustomerRow& one = book_->customers[row];
        return (*book_)[one.id] == id && book_->ledger_of(one).name == ledger;
    });
}

static_assert(PlaceTable::nothing == no_row);

} // namespace settled::ledger
