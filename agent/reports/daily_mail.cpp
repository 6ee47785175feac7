#include "reports/daily_mail.hpp"

#include "dunning/words.hpp"
#include "render/locale.hpp"
#include "render/mime_encoding.hpp"
#include "render/template.hpp"
#include "reports/daily_charts.hpp"
#include "reports/headline.hpp"
#include "reports/report_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

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

Section entries_in(const DailyFacts& facts, std::string_view title, matching::State state, bool only_new) {
    Section section(facts, title,
                    {{"date"}, {"counterparty"}, {"amount", Place::right}, {"customer"}, {"documents"}, {"why", Place::below}});
    for (const EntryLine& entry : facts.entries)
        if (entry.state == state && (entry.is_new || !only_new))
            section.add({entry.date.iso(), entry.counterparty, money(entry.amount, facts), entry.customer_name, entry.documents,
                         joined(entry.reasons, 2)});
    return section;
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

std::vector<Section> sections(const DailyFacts& facts) {
    std::vector<Section> all = {questions(facts)};
    Section differences(facts, "differences", {{"customer"}, {"amount", Place::right}, {"erp_says"}, {"we_say"}, {"entry"}});
    for (const DifferenceLine& line : facts.differences)
        differences.add({line.customer_name, money(line.amount, facts), line.theirs, line.ours, std::to_string(line.entry)});
    all.push_back(std::move(differences));
    all.push_back(entries_in(facts, "unmatched", matching::State::unmatched, false));
    all.push_back(entries_in(facts, "settled_today", matching::State::settled, true));
    all.push_back(entries_in(facts, "on_account", matching::State::on_account, true));
    Section returned(facts, "returned",
                     {{"date"}, {"counterparty"}, {"amount", Place::right}, {"customer"}, {"documents"}, {"why", Place::below}});
    for (const EntryLine& entry : facts.entries)
        if (is_return(entry))
            returned.add({entry.date.iso(), entry.counterparty, money(entry.amount, facts), entry.customer_name, entry.documents,
                          joined(entry.reasons, 2)});
    all.push_back(std::move(returned));

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

    Section late(facts, "top_overdue",
                 {{"customer"},
                  {"overdue", Place::right},
                  {"total", Place::right},
                  {"days_overdue", Place::right},
                  {"next", Place::below}});
    for (const CustomerAgeLine& line : facts.customers)
        if (const std::int64_t overdue = line.buckets.overdue(); overdue > 0)
            late.add({line.name, money({overdue, line.currency}, facts), money({line.buckets.total, line.currency}, facts),
                      std::to_string(line.oldest_days), line.next});
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

    Section problems(facts, "problems", {{"where"}, {"what"}});
    for (const ProblemLine& line : facts.problems) problems.add({line.where, line.what});
    all.push_back(std::move(problems));
    std::erase_if(all, [](const Section& section) { return section.empty(); });
    return all;
}

// One bar per bucket: its share of what is aged, in whole percent, so that the widest fills the row.
std::vector<Values> bars(const AgingLine& line, const DailyFacts& facts) {
    struct Bucket {
        std::string_view label;
        std::int64_t amount;
        std::string_view colour;
    };
    const credit::Buckets& aged = line.buckets;
    const std::array<Bucket, 9> buckets = {{{"not_due", aged.not_due, "#7a9e7e"},
                                            {"days_1_30", aged.days_1_30, "#d9b44a"},
                                            {"days_31_60", aged.days_31_60, "#d98e4a"},
                                            {"days_61_90", aged.days_61_90, "#c96a3d"},
                                            {"days_91_120", aged.days_91_120, "#b04a3a"},
                                            {"over_120", aged.over_120, "#8c2f2f"},
                                            {"no_due_date", aged.no_due_date, "#9a9a9a"},
                                            {"retention_not_due", aged.retention_not_due, "#8a8fb0"},
                                            {"unapplied", aged.unapplied, "#5b7fa6"}}};
    std::int64_t widest = 1;
    for (const Bucket& bucket : buckets) widest = std::max(widest, bucket.amount < 0 ? -bucket.amount : bucket.amount);
    std::vector<Values> rows;
    for (const Bucket& bucket : buckets) {
        if (bucket.amount == 0) continue;
        const std::int64_t magnitude = bucket.amount < 0 ? -bucket.amount : bucket.amount;
        const std::int64_t percent = std::max<std::int64_t>(1, magnitude / (widest / 100 + 1));
        rows.push_back({{"label", Value(word(bucket.label, facts.language))},
                        {"amount", Value(money({bucket.amount, line.currency}, facts))},
                        {"percent", Value(std::to_string(std::min<std::int64_t>(percent, 100)))},
                        {"rest", Value(std::to_string(100 - std::min<std::int64_t>(percent, 100)))},
                        {"has_rest", Value(percent < 100)},
                        {"colour", Value(bucket.colour)}});
    }
    return rows;
}

Values values_of(const DailyFacts& facts, const std::vector<DailyChart>& charts, const std::vector<render::InlineImage>& images) {
    Values values;
    for (const ReportWord& each : report_words())
        values.emplace("w_" + std::string(each.key), Value(word(each.key, facts.language)));
    values["company"] = facts.legal_name;
    values["date"] = render::date_text(facts.as_of, facts.language);
    values["language"] = facts.language;
    values["made_at"] = facts.made_at;
    values["mode_words"] = word("mode_" + facts.mode, facts.language);
    values["is_test_clock"] = facts.test_clock;
    values["audit_rows"] = std::to_string(facts.audit_rows);
    values["audit_head"] = facts.audit_head;
    std::vector<Values> lines;
    for (const HeadlineLine& line : headline(facts))
        lines.push_back({{"label", Value(line.label)},
                         {"text", Value(line.text)},
                         {"ink", Value(line.alarming ? "alarm" : "ink")},
                         {"colour", Value(line.alarming ? "#b3261e" : "#1f2933")}});
    values["headline"] = Value(std::move(lines));
    std::vector<Values> aging;
    for (const AgingLine& line : facts.aging)
        aging.push_back({{"currency", Value(line.currency.code())},
                         {"total", Value(money({line.buckets.total, line.currency}, facts))},
                         {"bars", Value(bars(line, facts))}});
    values["has_aging"] = !aging.empty();
    values["aging"] = Value(std::move(aging));
    std::vector<Values> shown;
    for (const DailyChart& chart : charts) {
        std::vector<Values> points;
        for (const std::string& line : chart.lines) points.push_back({{"line", Value(line)}});
        const bool drawn = std::ranges::find(images, chart.content_id, &render::InlineImage::content_id) != images.end();
        shown.push_back({{"title", Value(chart.title)},
                         {"words", Value(chart.words)},
                         {"id", Value(chart.content_id)},
                         {"width", Value(std::to_string(render::chart_width_pixels))},
                         {"height", Value(std::to_string(render::chart_height_pixels))},
                         {"is_drawn", Value(drawn)},
                         {"points", Value(std::move(points))}});
    }
    values["charts"] = Value(std::move(shown));
    std::vector<Values> tables;
    for (const Section& section : sections(facts)) tables.push_back(section.values());
    values["sections"] = Value(std::move(tables));
    std::vector<Values> sources;
    for (const LedgerFreshness& ledger : facts.ledgers)
        sources.push_back({{"name", Value(ledger.name)},
                           {"state", Value(ledger.pulled_at)},
                           {"stale", Value(ledger.stale)},
                           {"is_stale", Value(!ledger.stale.empty())}});
    for (const AccountFreshness& account : facts.accounts)
        sources.push_back(
            {{"name", Value(fmt::format("{} {}", account.bank.empty() ? account.name : account.bank, account.number))},
             {"state", Value(account.has_closing ? fmt::format("{} · {}", account.covered_to.iso(), money(account.closing, facts))
                                                 : account.covered_to.iso())},
             {"stale", Value(account.stale)},
             {"is_stale", Value(!account.stale.empty())}});
    values["sources"] = Value(std::move(sources));
    return values;
}

std::string subject_of(const DailyFacts& facts) {
    std::size_t waiting = facts.differences.size();
    for (const EntryLine& entry : facts.entries)
        waiting += (entry.state == matching::State::question || entry.state == matching::State::unmatched) &&
                           entry.amount.minor_units > 0
                       ? 1
                       : 0;
    return fmt::format("{} · {} · {} · {} {}", word("title", facts.language), facts.legal_name, facts.as_of.iso(),
                       word("needs_you", facts.language), waiting);
}

} // namespace

