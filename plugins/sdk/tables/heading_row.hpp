// heading_row.hpp -- the row of headings of a table: below titles, in one row or in two, merged or not.
//
// A heading in two rows is told as "金额/未收". An upper heading that spans several columns stands in the first of them;
// the empty cells right of it are its own as far as something stands beneath them. A heading that stands twice is
// called "金额#2" the second time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace settled::tables {

inline constexpr std::size_t heading_rows_looked_at = 100;

struct HeadRow {
    std::int64_t line = 0;
    std::vector<std::string> cells; // plain text
};

// Of one row, or of two (`above` not null).
std::vector<std::string> heading_texts(const HeadRow* above, const HeadRow& row);

// Which heading is meant: the whole text as it stands or folded (blanks, brackets and case left out), or the lower part
// of one in two rows where only one heading has it. Nothing where none or several are.
std::optional<std::size_t> find_heading(std::span<const std::string> headings, std::string_view wanted);

} // namespace settled::tables
