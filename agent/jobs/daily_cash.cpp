#include "jobs/daily_cash.hpp"

#include "jobs/forecast.hpp"
#include "jobs/measures.hpp"

namespace settled::jobs {
namespace {

constexpr int weeks_back = 5, weeks_ahead = 5; // each with this week's part
constexpr int months_shown = 12;
constexpr int days_in_week = 7;

// Money of customers, as far as anybody knows: what is no receivable or was taken back is none.
bool is_received(const store::StoredMatch& match, Currency currency) {
    const bool counts = match.state != matching::State::not_receivable && match.state != matching::State::reversed;
    return counts && match.amount.currency == currency && match.amount.minor_units > 0;
}

} // namespace

Status add_cash(JobContext& context, reports::DailyFacts& facts, const Picture& picture, const ledger::Positions& positions) {
    reports::CashView& cash = facts.cash;
    cash.currency = picture.company->currency;
    const Date this_week = credit::monday_of(picture.as_of), first = this_week.plus_days(-days_in_week * (weeks_back - 1));
    cash.received.resize(weeks_back);
    for (int week = 0; week < weeks_back; ++week)
        cash.received[static_cast<std::size_t>(week)].from = first.plus_days(week * days_in_week);
    for (const store::StoredMatch& match : picture.matches)
        if (is_received(match, cash.currency) && match.date >= first && match.date <= picture.as_of)
            cash.received[static_cast<std::size_t>(days_between(first, match.date) / days_in_week)].amount +=
                match.amount.minor_units;

    PaymentHistory history(picture);
    if (Status read = history.read(context); !read) return read;
    auto forecast = forecast_of(picture, positions, history, weeks_ahead - 1, std::nullopt);
    if (!forecast) return pass(forecast);
    cash.has_history = forecast->history;
    for (const ForecastSums& sums : forecast->sums) {
        if (sums.currency != cash.currency) continue;
        for (const credit::ExpectedWeek& week : sums.weeks)
            if (week.monday) cash.expected.push_back({std::max(week.monday, picture.as_of), week.expected, week.low, week.high});
    }
    for (const CurrencyMeasures& of_currency : measures_of(picture, history, months_shown))
        if (of_currency.currency == cash.currency)
            for (const credit::MonthMeasures& month : of_currency.months)
                if (month.dso_count_back) facts.dso.push_back({month.end, *month.dso_count_back});
    return {};
}

} // namespace settled::jobs
