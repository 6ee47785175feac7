// workbook_parts.hpp -- what the sheets of the daily workbook share: columns by their words, and the cells in which a person
// answers.
#pragma once

#include "render/workbook.hpp"
#include "reports/answer_words.hpp"
#include "reports/daily_facts.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace settled::reports {

struct SheetColumnSpec {
    std::string_view key; // of report_words
    double width_characters = 14;
    bool has_sum = false;
};

// A sheet without rows; the column "currency" is that of its sums.
render::Sheet new_sheet(const DailyFacts& facts, std::string_view name, const std::vector<SheetColumnSpec>& columns);

// The columns in which a person answers, and the key that says what about (jobs/import_answers reads them by their headings).
void add_answer_columns(render::Sheet& sheet, const DailyFacts& facts, const std::vector<Answer>& answers,
                        const std::vector<SheetColumnSpec>& more);

render::Cell currency_of(const Money& money);

} // namespace settled::reports
