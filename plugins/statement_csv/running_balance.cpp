#include "running_balance.hpp"

namespace settled::csv {

void RunningBalance::add(Amount amount, std::optional<Amount> balance_after, std::int64_t line) {
    complete_ = complete_ && balance_after;
    if (!complete_) return;
    if (rows_++ == 0) {
        first_amount_ = amount;
        first_balance_ = *balance_after;
    } else if (oldest_first_ || newest_first_) {
        const auto forward = formats::add(last_balance_, amount);
        const auto backward = formats::subtract(last_balance_, last_amount_);
        const bool was_newest_first = !oldest_first_;
        oldest_first_ = oldest_first_ && forward == balance_after;
        newest_first_ = newest_first_ && backward == balance_after;
        if (!oldest_first_ && !newest_first_) broken_ = Break{line, was_newest_first ? backward : forward, *balance_after};
    }
    last_amount_ = amount;
    last_balance_ = *balance_after;
}

std::optional<RunningBalance::Amount> RunningBalance::opening() const {
    return oldest_first_ ? formats::subtract(first_balance_, first_amount_) : formats::subtract(last_balance_, last_amount_);
}

std::optional<RunningBalance::Amount> RunningBalance::closing() const { return oldest_first_ ? last_balance_ : first_balance_; }

} // namespace settled::csv
