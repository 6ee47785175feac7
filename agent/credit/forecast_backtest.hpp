// forecast_backtest.hpp -- how good the forecast would have been: made anew for every past month from what was known then,
// and held against what came true, beside two simple ones.
#pragma once

#include "credit/forecast.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace settled::credit {

struct BacktestError { // days between the expected and the real day
    std::int64_t items = 0;
    std::int64_t days = 0;       // of all items
    std::int64_t days_early = 0; // of those that came later than expected, less those that came earlier
    std::int64_t in_range = 0;   // items whose day lay in the range; of the forecast alone

    std::int64_t mean_in_hundredths() const { return items == 0 ? 0 : 100 * days / items; }
};

struct Backtest {
    Date from, to; // the months that were forecast
    BacktestError forecast;
    BacktestError average_delay; // due date and the customer's mean days late so far, else the company's
    BacktestError due_date;
};

// Every invoice once: on the first of the month after it was issued, if it was open then. None of the three expects a day that
// is over. The first `training_months` of the history teach only.
Backtest backtest(std::span<const PaidItem> paid, std::span<const std::uint32_t> group_of, int training_months);

} // namespace settled::credit
