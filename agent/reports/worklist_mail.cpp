#include "reports/worklist_mail.hpp"

#include "render/locale.hpp"
#include "render/template.hpp"
#include "reports/report_words.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace settled::reports {
namespace {

using render::Value;
using render::Values;

constexpr std::size_t lines_shown_max = 200; // of one list; a person does not do more in a day, and the count stands above

std::string sums(const std::vector<Money>& amounts, const std::string& language) {
    std::string text;
    for (const Money& amount : amounts) text += (text.empty() ? "" : " + ") + render::money_text(amount, language);
    return text;
}

std::vector<Values> lines(const std::vector<WorkLine>& work, const std::string& language) {
    std::vector<Values> made;
    for (const WorkLine& line : work) {
        if (made.size() == lines_shown_max) break;
        made.push_back({{"task", Value(std::to_string(line.task))},
                        {"customer", Value(line.customer_name.empty() ? line.customer : line.customer_name)},
                        {"kind", Value(task_word(line.kind, language))},
                        {"why", Value(line.why)},
                        {"at_risk", Value(sums(line.at_risk, language))},
                        {"days", Value(line.oldest_days > 0 ? std::to_string(line.oldest_days) : "")},
                        {"due", Value(render::date_text(line.due, language))},
                        {"late", Value(line.late)},
                        {"owner", Value(line.owner)}});
    }
    return made;
}

std::string total_at_risk(const std::vector<WorkLine>& work, const std::string& language) {
    std::vector<Money> totals;
    for (const WorkLine& line : work)
        for (const Money& amount : line.at_risk) {
            const auto hit = std::ranges::find(totals, amount.currency, &Money::currency);
            if (hit == totals.end())
                totals.push_back(amount);
            else
                hit->minor_units = checked_add(hit->minor_units, amount.minor_units).value_or(hit->minor_units);
        }
    return sums(totals, language);
}

} // namespace

Result<DailyMail> worklist_mail(const WorklistFacts& facts, std::string_view layout_html, std::string_view layout_text) {
    Values values;
    for (const ReportWord& each : report_words())
        values.emplace("w_" + std::string(each.key), Value(word(each.key, facts.language)));
    const auto late = std::ranges::count_if(facts.own, &WorkLine::late);
    values["company"] = facts.company, values["name"] = facts.name, values["language"] = facts.language;
    values["date"] = render::date_text(facts.as_of, facts.language);
    values["is_test_clock"] = facts.test_clock;
    values["own_count"] = std::to_string(facts.own.size()), values["told_count"] = std::to_string(facts.told.size());
    values["late_count"] = late > 0 ? std::to_string(late) : std::string();
    values["own"] = Value(lines(facts.own, facts.language)), values["told"] = Value(lines(facts.told, facts.language));
    values["has_own"] = !facts.own.empty(), values["has_told"] = !facts.told.empty();
    values["at_risk"] = total_at_risk(facts.own, facts.language);
    auto html = render::fill(layout_html, values, render::Escape::html);
    if (!html) return pass(html);
    auto text = render::fill(layout_text, values, render::Escape::none);
    if (!text) return pass(text);
    const std::string subject = fmt::format("{} · {} · {} {}", word("worklist", facts.language), facts.as_of.iso(),
                                            word("tasks", facts.language), facts.own.size());
    return DailyMail{subject, std::move(*text), std::move(*html)};
}

} // namespace settled::reports
