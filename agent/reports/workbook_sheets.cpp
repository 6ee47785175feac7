#include "dunning/words.hpp"
#include "matching/words.hpp"
#include "render/locale.hpp"
#include "render/workbook.hpp"
#include "reports/daily_mail.hpp"
#include "reports/headline.hpp"
#include "reports/report_words.hpp"

#include <fmt/format.h>

#include <functional>

namespace settled::reports {
namespace {

using render::Cell;
using render::Sheet;

struct ColumnSpec {
    std::string_view key;
    double width = 14;
};

Sheet sheet(const DailyFacts& facts, std::string_view name, const std::vector<ColumnSpec>& columns) {
    Sheet made{std::string(word(name, facts.language)), {}, {}, {}};
    for (const ColumnSpec& column : columns)
        made.columns.push_back({std::string(word(column.key, facts.language)), column.width});
    return made;
}

Cell currency_of(const Money& money) { return std::string(money.currency.code()); }

std::string all_of(const std::vector<std::string>& sentences) { return fmt::format("{}", fmt::join(sentences, "; ")); }

Sheet summary_sheet(const DailyFacts& facts) {
    Sheet made = sheet(facts, "summary", {{"what", 28}, {"state", 90}});
    made.rows.push_back({facts.legal_name, render::date_text(facts.as_of, facts.language)});
    for (const HeadlineLine& line : headline(facts)) made.rows.push_back({line.label, line.text});
    made.rows.push_back({std::string(word("audit", facts.language)),
                         fmt::format("{} {} {}", facts.audit_rows, word("rows", facts.language), facts.audit_head)});
    if (facts.test_clock) made.rows.push_back({std::string(), std::string(word("test_clock", facts.language))});
    return made;
}

Sheet aging_sheet(const DailyFacts& facts) {
    Sheet made = sheet(facts, "aging",
                       {{"currency", 9},
                        {"total"},
                        {"not_due"},
                        {"days_1_30"},
                        {"days_31_60"},
                        {"days_61_90"},
                        {"days_91_120"},
                        {"over_120"},
                        {"no_due_date"},
                        {"retention_not_due"},
                        {"unapplied"}});
    for (const AgingLine& line : facts.aging) {
        const auto money = [&](std::int64_t amount) -> Cell { return Money{amount, line.currency}; };
        made.rows.push_back({std::string(line.currency.code()), money(line.total), money(line.not_due), money(line.days_1_30),
                             money(line.days_31_60), money(line.days_61_90), money(line.days_91_120), money(line.over_120),
                             money(line.no_due_date), money(line.retention_not_due), money(line.unapplied)});
    }
    return made;
}

Sheet entry_sheet(const DailyFacts& facts, std::string_view name, const std::function<bool(const EntryLine&)>& chosen,
                  bool with_alternatives) {
    std::vector<ColumnSpec> columns = {{"entry", 8},    {"date", 11},  {"account", 10},  {"counterparty", 30}, {"amount"},
                                       {"currency", 9}, {"state", 16}, {"customer", 30}, {"documents", 30},    {"why", 70}};
    if (with_alternatives) columns.push_back({"proposal", 50}), columns.push_back({"answer", 30});
    Sheet made = sheet(facts, name, columns);
    for (const EntryLine& entry : facts.entries) {
        if (!chosen(entry)) continue;
        auto& row = made.rows.emplace_back(
            std::vector<Cell>{entry.entry, entry.date, entry.account, entry.counterparty, entry.amount, currency_of(entry.amount),
                              std::string(matching::words(entry.state, matching::language(facts.language))), entry.customer_name,
                              entry.documents, all_of(entry.reasons)});
        if (with_alternatives)
            row.emplace_back(all_of(entry.alternatives)), row.emplace_back(fmt::format("settled review accept {}", entry.match));
    }
    return made;
}

Sheet item_sheet(const DailyFacts& facts) {
    Sheet made = sheet(facts, "open_items",
                       {{"customer", 14},
                        {"counterparty", 30},
                        {"document", 20},
                        {"kind", 12},
                        {"document_date", 11},
                        {"due", 11},
                        {"days_overdue", 10},
                        {"currency", 9},
                        {"original"},
                        {"open_in_erp"},
                        {"still_owed"},
                        {"salesperson", 16}});
    made.columns[1].heading = word("customer", facts.language);
    for (const OpenItemLine& item : facts.open_items)
        made.rows.push_back({item.customer, item.customer_name, item.document_number,
                             document_type_word(item.document_type, facts.language), item.document_date, item.due_date,
                             item.due_date ? Cell(std::int64_t{item.days_overdue}) : Cell(), currency_of(item.open), item.amount,
                             item.open, item.still_owed, item.salesperson});
    return made;
}

Sheet reminder_sheet(const DailyFacts& facts) {
    Sheet made = sheet(facts, "reminders",
                       {{"entry", 8},
                        {"customer", 14},
                        {"counterparty", 30},
                        {"step", 14},
                        {"to", 34},
                        {"state", 12},
                        {"total"},
                        {"currency", 9},
                        {"waits_for", 50},
                        {"what", 40}});
    made.columns[0].heading = "#";
    made.columns[2].heading = word("customer", facts.language);
    const auto add = [&](const MessageLine& line) {
        for (const Money& total : line.totals.empty() ? std::vector<Money>(1) : line.totals)
            made.rows.push_back({line.message, line.customer, line.customer_name, dunning::step_words(line.step, facts.language),
                                 line.to, message_state_word(line.state, facts.language), total, currency_of(total),
                                 line.reason_text, line.subject});
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
    Sheet made = sheet(facts, "tasks", {{"owner", 20}, {"customer", 30}, {"kind", 16}, {"due", 11}, {"why", 80}});
    for (const TaskLine& line : facts.tasks)
        made.rows.push_back({line.owner, line.customer_name, task_word(line.kind, facts.language), line.due, line.why});
    return made;
}

Sheet problem_sheet(const DailyFacts& facts) {
    Sheet made = sheet(facts, "problems", {{"where", 40}, {"what", 110}});
    for (const ProblemLine& line : facts.problems) made.rows.push_back({line.where, line.what});
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

bool is_settled(const EntryLine& entry) {
    return entry.state != matching::State::question && entry.state != matching::State::unmatched;
}

} // namespace

Status write_daily_workbook(const DailyFacts& facts, const std::filesystem::path& file) {
    return render::write_workbook(
        file, {summary_sheet(facts), aging_sheet(facts), entry_sheet(facts, "settled_today", is_settled, false),
               entry_sheet(
                   facts, "questions", [](const EntryLine& entry) { return entry.state == matching::State::question; }, true),
               entry_sheet(
                   facts, "unmatched", [](const EntryLine& entry) { return entry.state == matching::State::unmatched; }, false),
               item_sheet(facts), reminder_sheet(facts), task_sheet(facts), problem_sheet(facts)});
}

} // namespace settled::reports
