#include "credit/late_money.hpp"

#include <settled/money.hpp>

#include <algorithm>
#include <cassert>

namespace settled::credit {
namespace {

constexpr std::int64_t days_of_year = 365, basis_points = 10000;

// Days of the period on which it is late: after the due date, up to and with `last`.
int late_days(Date due, Date last, Date from, Date to) {
    const Date first_late = std::max(due.plus_days(1), from), last_late = std::min(last, to);
    return first_late > last_late ? 0 : days_between(first_late, last_late) + 1;
}

std::int64_t divided(std::int64_t amount, std::int64_t by) { // half away from zero; both positive
    return (amount / by) + (amount % by >= by - (amount % by) ? 1 : 0);
}

class Sum {
  public:
    void add(std::int64_t amount, int days) {
        if (amount <= 0 || days == 0 || !total_) return;
        std::int64_t product = 0;
        total_ = __builtin_mul_overflow(amount, std::int64_t{days}, &product) ? std::nullopt : checked_add(*total_, product);
    }
    std::optional<std::int64_t> total() const { return total_; }

  private:
    std::optional<std::int64_t> total_ = 0;
};

} // namespace

std::optional<LateMoney> late_money(std::span<const PaidItem> paid, std::span<const StillOpen> open, Date from, Date to,
                                    int rate_basis_points) {
    assert(from <= to && rate_basis_points >= 0 && rate_basis_points <= rate_basis_points_max);
    Sum sum;
    for (const PaidItem& item : paid)
        if (item.due_date) sum.add(item.amount, late_days(item.due_date, item.paid_on, from, to));
    for (const StillOpen& item : open)
        if (item.due_date) sum.add(item.amount, late_days(item.due_date, to, from, to));
    if (!sum.total()) return std::nullopt;
    LateMoney made;
    made.overdue_days_amount = *sum.total();
    made.average_overdue = divided(made.overdue_days_amount, days_between(from, to) + 1);
    // In two parts, so that no product is too large.
    constexpr std::int64_t year = days_of_year * basis_points;
    const std::int64_t whole = (made.overdue_days_amount / year) * rate_basis_points;
    made.cost = whole + divided((made.overdue_days_amount % year) * rate_basis_points, year);
    return made;
}

} // namespace settled::credit
