// workbook_entries.hpp -- the daily workbook's sheets of bank entries: settled, asked about, to be claimed, not placed.
#pragma once

#include "render/workbook.hpp"
#include "reports/daily_facts.hpp"

#include <vector>

namespace settled::reports {

// An entry stands in one sheet only, so that it is answered once.
std::vector<render::Sheet> entry_sheets(const DailyFacts& facts);

} // namespace settled::reports
