// bank_balance.hpp -- an account's balance on a day, as far as the bank's own statements prove it.
//
// A stated balance proves a day, and every other one proves that nothing is missing between: the entries
// must lead from each closing balance to the next. Nothing is taken for zero.
#pragma once

#include <settled/date.hpp>
#include <settled/money.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace settled::matching {

struct StatedBalances { // of one statement, in minor units
    Date first, last;   // the days it covers
    std::optional<std::int64_t> opening, closing;
};

struct DatedAmount {
    Date date;
    std::int64_t amount = 0;
};

struct BankBalance {
    std::optional<std::int64_t> balance; // at the end of the day
    Date covered_from, covered_to;       // by statements, never beyond the day; none: no statement
    Date stated_on;                      // the day of the closing balance that it rests on
    std::int64_t entries_since = 0;      // not proved by a closing balance: their number
    // The last place where a closing balance is not the one that the later statements lead back to.
    Date gap_after;              // none: no gap
    Date gap_before;             // the next day that is proved
    std::int64_t gap_amount = 0; // what the missing entries move
};

// `entries`: everything booked, of any day. Nothing in `balance` where no statement states one, or a sum
// goes beyond 64 bits.
BankBalance bank_balance(std::span<const StatedBalances> statements, std::span<const DatedAmount> entries, Date day);

} // namespace settled::matching
