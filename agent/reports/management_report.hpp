// management_report.hpp -- what management hears of a month or quarter that is over: receivables by age against the period
// before, how fast the money came, who owes what, what reminders and matching were worth. One report as mail and as workbook.
//
// A section stands in the workbook whole and in the mail with its first rows. What the ledger's data do not allow is not shown:
// `missing` says what is not there and what it would take.
#pragma once

#include "credit/aging.hpp"
#include "credit/late_money.hpp"
#include "credit/measures.hpp"
#include "render/workbook.hpp"
#include "reports/daily_mail.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace settled::reports {

struct AgedTotals { // of one currency; `before`: at the end of the period before, where the ledger was read by then
    Currency currency;
    credit::Buckets now;
    std::optional<credit::Buckets> before;
};

enum class ManagementView : std::uint8_t { customer, region, business_line, salesperson_of_item, salesperson_now };

struct OwedLine { // invoices and debit notes that are open, gross
    std::string name;
    Currency currency;
    std::int64_t open = 0, overdue = 0;
    std::optional<std::int64_t> open_before, overdue_before;
};

struct OwedBy {
    ManagementView view = ManagementView::customer;
    std::vector<OwedLine> lines; // the most overdue first
};

struct MonthsOf {
    Currency currency;
    std::vector<credit::MonthMeasures> months; // the oldest first
};

struct StepSuccess {
    std::string step, channel;
    std::int64_t items = 0, paid = 0; // items reminded; of them with money at the bank within so many days
};

struct MatchingQuality { // of the bank entries decided in the period
    std::int64_t by_itself = 0, by_person = 0, waiting = 0;
    std::int64_t taken_back = 0; // of those settled by itself: undone or corrected by a person
};

struct PlannedLine { // what was to be collected in the period, and what came to the bank
    std::string name;
    Currency currency;
    std::int64_t planned = 0, received = 0;
};

struct PlannedBy {
    bool of_salespeople = false; // else of customers
    std::vector<PlannedLine> lines;
};

struct WorkFlow {                                   // how the work of the period flowed
    std::int64_t settled = 0;                       // money that came in and was settled in the period
    std::optional<int> median_days, ninetieth_days; // from the bank's booking day to the decision
    std::int64_t compared = 0, differing = 0;       // decisions that the ERP has booked; of them applied to other documents
    std::int64_t accounts = 0, accounts_agree = 0;  // bank accounts with a bank book, on the last day
    std::int64_t controls = 0, controls_agree = 0;  // control accounts with a balance, on the last day
};

struct LateMoneyOf {
    Currency currency;
    credit::LateMoney late;
};

struct BadDebtLine { // items proposed for a write-off in the period, by the cause that was given
    std::string cause;
    Currency currency;
    std::int64_t items = 0, amount = 0;
    std::int64_t days_overdue = 0, reminders = 0;      // of all of them together
    std::int64_t disputed = 0, promised = 0, told = 0; // items that were disputed, promised, of which the customer heard at all
};

enum class MissingInput : std::uint8_t { settlements, reading_before, regions, business_lines, salespeople, plan, cost_of_money };

struct ManagementFacts {
    std::string company, language = "en";
    Date from, to, known_on;
    bool is_quarter = false, test_clock = false;
    std::vector<AgedTotals> by_due_date, by_document_date;
    std::vector<MonthsOf> measures;
    std::vector<PlannedBy> plans;
    std::vector<OwedBy> owed;
    std::vector<StepSuccess> steps;
    int success_days = 0;
    MatchingQuality matching;
    WorkFlow flow;
    int cost_of_money_basis_points = 0; // a year; 0: not told
    std::vector<LateMoneyOf> late_money;
    std::vector<BadDebtLine> bad_debts; // the largest first
    std::vector<MissingInput> missing;
};

// Layouts: the Mustache texts of config/reports/management.{html,txt}.
Result<DailyMail> management_mail(const ManagementFacts& facts, std::string_view layout_html, std::string_view layout_text);
Status write_management_workbook(const ManagementFacts& facts, const std::filesystem::path& file);

} // namespace settled::reports
