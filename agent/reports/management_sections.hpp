// management_sections.hpp -- the tables of management's report, as mail and workbook both show them.
#pragma once

#include "matching/words.hpp"
#include "render/workbook.hpp"
#include "reports/management_report.hpp"

#include <string>
#include <vector>

namespace settled::reports {

struct ManagementColumn {
    matching::Phrase words;
    bool right = false;
    double width_characters = 16;
};

struct ManagementSection {
    std::string title, note;
    std::vector<ManagementColumn> columns;
    std::vector<std::vector<render::Cell>> rows; // the last of them may be a sum
};

std::vector<ManagementSection> management_sections(const ManagementFacts& facts);

// How the work flowed, what late payment cost, why debts went bad; without rows where nothing is known.
std::vector<ManagementSection> flow_sections(const ManagementFacts& facts);

// "66.7"; "" for none.
std::string tenths(const credit::Tenths& value);

inline constexpr ManagementColumn currency_column{{"Currency", "币种", "Währung"}, false, 11};

} // namespace settled::reports
