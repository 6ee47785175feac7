#include "dunning/words.hpp"
#include "matching/words.hpp"
#include "render/locale.hpp"
#include "reports/answer_words.hpp"
#include "reports/daily_mail.hpp"
#include "reports/headline.hpp"
#include "reports/report_words.hpp"
#include "reports/workbook_ages.hpp"
#include "reports/workbook_entries.hpp"
#include "reports/workbook_parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace settled::reports {
namespace {

using render::Cell;
using render::Sheet;

Sheet summary_sheet(const DailyFacts& facts) {
    Sheet made = new_sheet(facts, "summary", {{"what", 28}, {"state", 90}});
    made.rows.push_back({facts.legal_name, render::date_text(facts.as_of, facts.language)});
    for (const HeadlineLine& line : headline(facts)) made.rows.push_back({line.label, line.text});
    made.rows.push_back({std::string(word("audit", facts.language)),
                         fmt::format("{} {} {}", facts.audit_rows, word("rows", facts.language), facts.audit_head)});
    if (facts.test_clock) made.rows.push_back({std::string(), std::string(word("test_clock", facts.language))});
    return made;
}

Sheet reminder_sheet(const DailyFacts& facts) {
    Sheet made = new_sheet(facts, "reminders",
                           {{"entry", 8},
                            {"customer", 14},
                            {"counterparty", 30},
                            {"step", 14},
                            {"to", 34},
                            {"state", 12},
                            {"total"},
                            {"currency", 11},
                            {"waits_for", 50},
                            {"what", 40}});
    made.columns[0].heading = "#";
    made.columns[2].heading = word("customer", facts.language);
    made.currency_column.reset(); // due, sent and held stand in one list
    add_answer_columns(made, facts, answers_to_a_message(), {{"answer_note_text", 28}});
    const auto add = [&](const MessageLine& line) {
        const bool can_be_answered = line.message != 0 && (line.state == "held" || line.state == "due");
        for (const Money& total : line.totals.empty() ? std::vector<Money>(1) : line.totals) {
            auto& row = made.rows.emplace_back(std::vector<Cell>{
                line.message, line.customer, line.customer_name, dunning::step_words(line.step, facts.language), line.to,
                message_state_word(line.state, facts.language), total, currency_of(total), line.reason_text, line.subject});
            row.resize(made.columns.size() - 1);
            row.emplace_back(can_be_answered ? Cell(fmt::format("message:{}:{}", line.message, line.state)) : Cell());
        }
    };
    for (const MessageLine& line : facts.going_out) add(line);
    for (const MessageLine& line : facts.sent) add(line);
    for (const SuppressedLine& line : facts.suppressed)
        made.rows.push_back({Cell(), line.customer, line.customer_name, Cell(), Cell(),
                             message_state_word("not_reminded", facts.language), Cell(), Cell(), line.text,
                             line.document_number});
    return made;
}

Sheet task_sheet(const DailyFacts& facts) {
    Sheet made = new_sheet(facts, "tasks", {{"owner", 20}, {"customer", 30}, {"kind", 16}, {"due", 11}, {"why", 80}});
    add_answer_columns(made, facts, answers_to_a_task(), {{"answer_day", 13}, {"answer_note_text", 28}});
    for (const TaskLine& line : facts.tasks) {
        auto& row = made.rows.emplace_back(
            std::vector<Cell>{line.owner, line.customer_name, task_word(line.kind, facts.language), line.due, line.why});
        row.resize(made.columns.size() - 1);
        row.emplace_back(line.task != 0 ? Cell(fmt::format("task:{}:{}", line.task, line.due.iso())) : Cell());
    }
    return made;
}

// None where no bill wants anybody.
std::vector<Sheet> bill_sheets(const DailyFacts& facts) {
    if (facts.bills.empty()) return {};
    Sheet made = new_sheet(facts, "bill_sheet",
                           {{"bill_number", 32},
                            {"customer", 14},
                            {"name", 30},
                            {"kind", 18},
                            {"due", 11},
                            {"amount", 16, true},
                            {"currency", 11},
                            {"next", 60}});
    for (const BillLine& line : facts.bills)
        made.rows.push_back({line.number, line.customer, line.customer_name, bill_kind_word(line.kind, facts.language), line.due,
                             line.amount, currency_of(line.amount), line.matter});
    return {made};
}

// None where nobody paid twice or too much.
std::vector<Sheet> refund_sheets(const DailyFacts& facts) {
    if (facts.refunds.empty()) return {};
    Sheet made = new_sheet(facts, "refunds_sheet",
                           {{"entry", 8},
                            {"date", 11},
                            {"customer", 14},
                            {"name", 30},
                            {"counterparty", 30},
                            {"over", 16, true},
                            {"currency", 11},
                            {"why", 60}});
    for (const RefundLine& line : facts.refunds)
        made.rows.push_back({line.entry, line.date, line.customer, line.customer_name, line.counterparty, line.over,
                             currency_of(line.over), line.why});
    return {made};
}

// None where nothing differs. "Done" says that a line is cleared.
std::vector<Sheet> statement_sheets(const DailyFacts& facts) {
    if (facts.statement_differences.empty()) return {};
    Sheet made = new_sheet(facts, "statement_differences",
                           {{"customer", 14},
                            {"name", 30},
                            {"statement_month", 12},
                            {"what", 24},
                            {"documents", 50},
                            {"difference", 18, true},
                            {"currency", 11},
                            {"since", 11}});
    add_answer_columns(made, facts, answers_to_a_difference(), {{"answer_note_text", 28}});
    for (const StatementDifference& line : facts.statement_differences) {
        const bool is_sum = !line.difference.currency.none();
        auto& row = made.rows.emplace_back(std::vector<Cell>{line.customer, line.customer_name, line.month, line.what, line.text,
                                                             is_sum ? Cell(line.difference) : Cell(),
                                                             is_sum ? currency_of(line.difference) : Cell(), line.since});
        row.resize(made.columns.size() - 1);
        row.emplace_back(fmt::format("difference:{}", line.fact));
    }
    return {made};
}

// Lines to be filled in: what finance knows and no system does.
Sheet say_sheet(const DailyFacts& facts) {
    constexpr int lines = 40;
    Sheet made = new_sheet(facts, "say", {});
    made.columns.push_back(
        {.heading = std::string(word("answer_about", facts.language)), .width_characters = 24, .is_answer = true});
    add_answer_columns(made, facts, words_about_a_customer(),
                       {{"answer_day", 13}, {"answer_amount", 16}, {"answer_note_text", 40}});
    for (int line = 1; line <= lines; ++line) {
        auto& row = made.rows.emplace_back(std::vector<Cell>(made.columns.size() - 1));
        row.emplace_back(fmt::format("say:{}:{}:{}", facts.company, facts.as_of.iso(), line));
    }
    return made;
}

// The printed form: both sides beside each other, whether they agree, who signs. Sales and receivables have none.
Sheet balance_sheet(const DailyFacts& facts, std::size_t number) {
    constexpr std::size_t name_bytes_max = 16; // a sheet's name has at most 31 characters
    const BalanceTie& tie = facts.balances[number];
    const std::string short_name = tie.account.size() <= name_bytes_max
                                       ? tie.account
                                       : fmt::format("{}~{}", tie.account.substr(0, name_bytes_max - 4), number + 1);
    Sheet made{fmt::format(fmt::runtime(word("balance_sheet_of", facts.language)), short_name), {}, {}, {}};
    for (int side = 0; side < 2; ++side) {
        made.columns.push_back({.heading = tie.form.label_heading, .width_characters = 52, .choices = {}});
        made.columns.push_back({.heading = tie.form.amount_heading, .width_characters = 18, .choices = {}});
    }
    const auto amount = [](const FormLine* line) {
        return line && line->value ? Cell(*line->value) : Cell(line ? line->amount : std::string());
    };
    for (const auto& [book, bank] : beside(tie.form.book, tie.form.bank))
        made.rows.push_back({book ? book->label : std::string(), amount(book), bank ? bank->label : std::string(), amount(bank)});
    made.rows.emplace_back();
    for (const auto* lines : {&tie.form.heading, &tie.form.verdict})
        for (const std::string& line : *lines) made.rows.push_back({line});
    made.rows.emplace_back();
    for (const auto* lines : {&tie.form.signatures, &tie.form.signed_on}) {
        std::vector<Cell>& row = made.rows.emplace_back();
        for (const std::string& line : *lines) row.emplace_back(line + ":");
    }
    return made;
}

Sheet problem_sheet(const DailyFacts& facts) {
    Sheet made = new_sheet(facts, "problems", {{"where", 40}, {"what", 110}});
    for (const auto* lines : {&facts.problems, &facts.unguarded})
        for (const ProblemLine& line : *lines) made.rows.push_back({line.where, line.what});
    for (const DifferenceLine& line : facts.differences)
        made.rows.push_back({line.customer_name, fmt::format("{} {}; {} {} ({})", word("erp_says", facts.language), line.theirs,
                                                             word("we_say", facts.language), line.ours,
                                                             render::money_text(line.amount, facts.language))});
    for (const LedgerFreshness& ledger : facts.ledgers)
        if (!ledger.stale.empty()) made.rows.push_back({ledger.name, ledger.stale});
    for (const AccountFreshness& account : facts.accounts)
        if (!account.stale.empty()) made.rows.push_back({account.name, account.stale});
    return made;
}

} // namespace

Status write_daily_workbook(const DailyFacts& facts, const std::filesystem::path& file) {
    std::vector<Sheet> sheets = {summary_sheet(facts), aging_sheet(facts)};
    const auto add = [&sheets](std::vector<Sheet> more) { std::ranges::move(more, std::back_inserter(sheets)); };
    add(entry_sheets(facts));
    sheets.push_back(item_sheet(facts));
    add(ages_by_part(facts));
    add(refund_sheets(facts));
    add(bill_sheets(facts));
    add(statement_sheets(facts));
    add({reminder_sheet(facts), task_sheet(facts), say_sheet(facts), problem_sheet(facts)});
    for (std::size_t i = 0; i < facts.balances.size(); ++i)
        if (!facts.balances[i].form.book.empty()) sheets.push_back(balance_sheet(facts, i));
    return render::write_workbook(file, sheets);
}

} // namespace settled::reports
