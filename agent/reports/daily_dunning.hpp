// daily_dunning.hpp -- what the daily mail says about customers and what passes between them and us: messages, tasks, warnings,
// promises, answers to statements of account, and whom nothing is sent and why.
#pragma once

#include <settled/date.hpp>
#include <settled/money.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace settled::reports {

struct MessageLine {
    std::int64_t message = 0;
    std::string kind, customer, customer_name, step, to, subject, state, reason; // state and reason: CONTRACT's words
    std::string reason_text;                                                     // in the report's language
    std::vector<Money> totals;
    std::string at;
};

struct TaskLine {
    std::int64_t task = 0;
    std::string owner, customer, customer_name, kind, why;
    Date due;
};

struct WarningLine { // what speaks for trouble to come, and what is proposed
    std::string customer, customer_name, words;
    bool is_stop = false; // supply is stopped, or that is proposed
};

struct PromiseLine {
    std::string customer, customer_name, document_number, state; // state: ahead | kept | broken
    Date date;
    Money amount; // no currency: the whole of it
};

struct StatementDifference { // what a customer said to differ in its statement of account, not cleared yet
    std::int64_t fact = 0;
    std::string customer, customer_name, month, what, text; // month: "2026-10"; text: numbers and the customer's words
    Money difference;                                       // theirs - ours; no currency: not said
    Date since;
};

struct SuppressedLine {
    std::string customer, customer_name, document_number, reason, text;
    Date until;
};

} // namespace settled::reports
