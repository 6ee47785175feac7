// credit_view.hpp -- a customer's credit: the score with every figure it rests on, in words, and what is missing.
#pragma once

#include "credit/score.hpp"
#include "jobs/picture.hpp"

#include <string>
#include <vector>

namespace settled::jobs {

// In the customer's own currency, else the company's.
Result<credit::CreditScore> credit_of(JobContext& context, const Picture& picture, ledger::Row customer);

// One sentence a figure, English or Chinese.
std::vector<std::string> credit_words(const Picture& picture, ledger::Row customer, const credit::CreditScore& score,
                                      bool chinese);

} // namespace settled::jobs
