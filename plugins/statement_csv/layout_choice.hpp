// layout_choice.hpp -- finds the header line of a table, and with it the layout and its columns.
#pragma once

#include "layout.hpp"

#include <settled/result.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace settled::csv {

struct Choice {
    const Layout* layout = nullptr;
    std::array<std::vector<std::size_t>, field_count> columns; // indexes; empty where the file lacks the column
    std::size_t table_offset = 0;                              // behind the header line
    std::size_t width = 0;                                     // cells of the header line
    char delimiter = ',';
    bool from_workbook = false; // its numbers and days may be native cells
    bool by_shape = false;      // no header: taken because its rows can be read so

    // From the lines above the table.
    std::string account, currency, opening, closing;
};

// Looks at the first lines of the text for a line that holds all headings of a layout, or two lines
// where a heading above spans several columns. The layout with the most headings wins; where several
// have equally many, the one that can read all rows at hand. Without a header line: a layout of tables
// without one, if its rows read. `workbook_delimiter`: the text was told from a workbook. BAD_DATA when
// none fits, or two fit equally well, naming what to do.
Result<Choice> choose_layout(std::string_view head, const std::vector<Layout>& layouts,
                             std::optional<char> workbook_delimiter = std::nullopt);

// A heading as it is compared: without blanks, in lower case, full-width brackets as ASCII ones, without *
// and without what stands in [ ] behind it.
std::string folded_heading(std::string_view heading);

} // namespace settled::csv
