// measures.hpp -- a company's measures month by month, from its ledgers' history of payments and what is open today.
#pragma once

#include "credit/measures.hpp"
#include "jobs/payment_history.hpp"

#include <string>
#include <vector>

namespace settled::jobs {

struct CurrencyMeasures {
    std::string company;
    Currency currency;
    std::vector<credit::MonthMeasures> months;
};

struct Measured {
    std::vector<CurrencyMeasures> currencies;
    std::vector<std::string> without_history; // companies none of whose ledgers gives settlements: no past is known
};

// By currency; nothing where none of the company's ledgers gives settlements.
std::vector<CurrencyMeasures> measures_of(const Picture& picture, const PaymentHistory& history, int months);
Result<Measured> measures(JobContext& context, const Scope& scope, int months);

} // namespace settled::jobs
