// statement_answer.hpp -- what a customer answered to its statement of account (往来对账单): that it is right, or what differs.
//
// Answer and differences are facts, told by a person. A difference stands, in the daily mail's workbook and as a task, until a
// person says that it is cleared, the customer answers anew, or agrees (finance 16).
#pragma once

#include "jobs/context.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace settled::jobs {

inline constexpr std::size_t statement_differences_max = 500; // more is no answer to one statement, but another ledger

struct StatementAnswer {
    std::string customer; // "C001" or "u8:C001"
    bool agrees = false;
    Date statement_day;      // the last day of the statement; none: the end of the month before
    std::string note;        // the customer's words
    std::string file, bytes; // the customer's own ledger, of which each difference becomes a line; "" for none
    Currency currency;       // of that ledger; none: the customer's
};

struct StatementAnswered {
    std::int64_t answer = 0;               // the fact
    std::vector<std::int64_t> differences; // facts
    std::int64_t cleared = 0;              // differences of earlier answers that stand no longer
};

// INVALID_CONFIG: no such customer; no words and no ledger for what differs; a ledger that agrees. BAD_DATA: the file.
Result<StatementAnswered> answer_statement(JobContext& context, const Scope& scope, const StatementAnswer& answer);

// The difference is cleared; false where no such difference stands.
Result<bool> clear_difference(JobContext& context, const Scope& scope, std::int64_t fact, const std::string& why);

// Of a standing fact: `agrees`, `differs`, or a difference's kind, as FindingKind names it, or one of these.
inline constexpr std::string_view answer_agrees = "agrees", answer_differs = "differs";
inline constexpr std::string_view in_words_only = "in_words", opening_differs = "opening_balance",
                                  does_not_add_up = "unexplained";

} // namespace settled::jobs
