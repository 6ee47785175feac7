#include "matching/open_items.hpp"

#include "matching/limits.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <string_view>
#include <tuple>
#include <utility>

namespace settled::matching {
namespace {

// Two customers may owe the same by chance; from three on an amount is a habit of this ledger.
constexpr std::size_t common_from = 3;

} // namespace

std::uint64_t OpenItems::key(Row customer, Currency currency, std::int64_t amount) {
    std::uint64_t hash = static_cast<std::uint64_t>(amount) * 0x9E3779B97F4A7C15U;
    hash ^= (static_cast<std::uint64_t>(customer) + 0x7F4A7C15U) * 0xC2B2AE3D27D4EB4FU;
    const std::string_view code = currency.code();
    for (const char c : code) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
    return hash ^ (hash >> 29);
}

OpenItems::OpenItems(const ledger::Book& book, std::span<const std::int64_t> claimed)
    : open_(book.items.size()), taken_by_(book.items.size(), 0), by_customer_(book.items.size()),
      starts_(book.customers.size() + 1, 0) {
    currencies_.reserve(book.items.size());
    customers_.reserve(book.items.size());
    for (Row row = 0; row < book.items.size(); ++row) {
        const ledger::ItemRow& item = book.items[row];
        const std::int64_t open = item.open_amount;
        open_[row] = open > 0 ? std::max<std::int64_t>(open - claimed[row], 0) : std::min<std::int64_t>(open - claimed[row], 0);
        currencies_.push_back(item.currency);
        customers_.push_back(item.customer);
        ++starts_[item.customer + 1];
        by_customer_[row] = row;
        if (open_[row] > 0) {
            ++counts_[key(no_row, item.currency, open_[row])];
            by_amount_[key(item.customer, item.currency, open_[row])].push_back(row);
            by_amount_[key(no_row, item.currency, open_[row])].push_back(row);
        }
    }
    for (std::size_t i = 1; i < starts_.size(); ++i) starts_[i] += starts_[i - 1];
    std::ranges::sort(by_customer_, {}, [&](Row row) {
        const ledger::ItemRow& item = book.items[row];
        return std::tuple(item.customer, item.due_date.none(), item.due_date, item.document_date, row);
    });
    link_credits(book);
}

void OpenItems::link_credits(const ledger::Book& book) {
    std::map<std::pair<Row, std::string_view>, std::vector<Row>> waiting;
    for (Row row = 0; row < book.items.size(); ++row)
        if (open_[row] < 0 && !book.items[row].linked_document.empty())
            waiting[{book.items[row].customer, book[book.items[row].linked_document]}].push_back(row);
    if (waiting.empty()) return;
    for (Row row = 0; row < book.items.size(); ++row) {
        if (open_[row] <= 0) continue;
        const auto hit = waiting.find({book.items[row].customer, book[book.items[row].document_number]});
        if (hit == waiting.end()) continue;
        for (const Row credit : hit->second)
            if (currencies_[credit] == currencies_[row]) credits_[row].push_back(credit);
        waiting.erase(hit);
    }
}

std::span<const Row> OpenItems::of_customer(Row customer) const {
    return std::span(by_customer_).subspan(starts_[customer], starts_[customer + 1] - starts_[customer]);
}

std::vector<Row> OpenItems::of_amount(Row customer, Currency currency, std::int64_t amount) const {
    std::vector<Row> rows;
    const auto hit = by_amount_.find(key(customer, currency, amount));
    if (hit == by_amount_.end()) return rows;
    for (const Row row : hit->second) {
        const bool same =
            open_[row] == amount && currencies_[row] == currency && (customer == no_row || customers_[row] == customer);
        if (same && rows.size() < limits::equal_amounts) rows.push_back(row);
    }
    return rows;
}

std::vector<Row> OpenItems::of_amount(Currency currency, std::int64_t amount) const {
    return of_amount(no_row, currency, amount);
}

std::size_t OpenItems::count_of_amount(Currency currency, std::int64_t amount) const {
    const auto hit = counts_.find(key(no_row, currency, amount));
    return hit == counts_.end() ? 0 : hit->second;
}

bool OpenItems::common(Currency currency, std::int64_t amount) const { return count_of_amount(currency, amount) >= common_from; }

std::span<const Row> OpenItems::credits_of(Row item) const {
    const auto hit = credits_.find(item);
    return hit == credits_.end() ? std::span<const Row>() : std::span<const Row>(hit->second);
}

void OpenItems::take(Row item, std::int64_t amount, std::int64_t entry) {
    open_[item] -= amount;
    taken_by_[item] = entry;
    if (open_[item] > 0) {
        by_amount_[key(customers_[item], currencies_[item], open_[item])].push_back(item);
        by_amount_[key(no_row, currencies_[item], open_[item])].push_back(item);
    }
}

} // namespace settled::matching
