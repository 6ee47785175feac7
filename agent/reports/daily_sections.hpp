// daily_sections.hpp -- the tables of the daily mail in their order, each with its first rows: what needs a person first.
#pragma once

#include "render/template.hpp"
#include "reports/daily_facts.hpp"

#include <vector>

namespace settled::reports {

// What stands in no table is left out. Of each: title, count, columns, rows (cells, what stands below, the row as one line of
// text), how many more stand in the workbook; config/reports/daily.html and .txt say how they look.
std::vector<render::Values> sections(const DailyFacts& facts);

} // namespace settled::reports
