#include "dunning/words.hpp"
#include "matching/words.hpp"
#include "render/locale.hpp"
#include "render/workbook.hpp"
#include "reports/answer_words.hpp"
#include "reports/daily_mail.hpp"
#include "reports/headline.hpp"
#include "reports/report_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <iterator>
#include <map>

namespace settled::reports {
namespace {

using render::Cell;
using render::Sheet;

struct ColumnSpec {
    std::string_view key;
    double width = 14;
    bool has_sum = false;
};

Sheet sheet(const DailyFacts& facts, std::string_view name, const std::vector<ColumnSpec>& columns) {
    Sheet made{std::string(word(name, facts.language)), {}, {}, {}};
    for (const ColumnSpec& column : columns)
        made.columns.push_back({.heading = std::string(word(column.key, facts.language)),
                                .width_characters = column.width,
                                .has_sum = column.has_sum});
    made.sum_label = word("total", facts.language);
    for (std::size_t i = 0; i < columns.size(); ++i)
        if (columns[i].key == "currency") made.currency_column = i;
    return made;
}

// The columns in which a person answers, and the key that says what about (jobs/import_answers reads them by their headings).
void add_answer_columns(Sheet& sheet, const DailyFacts& facts, const std::vector<Answer>& answers,
                        const std::vector<ColumnSpec>& more) {
    sheet.columns.push_back({.heading = std::string(word("decision", facts.language)),
                             .width_characters = 22,
                             .is_answer = true,
                             .choices = choices(answers, facts.language)});
    for (const ColumnSpec& column : more)
        sheet.columns.push_back(
            {.heading = std::string(word(column.key, facts.language)), .width_characters = column.width, .is_answer = true});
    sheet.columns.push_back({.heading = std::string(word("answer_key", facts.language)), .width_characters = 16});
    sheet.note = word("answer_note", facts.language);
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

std::vector<Cell> bucket_cells(const credit::Buckets& line, Currency currency) {
    const auto money = [&](std::int64_t amount) -> Cell { return Money{amount, currency}; };
    return {money(line.total),      money(line.not_due),     money(line.days_1_30),
            money(line.days_31_60), money(line.days_61_90),  money(line.days_91_120),
            money(line.over_120),   money(line.no_due_date), money(line.retention_not_due),
            money(line.unapplied)};
}

std::vector<ColumnSpec> with_buckets(std::vector<ColumnSpec> columns) {
    for (const std::string_view bucket : {"total", "not_due", "days_1_30", "days_31_60", "days_61_90", "days_91_120", "over_120",
                                          "no_due_date", "retention_not_due", "unapplied"})
        columns.push_back({bucket, 16, true});
    return columns;
}

Sheet aging_by_customer(const DailyFacts& facts) {
    Sheet made = sheet(facts, "aging_by_customer",
                       with_buckets({{"customer", 14}, {"name", 30}, {"salesperson", 16}, {"region", 12}, {"currency", 9}}));
    made.made_rows = facts.customers.size();
    made.make_row = [&facts](std::size_t i) {
        const CustomerAgeLine& line = facts.customers[i];
        const Debtor& debtor = facts.debtors[line.debtor];
        std::vector<Cell> cells = {debtor.customer, debtor.name, debtor.salesperson, debtor.region,
                                   std::string(line.currency.code())};
        std::ranges::move(bucket_cells(line.buckets, line.currency), std::back_inserter(cells));
        return cells;
    };
    return made;
}

void add_up(credit::Buckets& sum, const credit::Buckets& one) {
    for (const auto part :
         {&credit::Buckets::total, &credit::Buckets::not_due, &credit::Buckets::days_1_30, &credit::Buckets::days_31_60,
          &credit::Buckets::days_61_90, &credit::Buckets::days_91_120, &credit::Buckets::over_120, &credit::Buckets::no_due_date,
          &credit::Buckets::retention_not_due, &credit::Buckets::unapplied})
        sum.*part += one.*part;
}

// Age by what the ledger says of the customer now; who has none of it stands in a line without a name.
Sheet aging_by(const DailyFacts& facts, std::string_view name, std::string_view key, std::string Debtor::* part) {
    Sheet made = sheet(facts, name, with_buckets({{key, 24}, {"currency", 9}}));
    std::map<std::pair<std::string, Currency>, credit::Buckets> sums;
    for (const CustomerAgeLine& line : facts.customers)
        add_up(sums[{facts.debtors[line.debtor].*part, line.currency}], line.buckets);
    for (const auto& [named, buckets] : sums) {
        auto& row = made.rows.emplace_back(std::vector<Cell>{named.first, std::string(named.second.code())});
        std::ranges::move(bucket_cells(buckets, named.second), std::back_inserter(row));
    }
    return made;
}

Sheet aging_sheet(const DailyFacts& facts) {
    Sheet made = sheet(facts, "aging", with_buckets({{"currency", 9}}));
    for (const AgingLine& line : facts.aging) {
        auto& row = made.rows.emplace_back(std::vector<Cell>{std::string(line.currency.code())});
        std::ranges::move(bucket_cells(line.buckets, line.currency), std::back_inserter(row));
    }
    for (render::SheetColumn& column : made.columns) column.has_sum = false; // each line is a currency's sum already
    made.currency_column.reset();
    made.chart = render::SheetChart{std::string(word("aging", facts.language)), 2, 7};
    return made;
}

Sheet entry_sheet(const DailyFacts& facts, std::string_view name, const std::function<bool(const EntryLine&)>& chosen,
                  bool is_asked) {
    std::vector<ColumnSpec> columns = {{"entry", 8},         {"date", 11},    {"account", 10}, {"counterparty", 30},
                                       {"amount", 16, true}, {"currency", 9}, {"state", 16},   {"customer", 30},
                                       {"documents", 30},    {"why", 70}};
    if (is_asked) columns.push_back({"proposal", 50});
    Sheet made = sheet(facts, name, columns);
    if (is_asked)
        add_answer_columns(made, facts, answers_to_a_question(),
                           {{"answer_documents", 28}, {"answer_customer", 16}, {"answer_note_text", 28}});
    for (const EntryLine& entry : facts.entries) {
        if (!chosen(entry)) continue;
        auto& row = made.rows.emplace_back(
            std::vector<Cell>{entry.entry, entry.date, entry.account, entry.counterparty, entry.amount, currency_of(entry.amount),
                              std::string(matching::words(entry.state, matching::language(facts.language))), entry.customer_name,
                              entry.documents, all_of(entry.reasons)});
        if (!is_asked) continue;
        row.emplace_back(all_of(entry.alternatives));
        row.resize(made.columns.size() - 1);
        row.emplace_back(fmt::format("match:{}", entry.match));
    }
    return made;
}

Sheet item_sheet(const DailyFacts& facts) {
    Sheet made = sheet(facts, "open_items",
                       {{"customer", 14},
                        {"name", 30},
                        {"document", 20},
                        {"kind", 12},
                        {"document_date", 11},
                        {"due", 11},
                        {"days_overdue", 10},
                        {"currency", 9},
                        {"original", 16},
                        {"open_in_erp", 16, true},
                        {"still_owed", 16, true},
                        {"salesperson", 16}});
    made.columns[6].colours_age = true;
    made.made_rows = facts.open_items.size();
    made.make_row = [&facts](std::size_t i) -> std::vector<Cell> {
        const OpenItemLine& item = facts.open_items[i];
        const Debtor& debtor = facts.debtors[item.debtor];
        const auto money = [&](std::int64_t amount) -> Cell { return Money{amount, item.currency}; };
        return {debtor.customer,
                debtor.name,
                std::string(facts.document_numbers[item.document_number]),
                document_type_word(item.document_type, facts.language),
                item.document_date,
                item.due_date,
                item.due_date ? Cell(std::int64_t{item.days_overdue}) : Cell(),
                std::string(item.currency.code()),
                money(item.amount),
                money(item.open),
                money(item.still_owed),
                debtor.salesperson};
    };
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
    Sheet made = sheet(facts, "tasks", {{"owner", 20}, {"customer", 30}, {"kind", 16}, {"due", 11}, {"why", 80}});
    add_answer_columns(made, facts, answers_to_a_task(), {{"answer_day", 13}, {"answer_note_text", 28}});
    for (const TaskLine& line : facts.tasks) {
        auto& row = made.rows.emplace_back(
            std::vector<Cell>{line.owner, line.customer_name, task_word(line.kind, facts.language), line.due, line.why});
        row.resize(made.columns.size() - 1);
        row.emplace_back(line.task != 0 ? Cell(fmt::format("task:{}:{}", line.task, line.due.iso())) : Cell());
    }
    return made;
}

// Lines to be filled in: what finance knows and no system does.
Sheet say_sheet(const DailyFacts& facts) {
    constexpr int lines = 40;
    Sheet made = sheet(facts, "say", {});
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
    const auto in_state = [](matching::State state) { return [state](const EntryLine& entry) { return entry.state == state; }; };
    std::vector<Sheet> sheets = {summary_sheet(facts),
                                 aging_sheet(facts),
                                 entry_sheet(facts, "settled_today", is_settled, false),
                                 entry_sheet(facts, "questions", in_state(matching::State::question), true),
                                 entry_sheet(facts, "unmatched", in_state(matching::State::unmatched), true),
                                 item_sheet(facts),
                                 aging_by_customer(facts),
                                 aging_by(facts, "aging_by_salesperson", "salesperson", &Debtor::salesperson),
                                 aging_by(facts, "aging_by_region", "region", &Debtor::region),
                                 reminder_sheet(facts),
                                 task_sheet(facts),
                                 say_sheet(facts),
                                 problem_sheet(facts)};
    for (std::size_t i = 0; i < facts.balances.size(); ++i)
        if (!facts.balances[i].form.book.empty()) sheets.push_back(balance_sheet(facts, i));
    return render::write_workbook(file, sheets);
}

} // namespace settled::reports
