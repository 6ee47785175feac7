#include "reports/daily_mail.hpp"

#include "render/locale.hpp"
#include "render/mime_encoding.hpp"
#include "render/template.hpp"
#include "reports/daily_charts.hpp"
#include "reports/daily_digest.hpp"
#include "reports/daily_sections.hpp"
#include "reports/headline.hpp"
#include "reports/report_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace settled::reports {
namespace {

using render::Value;
using render::Values;

std::string money(const Money& amount, const DailyFacts& facts) { return render::money_text(amount, facts.language); }

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
    values["sections"] = Value(sections(facts));
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
    return DailyMail{subject_of(facts), std::move(*text),    std::move(*html),
                     std::move(images), daily_digest(facts), digest_counts(facts)};
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
