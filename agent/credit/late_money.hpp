// late_money.hpp -- what it cost in a period that customers paid after the due date.
//
// Every amount that is overdue costs the yearly rate for each day of the period on which it is: from the day after its due date
// up to and with the day of its payment, or the period's last day. Days over 365; rounded once, half away from zero. Pure.
#pragma once

#include "credit/measures.hpp"
#include "credit/payment_habit.hpp"

#include <settled/date.hpp>

#include <cstdint>
#include <optional>
#include <span>

namespace settled::credit {

struct LateMoney {
    std::int64_t overdue_days_amount = 0; // minor units × days
    std::int64_t average_overdue = 0;     // per day of the period
    std::int64_t cost = 0;
};

inline constexpr int rate_basis_points_max = 10000; // a hundred percent a year

// `paid`: also what was paid in part; `open`: on the period's last day. Nothing where a sum does not fit 64 bits.
std::optional<LateMoney> late_money(std::span<const PaidItem> paid, std::span<const StillOpen> open, Date from, Date to,
                                    int rate_basis_points);

} // namespace settled::credit
