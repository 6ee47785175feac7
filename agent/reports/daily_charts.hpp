// daily_charts.hpp -- the daily mail's charts with their words: money by week, days sales outstanding by month.
//
// Each chart says the same in words (the picture's alternative text and a line of the text part), because many mail programs
// show no pictures until they are asked.
#pragma once

#include "render/chart.hpp"
#include "reports/daily_facts.hpp"

#include <optional>
#include <string>
#include <vector>

namespace settled::reports {

struct DailyChart {
    std::string content_id; // "cash"
    std::string title, words;
    std::vector<std::string> lines; // each point, for the text part
    std::optional<render::Chart> chart;
};

// Those that have something to show, or something to say about what is missing.
std::vector<DailyChart> daily_charts(const DailyFacts& facts);

// An amount for an axis: short, "1.2M", "120万".
std::string short_amount(std::int64_t minor_units, Currency currency, std::string_view language);

} // namespace settled::reports
