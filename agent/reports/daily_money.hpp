// daily_money.hpp -- what the daily mail says about money: each bank entry and what was decided about it, where the ERP says
// otherwise, what came in by week and what is expected.
#pragma once

#include "matching/match.hpp"

#include <settled/date.hpp>
#include <settled/money.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace settled::reports {

inline constexpr std::size_t likely_customers_max = 3;
inline constexpr int escalated_after_days = 5; // working days that money may wait to be claimed (finance 10)

// One bank entry (or part of a batch) and what was decided about it.
struct EntryLine {
    std::int64_t match = 0, entry = 0;
    std::int32_t part = -1;
    Date date;
    std::string account, counterparty, customer, customer_name, documents;
    Money amount, residual;
    matching::State state = matching::State::unmatched;
    matching::Class not_receivable = matching::Class::none;
    bool is_new = false;                   // decided since the previous report
    std::vector<std::string> reasons;      // sentences in the report's language
    std::vector<std::string> alternatives; // of a question: "INV-7, INV-8: …"
    std::string remittance;                // what the payer wrote, accounts masked
    std::vector<std::string> likely;       // to be claimed: customers it may be of, at most likely_customers_max
    int waiting_days = 0;                  // working days since the bank booked it
};

struct RefundLine { // what a customer paid twice or too much, and nobody has sent back or booked
    std::int64_t match = 0, entry = 0;
    Date date;
    std::string customer, customer_name, counterparty, why;
    Money over;
};

struct DifferenceLine { // the ERP applied the money to other items than we did
    std::int64_t entry = 0;
    std::string customer, customer_name, receipt, ours, theirs;
    Money amount;
};

struct BillLine {                                      // a bill of exchange that somebody has to look at
    std::string number, customer, customer_name, kind; // kind: CONTRACT's word; "" where the ledger does not say
    std::string matter;                                // what is to be done, in words
    Date due;
    Money amount;
    bool is_pressing = false; // refused, or too late to be presented
};

struct CashWeek { // begins on `from`: a Monday, or today for what is expected of this week
    Date from;
    std::int64_t amount = 0;
    std::int64_t low = 0, high = 0; // expected: what it lies between in eight weeks of ten
};

struct CashView { // in the company's own currency
    Currency currency;
    std::vector<CashWeek> received, expected;
    bool has_history = false; // customers' habits are known; else everything is expected on its due date
};

struct MonthDays {
    Date end;
    std::int64_t tenths = 0; // of a day
};

} // namespace settled::reports
