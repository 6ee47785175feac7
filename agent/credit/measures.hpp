// measures.hpp -- how fast a company gets its money, month by month, each figure by a definition that has a name.
//
//   dso_simple          open at the month's end ÷ invoiced in the three months up to it × their days
//   dso_count_back      days of the newest months whose invoices make up what is open, calendar days; the last one in part
//   best_possible_dso   as dso_simple, of what is open and not yet due
//   average_days_delinquent   dso_simple − best_possible_dso: of the balance, not the mean lateness of payments
//   collection_effectiveness  (open before + invoiced − open after) ÷ (open before + invoiced − open after and not due)
//   overdue_ratio       open and due before the month's end ÷ open
//   days_late           of what was paid in the month, weighted by amount; early counts as on time
//   paid_on_time        of what was paid in the month, the part paid by its due date
//
// Gross: credit notes and money on account are not in it. Of one currency. A figure whose divisor is nothing, or whose months
// the history does not reach, is absent. Whole numbers: days and percents in tenths. Pure.
// Definitions: upflow.io (DSO), creditguru.com (CEI), Benji Pays (count-back), compared in the project's research.
#pragma once

#include "credit/payment_habit.hpp"

#include <settled/date.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace settled::credit {

using Tenths = std::optional<std::int64_t>;

Tenths dso(std::int64_t open, std::int64_t invoiced, int days);
// `months`: the newest first.
struct InvoicedMonth {
    std::int64_t invoiced = 0;
    int days = 0;
};
Tenths dso_count_back(std::int64_t open, std::span<const InvoicedMonth> months);
Tenths collection_effectiveness(std::int64_t open_before, std::int64_t invoiced, std::int64_t open_after,
                                std::int64_t not_due_after); // percent
Tenths percent(std::int64_t part, std::int64_t whole);

struct StillOpen {
    Date document_date, due_date;
    std::int64_t amount = 0;
};

struct MonthMeasures {
    Date end; // the month's last day
    std::int64_t invoiced = 0, collected = 0, open = 0, overdue = 0;
    Tenths dso_simple, dso_count_back, best_possible_dso, average_days_delinquent; // days
    Tenths collection_effectiveness, overdue_ratio, paid_on_time;                  // percent
    Tenths days_late;
};

// The last `months` that are over on `today`, the oldest first; only those that the history reaches. Of `paid`, what has no
// document date is left out.
std::vector<MonthMeasures> measures(std::span<const PaidItem> paid, std::span<const StillOpen> open, Date today, int months);

} // namespace settled::credit
