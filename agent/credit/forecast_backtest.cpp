#include "credit/forecast_backtest.hpp"

#include <algorithm>
#include <cstdlib>

namespace settled::credit {
namespace {

constexpr int months_max = 120; // the latest

void add(BacktestError& error, Date expected, Date real) {
    const int days = days_between(expected, real);
    ++error.items;
    error.days += std::abs(days);
    error.days_early += days;
}

// The mean days late of everything that a company's customers paid so far.
int mean_late(std::span<const PaidItem> paid, Date today) {
    std::int64_t sum = 0, count = 0;
    for (const PaidItem& one : paid)
        if (one.paid_on <= today) sum += days_between(one.due_date, one.paid_on), ++count;
    return count == 0 ? 0 : static_cast<int>(sum / count);
}

} // namespace

Backtest backtest(std::span<const PaidItem> paid, std::span<const std::uint32_t> group_of, int training_months) {
    std::vector<PaidItem> known;
    for (const PaidItem& one : paid)
        if (one.document_date && one.due_date && one.paid_on && one.document_date <= one.paid_on) known.push_back(one);
    Backtest made;
    if (known.empty()) return made;
    const auto [begin, end] = std::ranges::minmax(known, {}, &PaidItem::paid_on);
    made.from = begin.paid_on.first_of_month().plus_months(training_months + 1);
    if (const Date limit = end.paid_on.first_of_month().plus_months(-months_max); made.from < limit) made.from = limit;
    for (Date today = made.from; today <= end.paid_on; today = today.plus_months(1)) {
        made.to = today;
        const Date issued_from = today.plus_months(-1);
        const PaymentForecast forecast(known, group_of, today.plus_days(-1));
        const int company_late = mean_late(known, today.plus_days(-1));
        for (const PaidItem& one : known) {
            if (one.document_date < issued_from || one.document_date >= today || one.paid_on < today) continue;
            const Expectation expected = forecast.expected({one.customer, {one.document_date, one.due_date, one.amount}, Date()});
            const Date day = std::max(expected.day, today);
            add(made.forecast, day, one.paid_on);
            made.forecast.in_range += expected.earliest <= one.paid_on && one.paid_on <= expected.latest;
            const Habit& habit = forecast.habit(one.customer);
            const int late = habit.payments > 0 ? habit.mean_days_late : company_late;
            add(made.average_delay, std::max(one.due_date.plus_days(late), today), one.paid_on);
            add(made.due_date, std::max(one.due_date, today), one.paid_on);
        }
    }
    return made;
}

} // namespace settled::credit
