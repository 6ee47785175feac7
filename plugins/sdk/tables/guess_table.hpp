// guess_table.hpp -- the mapping of one sheet whose headings are known: looks at what stands beneath them.
#pragma once

#include <settled/text.hpp>
#include <tables/guess_columns.hpp>
#include <tables/propose.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace settled::tables {

// The first rows of a sheet.
struct TableSample {
    std::vector<HeadRow> rows;                   // plain
    std::vector<std::vector<std::string>> cells; // with native marks
};

inline std::string in_quotes(std::string_view text) { return "\"" + visible(text) + "\""; }

// Fills everything but where the sheet is. `home_currency` is filled where it is empty and the titles say it.
void guess_table(const TableSample& sample, HeadingGuess heading, TableGuess& out, std::string& home_currency);

} // namespace settled::tables
