// daily_ties.hpp -- what the daily mail and workbook say about whether the books tie.
#pragma once

#include "reports/balance_statement.hpp"

#include <settled/money.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace settled::reports {

struct ControlLine { // the sub-ledger against the control account, where the ledger gives one
    std::string ledger, account;
    Money control, items;
    bool agrees_with_others = false; // with the ledger's other control account, together: money on account stands on the other
};

struct BalanceTie {      // a bank account's statement against the bank book (银行存款余额调节表)
    std::string account; // of [bank_account]
    Currency currency;
    bool agrees = false;
    std::optional<std::int64_t> bank_adjusted, book_adjusted; // minor units; none: not known
    std::vector<std::string> doubts;                          // why it does not agree, in words
    BalanceForm form;                                         // names each item in transit: treasury's business
};

} // namespace settled::reports
