// running_balance.hpp -- a column of balances proves its rows one by one, in either order.
//
// Exports list the oldest row first or the newest, as the person who made them chose. Both readings
// are followed; rows are proved while one of them holds.
#pragma once

#include <formats/balance_proof.hpp>

#include <cstdint>
#include <optional>

namespace settled::csv {

class RunningBalance {
  public:
    using Amount = formats::DecimalAmount;

    // The next row in file order; without a balance nothing can be proved any more.
    void add(Amount amount, std::optional<Amount> balance_after, std::int64_t line);

    bool proved() const { return rows_ > 0 && complete_ && (oldest_first_ || newest_first_); }
    bool complete() const { return rows_ > 0 && complete_; } // every row had a balance
    std::int64_t rows() const { return rows_; }

    // Of a proved column: rows that read both ways (one row, or amounts that cancel) leave the order
    // open; then they are taken as oldest first.
    bool order_known() const { return oldest_first_ != newest_first_; }
    bool newest_first() const { return !oldest_first_; }
    std::optional<Amount> opening() const;
    std::optional<Amount> closing() const;

    // Where the proof broke: the row's line, and what its balance should have been.
    struct Break {
        std::int64_t line;
        std::optional<Amount> expected;
        Amount found;
    };
    const std::optional<Break>& broken() const { return broken_; }

  private:
    bool complete_ = true, oldest_first_ = true, newest_first_ = true;
    std::int64_t rows_ = 0;
    Amount first_amount_, first_balance_, last_amount_, last_balance_;
    std::optional<Break> broken_;
};

} // namespace settled::csv
