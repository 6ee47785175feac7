// credit_view.hpp -- a customer's credit: the score with every figure it rests on, in words, and what is missing.
#pragma once

#include "credit/score.hpp"
#include "jobs/picture.hpp"
#include "matching/words.hpp"

#include <string>
#include <vector>

namespace settled::jobs {

// In the customer's own currency, else the company's.
Result<credit::CreditScore> credit_of(JobContext& context, const Picture& picture, const ledger::Positions& positions,
                                      ledger::Row customer);

struct CustomerWarning {
    ledger::Row customer = ledger::no_row;
    credit::EarlyWarning warning;
};
// About every customer that owes something, the history of payments read once. By row.
Result<std::vector<CustomerWarning>> warnings_of_debtors(JobContext& context, const Picture& picture,
                                                         const ledger::Positions& positions);

// One sentence a figure.
std::vector<std::string> credit_words(const Picture& picture, ledger::Row customer, const credit::CreditScore& score,
                                      matching::Language language);
// One warning with its figure, and the measure that is proposed.
std::string warning_words(const Picture& picture, ledger::Row customer, const credit::EarlyWarning& warning,
                          matching::Language language);
std::string measure_words(credit::Measure measure, matching::Language language);

} // namespace settled::jobs
