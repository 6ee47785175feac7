// home_sum.hpp -- what a ledger's open items are worth in its home currency, as the ledger itself states it.
//
// A control account is often kept in home currency for items of every currency; only the ledger knows at which rates.
#pragma once

#include <settled/money.hpp>

#include <cstdint>

namespace settled::ledger {

struct HomeSum {       // the open items of one ledger and kind
    Currency currency; // none: the ledger does not name its home currency
    bool is_advance = false;
    std::int64_t open = 0;                  // minor units
    std::int64_t count = 0, not_stated = 0; // items; those without an amount in home currency
};

} // namespace settled::ledger
