#include "matching/open_items.hpp"

#include "matching/amount_hash.hpp"
#include "matching/limits.hpp"

#include <algorithm>
#include <map>
#include <string_view>
#include <tuple>
#include <utility>

namespace settled::matching {
namespace {

// Two customers may owe the same by chance; from three on an amount is a habit of this ledger.
constexpr std::size_t common_from = 3;

} // namespace

bool round_sum(std::int64_t amount, Currency currency) {
    std::int64_t hundred = 100;
    for (int i = 0; i < currency.exponent(); ++i) hundred *= 10;
    return amount % hundred == 0;
}

OpenItems::OpenItems(const ledger::Book& book, std::span<const std::int64_t> claimed)
    : book_(book), open_(book.items.size()), taken_by_(book.items.size(), no_row), by_customer_(book.items.size()),
      sorted_(book.customers.size(), false), starts_(book.customers.size() + 1, 0) {
    for (Row row = 0; row < book.items.size(); ++row) {
        const ledger::ItemRow& item = book.items[row];
        const std::int64_t left = item.open_amount - (claimed.empty() ? 0 : claimed[row]);
        open_[row] = item.open_amount > 0 ? std::max<std::int64_t>(left, 0) : std::min<std::int64_t>(left, 0);
        ++starts_[item.customer + 1];
    }
    by_amount_.build(book.items.size(), [&](auto&& place) {
        for (Row row = 0; row < book.items.size(); ++row)
            if (open_[row] > 0) place(amount_hash(no_row, book.items[row].currency, open_[row]), row);
    });
    index_common_amounts();
    group_by_customer();
    link_credits();
}

void OpenItems::index_common_amounts() {
    std::vector<bool> is_common(book_.items.size(), false);
    std::size_t rows = 0;
    by_amount_.each_of_many(common_from, [&](Row row) {
        is_common[row] = true;
        ++rows;
    });
    by_customer_and_amount_.build(rows, [&](auto&& place) {
        for (Row row = 0; row < book_.items.size(); ++row)
            if (const ledger::ItemRow& item = book_.items[row]; is_common[row])
                place(amount_hash(item.customer, item.currency, open_[row]), row);
    });
}

void OpenItems::group_by_customer() {
    for (std::size_t i = 1; i < starts_.size(); ++i) starts_[i] += starts_[i - 1];
    std::vector<std::uint32_t> next(starts_.begin(), starts_.end() - 1);
    for (Row row = 0; row < book_.items.size(); ++row) by_customer_[next[book_.items[row].customer]++] = row;
}

void OpenItems::link_credits() {
    std::map<std::pair<Row, std::string_view>, std::vector<Row>> waiting;
    for (Row row = 0; row < book_.items.size(); ++row)
        if (open_[row] < 0 && !book_.items[row].linked_document.empty())
            waiting[{book_.items[row].customer, book_[book_.items[row].linked_document]}].push_back(row);
    if (waiting.empty()) return;
    for (Row row = 0; row < book_.items.size(); ++row) {
        const ledger::ItemRow& item = book_.items[row];
        if (open_[row] <= 0) continue;
        const auto hit = waiting.find({item.customer, book_[item.document_number]});
        if (hit == waiting.end()) continue;
        for (const Row credit : hit->second)
            if (book_.items[credit].currency == item.currency) credits_[row].push_back(credit);
        waiting.erase(hit);
    }
}

std::span<const Row> OpenItems::of_customer(Row customer) const {
    const std::span<Row> group = std::span(by_customer_).subspan(starts_[customer], starts_[customer + 1] - starts_[customer]);
    if (!sorted_[customer]) {
        if (group.size() <= limits::items_to_combine) // all of them are looked at, and lie anywhere
            for (const Row row : group) fetch(row);
        std::ranges::sort(group, {}, [&](Row row) {
            const ledger::ItemRow& item = book_.items[row];
            return std::tuple(item.due_date.none(), item.due_date, item.document_date, row);
        });
        sorted_[customer] = true;
    }
    return group;
}

// Of one customer, or of all (no_row), until `take` returns false.
template <class Take> void OpenItems::each_of_amount(Row customer, Currency currency, std::int64_t amount, Take&& take) const {
    bool more = true;
    const auto see = [&](Row row) {
        const bool is = open_[row] == amount && book_.items[row].currency == currency &&
                        (customer == no_row || book_.items[row].customer == customer);
        more = !is || take(row);
        return more;
    };
    const bool of_many = customer != no_row && common(currency, amount);
    const std::uint64_t hash = amount_hash(customer, currency, amount);
    if (of_many)
        by_customer_and_amount_.each(hash, see);
    else
        by_amount_.each(amount_hash(no_row, currency, amount), see);
    if (!more || changed_.empty()) return;
    const auto hit = changed_.find(hash);
    if (hit != changed_.end()) static_cast<void>(std::ranges::all_of(hit->second, see));
}

void OpenItems::fetch_place(Currency currency, std::int64_t amount) const {
    by_amount_.fetch_bucket(amount_hash(no_row, currency, amount));
}
void OpenItems::fetch_of_amount(Currency currency, std::int64_t amount) const {
    by_amount_.fetch_rows(amount_hash(no_row, currency, amount));
}

std::vector<Row> OpenItems::of_amount(Row customer, Currency currency, std::int64_t amount) const {
    std::vector<Row> rows;
    each_of_amount(customer, currency, amount, [&](Row row) {
        rows.push_back(row);
        return rows.size() < limits::equal_amounts;
    });
    return rows;
}

std::vector<Row> OpenItems::of_amount(Currency currency, std::int64_t amount) const {
    return of_amount(no_row, currency, amount);
}

bool OpenItems::any_of_amount(Row customer, Currency currency, std::int64_t amount) const {
    bool any = false;
    each_of_amount(customer, currency, amount, [&](Row) {
        any = true;
        return false;
    });
    return any;
}

// By hash alone, because what was open then is not kept: a stranger of equal hash makes an amount look more common.
std::size_t OpenItems::count_up_to(Currency currency, std::int64_t amount, std::size_t most) const {
    std::size_t count = 0;
    by_amount_.each(amount_hash(no_row, currency, amount), [&](Row) { return ++count < most; });
    return count;
}

// Of a round sum there are the more, the larger the ledger, and the more lines ask for it: counting each time grows with the
// square.
std::size_t OpenItems::count_of_amount(Currency currency, std::int64_t amount) const {
    const auto [known, first] = counted_.try_emplace(amount_hash(no_row, currency, amount), 0);
    if (first) known->second = count_up_to(currency, amount, SIZE_MAX);
    return known->second;
}
bool OpenItems::common(Currency currency, std::int64_t amount) const {
    return count_up_to(currency, amount, common_from) == common_from;
}
bool OpenItems::only_one(Currency currency, std::int64_t amount) const { return count_up_to(currency, amount, 2) == 1; }

std::span<const Row> OpenItems::credits_of(Row item) const {
    const auto hit = credits_.find(item);
    return hit == credits_.end() ? std::span<const Row>() : std::span<const Row>(hit->second);
}

void OpenItems::take(Row item, std::int64_t amount, Row entry) {
    open_[item] -= amount;
    taken_by_[item] = entry;
    if (open_[item] <= 0) return;
    const ledger::ItemRow& row = book_.items[item];
    changed_[amount_hash(row.customer, row.currency, open_[item])].push_back(item);
    changed_[amount_hash(no_row, row.currency, open_[item])].push_back(item);
}

} // namespace settled::matching
