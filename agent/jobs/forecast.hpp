// forecast.hpp -- what customers are expected to pay, from the store: items with day, range and reason, and sums by week.
//
// Counted is what is still owed after money on its way. Disputed items and those without a due date stand apart, by name; an
// item taken to law is not expected at all.
#pragma once

#include "credit/expected_weeks.hpp"
#include "credit/forecast_backtest.hpp"
#include "jobs/payment_history.hpp"
#include "matching/words.hpp"

#include <string>
#include <vector>

namespace settled::jobs {

struct ForecastItem {
    ledger::Row item = ledger::no_row;
    std::string customer, customer_name, document_number; // customer: "u8:C001"
    Date due_date;
    Money owed;
    credit::Expectation when;
    std::string why; // one sentence
};

struct ForecastSums { // of one currency
    Currency currency;
    std::vector<credit::ExpectedWeek> weeks;
    std::int64_t disputed = 0, no_due_date = 0; // not in the weeks
};

struct CompanyForecast {
    std::string company;
    Date as_of;
    std::vector<ForecastItem> items; // by expected day
    std::vector<ForecastSums> sums;  // by currency
    bool history = false;            // a ledger gave settlements
};

// `words`: of the items with their reasons; none: the sums alone, which a ledger of a million items does not hold twice.
Result<CompanyForecast> forecast_of(const Picture& picture, const ledger::Positions& positions, PaymentHistory& history,
                                    int weeks, std::optional<matching::Language> words);
Result<std::vector<CompanyForecast>> forecast(JobContext& context, const Scope& scope, int weeks, matching::Language language);

struct CompanyBacktest {
    std::string company;
    credit::Backtest result;
};

Result<std::vector<CompanyBacktest>> forecast_backtest(JobContext& context, const Scope& scope, int training_months);

} // namespace settled::jobs
