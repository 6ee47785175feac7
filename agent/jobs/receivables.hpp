// receivables.hpp -- what is open, by age: the figures of `aging` and of the daily mail.
//
// An item counts with what is left of it after money that is surely on its way into the ERP's
// figures (matched, unapproved receipts, bills). Credits stand apart, unapplied, until the ERP
// applies them.
#pragma once

#include "credit/aging.hpp"
#include "jobs/picture.hpp"

#include <string>
#include <vector>

namespace settled::jobs {

struct AgedCustomer {
    std::string customer, name; // "u8:C001"
    credit::CustomerAging aging;
};

struct CompanyAging {
    std::string company;
    credit::Aging aging;
    std::vector<AgedCustomer> customers;
};

struct AgingReport {
    Date as_of;  // known at
    Date closed; // posted up to; none: everything that is known
    credit::AgingBasis basis = credit::AgingBasis::due_date;
    std::vector<CompanyAging> companies;
};

Result<CompanyAging> aging_of(const Picture& picture, credit::AgingBasis basis);
// The same without words, where the positions are known: of a great ledger neither is made twice.
Result<credit::Aging> aged(const Picture& picture, const ledger::Positions& positions, credit::AgingBasis basis);
// `closed`: what was open at the end of that day, as the ERPs' books of now tell it (ledger/closed_period.hpp); none: the
// positions of now. UNSUPPORTED: a ledger gives no history of settlements that reaches so far back.
Result<AgingReport> aging(JobContext& context, const Scope& scope, credit::AgingBasis basis, Date closed = {});

} // namespace settled::jobs
