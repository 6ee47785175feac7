// freshness.hpp -- is what we know young enough to remind anybody on it?
//
// Each answers "" where all is well, else one sentence that says what is old and since when. A
// ledger is counted in hours since its last complete pull, a bank account in banking days since the
// last day its statements cover (operations 12).
#pragma once

#include "jobs/context.hpp"

#include <string>
#include <vector>

namespace settled::jobs {

Result<std::string> stale_ledger(JobContext& context, const config::Company& company, const std::string& ledger, Date as_of);
// `looked_on`: when its source was last looked through and a day without movement brings no file (`empty_day = "no file"`): then
// nothing is missing up to the day before. None: what no statement covers is not known.
std::string stale_account(const dunning::Calendar& calendar, const config::BankAccount& account,
                          const std::vector<store::AccountCoverage>& coverage, Date as_of, Date looked_on = Date());
// For the account's source; none where its empty days bring a file, or it was not looked through up to the day.
Result<Date> looked_on(JobContext& context, const config::Company& company, const config::BankAccount& account, Date as_of);
// The source was looked through without trouble: kept for each company that it serves.
Status note_look(JobContext& context, const config::Company& company, const config::StatementSource& source);
// Also where a statement lies at a source and could not be taken in: whoever paid in it is not known.
Result<std::string> stale_bank(JobContext& context, const config::Company& company, Date as_of);

// More than 5 % of the items of the pull before went and as many others came: renumbered, or not the
// ledger we think. Items that were paid and went do not count.
Result<std::string> vanished_items(JobContext& context, const config::Company& company, const std::string& ledger, Date as_of);

} // namespace settled::jobs
