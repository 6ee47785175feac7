#include "reports/daily_sections.hpp"

#include "dunning/words.hpp"
#include "render/locale.hpp"
#include "reports/headline.hpp"
#include "reports/report_words.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace settled::reports {
namespace {

using render::Value;
using render::Values;

constexpr std::size_t rows_shown_max = 12; // the rest stands in the workbook

// How a column stands in a table that also has to fit a phone.
enum class Place : std::uint8_t { left, right, below }; // below: small, under the row, across the table

struct Column {
    std::string_view heading;
    Place place = Place::left;
};

// A table of the mail: its heading, columns and the first rows.
class Section {
  public:
    Section(const DailyFacts& facts, std::string_view title, std::vector<Column> columns)
        : language_(facts.language), title_(word(title, facts.language)), columns_(std::move(columns)) {}

    void add(const std::vector<std::string>& cells) {
        ++count_;
        if (rows_.size() >= rows_shown_max) return;
        std::vector<Values> beside;
        std::string line, below;
        for (std::size_t i = 0; i < cells.size(); ++i) {
            if (!cells[i].empty()) line += (line.empty() ? "" : " · ") + cells[i];
            if (columns_[i].place != Place::below)
                beside.push_back(cell(cells[i], columns_[i].place));
            else if (!cells[i].empty())
                below += (below.empty() ? "" : " · ") + cells[i];
        }
        rows_.push_back({{"cells", Value(std::move(beside))},
                         {"has_below", Value(!below.empty())},
                         {"border", Value(below.empty() ? "1px solid #edf0f3" : "0")},
                         {"below", Value(std::move(below))},
                         {"line", Value(line)}});
    }

    bool empty() const { return count_ == 0; }

    Values values() const {
        const std::size_t more = count_ - rows_.size();
        std::vector<Values> headings;
        for (const Column& column : columns_)
            if (column.place != Place::below)
                headings.push_back(cell(std::string(word(column.heading, language_)), column.place));
        return {{"title", Value(title_)},
                {"count", Value(fmt::format("{}", count_))},
                {"columns", Value(headings)},
                {"wide", Value(std::to_string(headings.size()))},
                {"rows", Value(rows_)},
                {"has_more", Value(more > 0)},
                {"more", Value(fmt::format("{} {}", more, word("more_in_workbook", language_)))}};
    }

  private:
    static Values cell(std::string text, Place place) {
        const bool keep_together = place == Place::right || Date::parse_iso(text).has_value();
        return {{"text", Value(std::move(text))},
                {"align", Value(place == Place::right ? "right" : "left")},
                {"gap", Value(place == Place::right ? "14" : "8")},
                {"space", Value(keep_together ? "nowrap" : "normal")}};
    }

