#include "reports/daily_digest.hpp"

#include "render/locale.hpp"
#include "reports/headline.hpp"
#include "reports/report_words.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace settled::reports {
namespace {

std::string title(const DailyFacts& facts) {
    return fmt::format("{} · {} · {}\n", word("title", facts.language), facts.legal_name,
                       render::date_text(facts.as_of, facts.language));
}

bool waits(const EntryLine& entry) {
    return entry.amount.minor_units > 0 &&
           (entry.state == matching::State::question || entry.state == matching::State::unmatched);
}

} // namespace

std::string daily_digest(const DailyFacts& facts) {
    std::string text = title(facts);
    for (const HeadlineLine& line : headline(facts)) text += fmt::format("{}: {}\n", line.label, line.text);
    return text;
}

std::string digest_counts(const DailyFacts& facts) {
    std::string text = title(facts);
    const auto add = [&](std::string_view key, std::size_t count) {
        text += fmt::format("{}: {}\n", word(key, facts.language), count);
    };
    const auto is_stale = [](const auto& source) { return !source.stale.empty(); };
    add("needs_you", static_cast<std::size_t>(std::ranges::count_if(facts.entries, waits)) + facts.differences.size());
    add("going_out", facts.going_out.size());
    add("tasks", facts.tasks.size());
    add("bills_short", facts.bills.size());
    add("stale_sources", static_cast<std::size_t>(std::ranges::count_if(facts.ledgers, is_stale)) +
                             static_cast<std::size_t>(std::ranges::count_if(facts.accounts, is_stale)));
    add("problems", facts.problems.size());
    return text;
}

} // namespace settled::reports
