// balance_statement.hpp -- the bank's statement and the bank book of one account, read from the store and
// compared: 银行存款余额调节表.
#pragma once

#include "jobs/picture.hpp"
#include "matching/bank_reconciliation.hpp"
#include "reports/balance_statement.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace settled::jobs {

struct BalanceStatementRequest {
    std::string account; // of [bank_account], or its number
    Date day;            // none: --as-of, else the last day that the bank's statements cover
    int days_in_transit_max = matching::days_in_transit_max;
};

struct BalanceStatement {
    const config::Company* company = nullptr;
    const config::BankAccount* account = nullptr;
    Date day, known_on; // posted up to; with what was known at the end of
    matching::BankReconciliation result;
    std::vector<matching::two_sided::Line> bank, book; // what the items' lines name

    // The lines' texts live in them, or in the picture that it was made of.
    std::unique_ptr<ledger::Book> ledger_book;
    std::unique_ptr<statement::EntryBook> entries;

    const matching::two_sided::Line& line(const matching::ItemInTransit& item) const;
};

// INVALID_CONFIG: no such account, or several. A ledger never pulled or an account without a statement is
// a doubt in the answer.
Result<BalanceStatement> balance_statement(JobContext& context, const Scope& scope, const BalanceStatementRequest& request);

// Of one account of a picture, which must outlive it, up to the last day that the bank's statements cover. Nothing where the
// ledgers give neither bank book nor balance of it.
Result<std::optional<BalanceStatement>> balance_statement(JobContext& context, const Picture& picture,
                                                          const config::BankAccount& account);

// What is printed of it; it must outlive the view.
reports::BalanceStatementView view_of(const BalanceStatement& made);

} // namespace settled::jobs
