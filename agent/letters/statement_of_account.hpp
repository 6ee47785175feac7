// statement_of_account.hpp -- a customer's account on paper (往来对账单): the period, each posting with the balance after it,
// what is open, and a part by which the customer says that it is right, or what differs.
//
// The words stand in config/letters/LANG/statement.txt, which finance may change as any letter. It is no audit confirmation
// (询证函): nobody's silence is agreement. Figures come as they were reckoned; where the ledger has no history, the paper says
// so.
#pragma once

#include "ledger/account_statement.hpp"
#include "letters/reminder.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace settled::letters {

// What the ledger shows as open on the day of the paper. The first five add up to it.
struct OpenSplit {
    std::int64_t not_due = 0, overdue = 0, retention_not_due = 0, no_due_date = 0;
    std::int64_t credits = 0;    // credit notes and money on account, negative
    std::int64_t on_its_way = 0; // received, and not in the ledger's figures yet; positive

    std::int64_t to_pay() const { return overdue > on_its_way - credits ? overdue + credits - on_its_way : 0; }
};

struct OpenLine {
    std::string number;
    Date document_date, due_date;
    std::int64_t open = 0;
    int days_overdue = 0;
};

struct CurrencyAccount {
    Currency currency;
    ledger::AccountStatement statement;
    OpenSplit split;
    std::vector<OpenLine> open; // by due date
};

struct CustomerAccount {
    std::string ledger, customer_id, customer_name, contact, email;
    Date from, to, known_on;
    std::vector<CurrencyAccount> currencies; // by code; only those with a posting or something open
};

enum class StatementText : std::uint8_t { reconcile, request }; // request: asks for what is overdue, too

struct StatementInput {
    const CustomerAccount* account = nullptr;
    const config::Company* company = nullptr;
    std::vector<const config::BankAccount*> accounts; // of the company; see ReminderInput
    std::string language;
    StatementText text = StatementText::reconcile;
    std::string reply_to; // where the answer goes; "" leaves the line out
};

inline constexpr std::size_t statement_lines_max = 20'000; // of one currency; more is told, not listed
inline constexpr std::size_t open_lines_max = 500;

// BAD_DATA: words are not there, or name a value that does not exist.
Result<render::PdfDocument> statement_of_account(const StatementInput& input, const TemplateSource& templates);

// The mail that brings it: subject, text and HTML, in the frame of every letter.
Result<Letter> statement_mail(const StatementInput& input, const TemplateSource& templates);

} // namespace settled::letters
