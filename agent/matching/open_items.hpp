// open_items.hpp -- what is still open on each item while a run settles one entry after another, and
// which entry took it.
#pragma once

#include "ledger/book.hpp"
#include "matching/history.hpp"
#include "matching/match.hpp"
#include "matching/row_index.hpp"

#include <settled/money.hpp>

#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

namespace settled::matching {

// Hundreds of the main unit: how people pay rents and into a running balance.
bool round_sum(std::int64_t amount, Currency currency);

class OpenItems {
  public:
    // `claimed`: per item, what standing decisions hold of it and the ERP's figures do not show; empty: nothing.
    OpenItems(const ledger::Book& book, std::span<const std::int64_t> claimed);

    std::int64_t open(Row item) const { return open_[item]; }
    // Has the processor bring from memory what is known of an item that is asked for a little later.
    static constexpr std::size_t fetched_at_once = 6; // of one entry
    void fetch(Row item) const {
        book_.items[item].fetch();
        __builtin_prefetch(&open_[item]);
    }
    // … and where the items of an amount are found; some time later, which they are.
    void fetch_place(Currency currency, std::int64_t amount) const;
    void fetch_of_amount(Currency currency, std::int64_t amount) const;
    std::span<const Row> of_customer(Row customer) const; // oldest due first; all currencies
    // The customer's items of which exactly this is open; at most limits::equal_amounts.
    std::vector<Row> of_amount(Row customer, Currency currency, std::int64_t amount) const;
    std::vector<Row> of_amount(Currency currency, std::int64_t amount) const; // the whole ledger's
    bool any_of_amount(Row customer, Currency currency, std::int64_t amount) const;
    // How many items of the ledger had this open when the run began. Common amounts prove nothing.
    std::size_t count_of_amount(Currency currency, std::int64_t amount) const;
    bool common(Currency currency, std::int64_t amount) const;
    bool only_one(Currency currency, std::int64_t amount) const;
    // Credit notes linked to this item.
    std::span<const Row> credits_of(Row item) const;

    void take(Row item, std::int64_t amount, Row entry);
    // The bank entry that last took from an item, no_row for none.
    Row taken_by(Row item) const { return taken_by_[item]; }
    void mark_taken(Row item, Row entry) { taken_by_[item] = entry; }

  private:
    template <class Take> void each_of_amount(Row customer, Currency currency, std::int64_t amount, Take&& take) const;
    std::size_t count_up_to(Currency currency, std::int64_t amount, std::size_t most) const;
    void index_common_amounts();
    void group_by_customer();
    void link_credits();

    const ledger::Book& book_;
    std::vector<std::int64_t> open_;
    std::vector<Row> taken_by_;
    mutable std::vector<Row> by_customer_; // grouped; starts_[customer] … starts_[customer + 1]
    mutable std::vector<bool> sorted_;     // by customer: his group, when somebody asked for it
    std::vector<std::uint32_t> starts_;
    RowIndex by_amount_;                                             // what was open when the run began
    RowIndex by_customer_and_amount_;                                // … of common amounts: of the others there are few
    mutable std::unordered_map<std::uint64_t, std::size_t> counted_; // how often amounts stand in by_amount_, once asked
    std::unordered_map<std::uint64_t, std::vector<Row>> changed_;    // since then; of one customer, and of all (no_row)
    std::unordered_map<Row, std::vector<Row>> credits_;
};

} // namespace settled::matching