Result<DailyMail> daily_mail(const DailyFacts& facts, std::string_view layout_html, std::string_view layout_text,
                             const std::optional<render::PdfFont>& font) {
    const std::vector<DailyChart> charts = daily_charts(facts);
    std::vector<render::InlineImage> images;
    for (const DailyChart& chart : charts) {
        if (!font || !chart.chart) continue;
        auto drawn = render::chart_png(*chart.chart, *font);
        if (!drawn) return pass(drawn);
        images.push_back({chart.content_id, "image/png", std::move(*drawn)});
    }
    const Values values = values_of(facts, charts, images);
    auto html = render::fill(layout_html, values, render::Escape::html);
    if (!html) return pass(html);
    auto text = render::fill(layout_text, values, render::Escape::none);
    if (!text) return pass(text);
    return DailyMail{subject_of(facts), std::move(*text), std::move(*html), std::move(images)};
}

std::string page_with_images(const DailyMail& mail) {
    std::string page = mail.html;
    for (const render::InlineImage& image : mail.images) {
        const std::string named = "cid:" + image.content_id;
        if (const std::size_t at = page.find(named); at != std::string::npos)
            page.replace(at, named.size(), "data:" + image.content_type + ";base64," + render::base64(image.bytes));
    }
    return page;
}

} // namespace settled::reports
