#include "reports/workbook_entries.hpp"

#include "matching/words.hpp"
#include "reports/headline.hpp"
#include "reports/report_words.hpp"
#include "reports/workbook_parts.hpp"

#include <fmt/format.h>

#include <functional>

namespace settled::reports {
namespace {

using render::Cell;
using render::Sheet;

std::string all_of(const std::vector<std::string>& sentences) { return fmt::format("{}", fmt::join(sentences, "; ")); }

void add_answer(Sheet& sheet, std::vector<Cell>& row, const EntryLine& entry) {
    row.resize(sheet.columns.size() - 1);
    row.emplace_back(fmt::format("match:{}", entry.match));
}

Sheet entry_sheet(const DailyFacts& facts, std::string_view name, const std::function<bool(const EntryLine&)>& chosen,
                  bool is_asked) {
    std::vector<SheetColumnSpec> columns = {{"entry", 8},         {"date", 11},     {"account", 10}, {"counterparty", 26},
                                            {"amount", 16, true}, {"currency", 11}, {"state", 14},   {"customer", 26},
                                            {"documents", 26},    {"why", 60}};
    if (is_asked) columns.push_back({"proposal", 50});
    Sheet made = new_sheet(facts, name, columns);
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
        add_answer(made, row, entry);
    }
    return made;
}

// Who claims it sees how long it waits, what the payer wrote and whose it may be.
Sheet claim_sheet(const DailyFacts& facts) {
    Sheet made = new_sheet(facts, "claims",
                           {{"entry", 8},
                            {"date", 11},
                            {"waiting_days", 10},
                            {"account", 10},
                            {"counterparty", 30},
                            {"amount", 16, true},
                            {"currency", 11},
                            {"remittance", 50},
                            {"likely", 50},
                            {"next", 24}});
    add_answer_columns(made, facts, answers_to_a_question(),
                       {{"answer_documents", 28}, {"answer_customer", 16}, {"answer_note_text", 28}});
    for (const EntryLine& entry : facts.entries) {
        if (!is_to_be_claimed(entry)) continue;
        auto& row = made.rows.emplace_back(std::vector<Cell>{
            entry.entry, entry.date, std::int64_t{entry.waiting_days}, entry.account, entry.counterparty, entry.amount,
            currency_of(entry.amount), entry.remittance, all_of(entry.likely),
            entry.waiting_days >= escalated_after_days ? std::string(word("claim_escalate", facts.language)) : std::string()});
        add_answer(made, row, entry);
    }
    return made;
}

bool is_settled(const EntryLine& entry) {
    return entry.state != matching::State::question && entry.state != matching::State::unmatched;
}

} // namespace

std::vector<Sheet> entry_sheets(const DailyFacts& facts) {
    return {entry_sheet(facts, "settled_today", is_settled, false),
            entry_sheet(
                facts, "questions", [](const EntryLine& entry) { return entry.state == matching::State::question; }, true),
            claim_sheet(facts),
            entry_sheet(
                facts, "unmatched",
                [](const EntryLine& entry) { return entry.state == matching::State::unmatched && !is_to_be_claimed(entry); },
                true)};
}

} // namespace settled::reports
