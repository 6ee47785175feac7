// layout_choice.hpp -- finds the header line of a table, and with it the layout and its columns.
#pragma once

#include "layout.hpp"

#include <settled/result.hpp>

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace settled::csv {

struct Choice {
    const Layout* layout = nullptr;
    std::array<std::vector<std::size_t>, field_count> columns; // indexes; empty where the file lacks the column
    std::size_t table_offset = 0;                              // behind the header line
    std::size_t width = 0;                                     // cells of the header line

    // From the lines above the table.
    std::string account, currency, opening, closing;
};

// Looks at the first lines of the text for a line that holds all headings of a layout. The layout
// with the most headings wins. BAD_DATA when none fits, or two fit equally well, naming what to do.
Result<Choice> choose_layout(std::string_view head, const std::vector<Layout>& layouts);

} // namespace settled::csv
