// daily_facts.hpp -- everything the daily mail and its workbook say, as values.
//
// The report job fills it from the store, so that any past day can be made again; this room turns
// it into words, tables and sheets and adds no figure of its own.
#pragma once

#include "credit/aging.hpp"
#include "ledger/text_arena.hpp"
#include "reports/daily_dunning.hpp"
#include "reports/daily_money.hpp"
#include "reports/daily_ties.hpp"

#include <settled/date.hpp>
#include <settled/money.hpp>

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace settled::reports {

struct LedgerFreshness {
    std::string name, pulled_at;
    std::int64_t generation = 0;
    std::string stale; // "" where fresh, else one sentence
};

struct AccountFreshness {
    std::string name, bank, number; // number: the last four characters
    Date covered_to;
    bool has_closing = false;
    Money closing;
    bool balance_proved = true;
    std::string stale;
};

struct Debtor {                                      // who owes, written once for all items and currencies
    std::string customer, name, salesperson, region; // customer: "u8:C001"; the last two as the ledger has them now
    std::string next;                                // what happens next, in words: "2026-11-25 15 days overdue"
};

// A ledger of a million items is held whole: what many of them share stands elsewhere.
struct OpenItemLine {
    std::uint32_t debtor = 0; // in DailyFacts::debtors
    int days_overdue = 0;
    ledger::TextRef document_number; // in DailyFacts::document_numbers
    std::string_view document_type;  // CONTRACT's word, which outlives everything
    Date document_date, due_date;    // due_date: none where nobody knows it
    Currency currency;
    std::int64_t amount = 0, open = 0, still_owed = 0; // as issued; the ERP's open amount; after money on its way
};

struct AgingLine {
    Currency currency;
    credit::Buckets buckets;
    std::int64_t overdue_before = 0; // at the previous report
    bool has_overdue_before = false;
    std::int64_t due_today = 0, newly_overdue = 0;
    std::int64_t due_today_count = 0, newly_overdue_count = 0, overdue_count = 0;
};

struct CustomerAgeLine {
    std::uint32_t debtor = 0; // in DailyFacts::debtors
    Currency currency;
    int oldest_days = 0;
    credit::Buckets buckets;
};

struct BusinessLineAge {
    std::string name; // as the ledger has it of the item; "" of those it says nothing of
    Currency currency;
    credit::Buckets buckets;
};

struct ProblemLine {
    std::string where, what; // one line with the next step
};

struct DailyFacts {
    std::string company, legal_name, language = "en", mode; // mode: shadow | approve | auto
    Date as_of;
    std::string made_at, previous_at; // RFC 3339; previous_at "" for the first report
    bool test_clock = false;
    std::map<std::string, std::set<std::string>> customers_of; // of a salesperson (address, else name or number): "u8:C001"
    std::vector<LedgerFreshness> ledgers;
    std::vector<AccountFreshness> accounts;
    std::vector<EntryLine> entries; // decided since the previous report, and every older one that still waits
    std::int64_t unseen_count = 0;  // entries that these readers see as a sum only
    std::vector<Money> unseen;
    std::vector<DifferenceLine> differences;
    std::vector<RefundLine> refunds;   // in the order of the decisions
    std::vector<Money> bills_received; // since the previous report: no cash
    std::vector<BillLine> bills;       // the most pressing first
    std::vector<Debtor> debtors;
    std::vector<OpenItemLine> open_items;
    ledger::TextArena document_numbers; // of the open items: a million of them are no million strings
    std::vector<AgingLine> aging;
    std::vector<CustomerAgeLine> customers;      // by overdue amount
    std::vector<BusinessLineAge> business_lines; // empty where the ledger names none
    CashView cash;
    std::vector<MonthDays> dso;         // count-back, of the months that are over; empty where no history is known
    std::vector<MessageLine> going_out; // due or held now
    std::vector<MessageLine> sent;      // since the previous report, failed and unknown ones too
    std::vector<TaskLine> tasks;
    std::vector<WarningLine> warnings;
    std::vector<PromiseLine> promises; // of the last and the next days
    std::vector<SuppressedLine> suppressed;
    std::vector<StatementDifference> statement_differences; // oldest first
    std::vector<ControlLine> controls;
    std::vector<BalanceTie> balances;
    std::vector<ProblemLine> problems;
    std::vector<ProblemLine> unguarded; // safety that the configuration switches off; `where` names the block and the switch
    std::int64_t audit_rows = 0;
    std::string audit_head;
    std::string sending_window; // "09:00–18:00": when the messages above leave
};

} // namespace settled::reports
