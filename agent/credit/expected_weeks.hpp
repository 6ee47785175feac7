// expected_weeks.hpp -- the receipts of the coming weeks: what is expected, and between what it will lie in eight weeks of ten.
//
// Each item counts in every week with the part of its likely days that lie in it, so that the weeks add up to what is open.
// The range treats items as independent of each other (normal approximation): a common cause, such as a holiday, is not in it.
#pragma once

#include "credit/forecast.hpp"

#include <settled/date.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace settled::credit {

// The Monday of the day's week.
Date monday_of(Date day);

struct ExpectedWeek {
    Date monday;                                  // of the last one, which holds all that comes later: none
    std::int64_t expected = 0, low = 0, high = 0; // minor units
    std::int64_t items = 0;                       // whose expected day lies in it
};

// Takes the items one after the other and keeps their sums alone. All of one currency.
class ExpectedWeeks {
  public:
    // The week of `today` and so many after it, then one with everything later.
    ExpectedWeeks(Date today, int weeks);

    void add(const Expectation& when, std::int64_t amount); // minor units, positive
    // Nothing where a sum does not fit 64 bits.
    std::vector<ExpectedWeek> weeks() const;

  private:
    __extension__ using Wide = __int128;
    struct Sums {
        std::int64_t expected = 0, possible = 0, items = 0;
        Wide variance = 0;
    };

    std::size_t week_of(Date day) const;

    Date first_;
    std::vector<Sums> sums_;
    std::vector<std::int64_t> days_; // of the item at hand, by week
    bool overflow_ = false;
};

} // namespace settled::credit
