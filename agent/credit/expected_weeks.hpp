// expected_weeks.hpp -- the receipts of the coming weeks: what is expected, and between what it will lie in eight weeks of ten.
//
// Each item counts in every week with the part of its likely days that lie in it, so that the weeks add up to what is open.
// The range treats items as independent of each other (normal approximation): a common cause, such as a holiday, is not in it.
#pragma once

#include "credit/forecast.hpp"

#include <settled/date.hpp>

#include <cstdint>
#include <span>
#include <vector>

namespace settled::credit {

// The Monday of the day's week.
Date monday_of(Date day);

struct ExpectedReceipt {
    Expectation when;
    std::int64_t amount = 0; // minor units, positive; all of one currency
};

struct ExpectedWeek {
    Date monday;                                  // of the last one, which holds all that comes later: none
    std::int64_t expected = 0, low = 0, high = 0; // minor units
    std::int64_t items = 0;                       // whose expected day lies in it
};

// The week of `today` and so many after it, then one with everything later. Nothing where a sum does not fit 64 bits.
std::vector<ExpectedWeek> expected_weeks(std::span<const ExpectedReceipt> receipts, Date today, int weeks);

} // namespace settled::credit