    std::string language_, title_;
    std::vector<Column> columns_;
    std::vector<Values> rows_;
    std::size_t count_ = 0;
};

std::string money(const Money& amount, const DailyFacts& facts) { return render::money_text(amount, facts.language); }

std::string joined(const std::vector<std::string>& sentences, std::size_t count_max) {
    std::string text;
    for (std::size_t i = 0; i < std::min(sentences.size(), count_max); ++i) text += (i == 0 ? "" : "; ") + sentences[i];
    return text;
}

std::string totals(const std::vector<Money>& amounts, const DailyFacts& facts) {
    std::string text;
    for (const Money& amount : amounts) text += (text.empty() ? "" : " + ") + money(amount, facts);
    return text;
}

Section entries_in(const DailyFacts& facts, std::string_view title, const auto& is_chosen) {
    Section section(facts, title,
                    {{"date"}, {"counterparty"}, {"amount", Place::right}, {"customer"}, {"documents"}, {"why", Place::below}});
    for (const EntryLine& entry : facts.entries)
        if (is_chosen(entry))
            section.add({entry.date.iso(), entry.counterparty, money(entry.amount, facts), entry.customer_name, entry.documents,
                         joined(entry.reasons, 2)});
    return section;
}

// Decided since the previous report.
auto newly(matching::State state) {
    return [state](const EntryLine& entry) { return entry.state == state && entry.is_new; };
}

Section questions(const DailyFacts& facts) {
    Section section(
        facts, "questions",
        {{"date"}, {"counterparty"}, {"amount", Place::right}, {"proposal"}, {"why", Place::below}, {"answer", Place::below}});
    for (const EntryLine& entry : facts.entries)
        if (entry.state == matching::State::question)
            section.add({entry.date.iso(), entry.counterparty, money(entry.amount, facts),
                         entry.documents.empty() ? entry.customer_name : entry.documents, joined(entry.reasons, 3),
                         fmt::format("settled review accept {}", entry.match)});
    return section;
}

Section claims(const DailyFacts& facts) {
    Section section(facts, "claims",
                    {{"date"},
                     {"counterparty"},
                     {"amount", Place::right},
                     {"waiting_days", Place::right},
                     {"likely", Place::below},
                     {"remittance", Place::below},
                     {"next", Place::below}});
    for (const EntryLine& entry : facts.entries)
        if (is_to_be_claimed(entry))
            section.add({entry.date.iso(), entry.counterparty, money(entry.amount, facts), std::to_string(entry.waiting_days),
                         joined(entry.likely, likely_customers_max), entry.remittance,
                         entry.waiting_days >= escalated_after_days ? std::string(word("claim_escalate", facts.language))
                                                                    : std::string()});
    return section;
}

Section refunds(const DailyFacts& facts) {
    Section section(facts, "refunds",
                    {{"date"}, {"customer"}, {"over", Place::right}, {"counterparty", Place::below}, {"why", Place::below}});
    for (const RefundLine& line : facts.refunds)
        section.add({line.date.iso(), line.customer_name, money(line.over, facts),
                     line.counterparty == line.customer_name ? std::string() : line.counterparty, line.why});
    return section;
}

std::string difference(std::int64_t amount, Currency currency, const DailyFacts& facts) {
    if (amount == 0) return std::string(word("agrees", facts.language));
    return fmt::format("{} {}", word("differs_by", facts.language), money({amount, currency}, facts));
}

Section ties(const DailyFacts& facts) {
    Section section(facts, "ties",
                    {{"tie_where"}, {"tie_theirs", Place::right}, {"tie_ours", Place::right}, {"state", Place::below}});
    for (const ControlLine& line : facts.controls)
        section.add({fmt::format(fmt::runtime(word("tie_control", facts.language)), line.account, line.ledger),
                     money(line.control, facts), money(line.items, facts),
                     difference(line.control.minor_units - line.items.minor_units, line.control.currency, facts) +
                         (line.agrees_with_others ? fmt::format("; {}", word("together_agree", facts.language)) : "")});
    for (const BalanceTie& tie : facts.balances) {
        const auto known = [&](std::optional<std::int64_t> amount) {
            return amount ? money({*amount, tie.currency}, facts) : std::string(word("not_known", facts.language));
        };
        section.add({fmt::format(fmt::runtime(word("tie_bank", facts.language)), tie.account), known(tie.bank_adjusted),
                     known(tie.book_adjusted),
                     tie.agrees ? std::string(word("agrees", facts.language)) : joined(tie.doubts, tie.doubts.size())});
    }
    return section;
}

std::vector<Section> tables(const DailyFacts& facts) {
    std::vector<Section> all = {questions(facts)};
    Section differences(facts, "differences", {{"customer"}, {"amount", Place::right}, {"erp_says"}, {"we_say"}, {"entry"}});
    for (const DifferenceLine& line : facts.differences)
        differences.add({line.customer_name, money(line.amount, facts), line.theirs, line.ours, std::to_string(line.entry)});
    all.push_back(std::move(differences));
    Section statements(facts, "statement_differences",
                       {{"customer"}, {"statement_month"}, {"what"}, {"difference", Place::right}, {"documents", Place::below}});
    for (const StatementDifference& line : facts.statement_differences)
        statements.add({line.customer_name, line.month, line.what,
                        line.difference.currency.none() ? std::string() : money(line.difference, facts), line.text});
    all.push_back(std::move(statements));
    all.push_back(claims(facts));
    all.push_back(refunds(facts));
    all.push_back(entries_in(facts, "unmatched", [](const EntryLine& entry) {
        return entry.state == matching::State::unmatched && !is_to_be_claimed(entry);
    }));
    all.push_back(entries_in(facts, "settled_today", newly(matching::State::settled)));
    all.push_back(entries_in(facts, "on_account", newly(matching::State::on_account)));
    all.push_back(entries_in(facts, "returned", is_return));

    Section going_out(facts, "messages",
                      {{"customer"}, {"step"}, {"total", Place::right}, {"to", Place::below}, {"waits_for", Place::below}});
    for (const MessageLine& line : facts.going_out)
        going_out.add({line.customer_name, dunning::step_words(line.step, facts.language), totals(line.totals, facts), line.to,
                       line.reason_text});
    all.push_back(std::move(going_out));

    Section tasks(facts, "tasks", {{"owner"}, {"customer"}, {"kind"}, {"due"}, {"why", Place::below}});
    for (const TaskLine& line : facts.tasks)
        tasks.add({line.owner, line.customer_name, task_word(line.kind, facts.language), line.due.iso(), line.why});
    all.push_back(std::move(tasks));

    Section warnings(facts, "early_warnings", {{"customer"}, {"what"}});
    for (const WarningLine& line : facts.warnings) warnings.add({line.customer_name, line.words});
    all.push_back(std::move(warnings));

    Section promised(facts, "promises", {{"date"}, {"customer"}, {"document"}, {"amount", Place::right}, {"state"}});
    for (const PromiseLine& line : facts.promises)
        promised.add({line.date.iso(), line.customer_name, line.document_number,
                      line.amount.currency.none() || line.amount.minor_units == 0 ? std::string() : money(line.amount, facts),
                      std::string(word("promise_" + line.state, facts.language))});
    all.push_back(std::move(promised));

    Section bills(
        facts, "bills",
        {{"due"}, {"customer"}, {"amount", Place::right}, {"kind"}, {"bill_number", Place::below}, {"next", Place::below}});
    for (const BillLine& line : facts.bills)
        bills.add({line.due.iso(), line.customer_name, money(line.amount, facts), bill_kind_word(line.kind, facts.language),
                   line.number, line.matter});
    all.push_back(std::move(bills));

    Section late(facts, "top_overdue",
                 {{"customer"},
                  {"overdue", Place::right},
                  {"total", Place::right},
                  {"days_overdue", Place::right},
                  {"next", Place::below}});
    for (const CustomerAgeLine& line : facts.customers)
        if (const std::int64_t overdue = line.buckets.overdue(); overdue > 0)
            late.add({facts.debtors[line.debtor].name, money({overdue, line.currency}, facts),
                      money({line.buckets.total, line.currency}, facts), std::to_string(line.oldest_days),
                      facts.debtors[line.debtor].next});
    all.push_back(std::move(late));

    Section suppressed(facts, "not_reminded", {{"customer"}, {"document"}, {"reason"}, {"until"}});
    for (const SuppressedLine& line : facts.suppressed)
        suppressed.add({line.customer_name, line.document_number, line.text, line.until.iso()});
    all.push_back(std::move(suppressed));

    Section sent(facts, "sent", {{"customer"}, {"step"}, {"to"}, {"state"}});
    for (const MessageLine& line : facts.sent)
        sent.add({line.customer_name, dunning::step_words(line.step, facts.language), line.to,
                  message_state_word(line.state, facts.language)});
    all.push_back(std::move(sent));

    Section unseen(facts, "unseen", {{"count"}, {"amount", Place::right}});
    if (facts.unseen_count > 0) unseen.add({std::to_string(facts.unseen_count), totals(facts.unseen, facts)});
    all.push_back(std::move(unseen));

    all.push_back(ties(facts));

    Section problems(facts, "problems", {{"where"}, {"what"}});
    for (const ProblemLine& line : facts.problems) problems.add({line.where, line.what});
    all.push_back(std::move(problems));

    Section unguarded(facts, "unguarded", {{"where"}, {"what"}});
    for (const ProblemLine& line : facts.unguarded) unguarded.add({line.where, line.what});
    all.push_back(std::move(unguarded));
    std::erase_if(all, [](const Section& section) { return section.empty(); });
    return all;
}

} // namespace

std::vector<Values> sections(const DailyFacts& facts) {
    std::vector<Values> made;
    for (const Section& section : tables(facts)) made.push_back(section.values());
    return made;
}

} // namespace settled::reports
