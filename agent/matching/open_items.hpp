// open_items.hpp -- what is still open on each item while a run settles one entry after another, and
// which entry took it.
#pragma once

#include "ledger/book.hpp"
#include "matching/history.hpp"
#include "matching/match.hpp"

#include <settled/money.hpp>

#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

namespace settled::matching {

class OpenItems {
  public:
    // `claimed`: per item, what standing decisions hold of it and the ERP's figures do not show.
    OpenItems(const ledger::Book& book, std::span<const std::int64_t> claimed);

    std::int64_t open(Row item) const { return open_[item]; }
    std::span<const Row> of_customer(Row customer) const; // oldest due first; all currencies
    // The customer's items of which exactly this is open; at most limits::equal_amounts.
    std::vector<Row> of_amount(Row customer, Currency currency, std::int64_t amount) const;
    std::vector<Row> of_amount(Currency currency, std::int64_t amount) const; // the whole ledger's
    // How many items of the ledger had this open when the run began. Common amounts prove nothing.
    std::size_t count_of_amount(Currency currency, std::int64_t amount) const;
    bool common(Currency currency, std::int64_t amount) const;
    // Credit notes linked to this item.
    std::span<const Row> credits_of(Row item) const;

    void take(Row item, std::int64_t amount, std::int64_t entry);
    // The bank entry that last took from an item, 0 for none.
    std::int64_t taken_by(Row item) const { return taken_by_[item]; }
    void mark_taken(Row item, std::int64_t entry) { taken_by_[item] = entry; }

  private:
    static std::uint64_t key(Row customer, Currency currency, std::int64_t amount);
    void link_credits(const ledger::Book& book);

    std::vector<std::int64_t> open_;
    std::vector<std::int64_t> taken_by_;
    std::vector<Currency> currencies_;
    std::vector<Row> customers_;
    std::vector<Row> by_customer_; // grouped; starts_[customer] … starts_[customer + 1]
    std::vector<std::uint32_t> starts_;
    std::unordered_map<std::uint64_t, std::vector<Row>> by_amount_; // of one customer, and of all (no_row)
    std::unordered_map<std::uint64_t, std::size_t> counts_;
    std::unordered_map<Row, std::vector<Row>> credits_;
};

} // namespace settled::matching
