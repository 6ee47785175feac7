// workbook_ages.hpp -- the daily workbook's sheets of what is owed, by age: in all, by customer, salesperson, region and
// business line, and item by item.
#pragma once

#include "render/workbook.hpp"
#include "reports/daily_facts.hpp"

#include <vector>

namespace settled::reports {

// Sums by currency, with a chart.
render::Sheet aging_sheet(const DailyFacts& facts);
// The facts must stand until the sheet is written: its rows are made then.
render::Sheet item_sheet(const DailyFacts& facts);
// By customer, and by what the ledger says of customers and items; what it never says has no sheet. The facts must stand.
std::vector<render::Sheet> ages_by_part(const DailyFacts& facts);

} // namespace settled::reports
