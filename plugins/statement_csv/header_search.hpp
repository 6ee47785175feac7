// header_search.hpp -- finds the line of a table that holds its headings.
//
// Banks write up to some dozens of lines above the table, and headings of one or two lines: 发生额 above
// 借方 and 贷方 is read as 借方, as 发生额借方, and as 发生额, whichever a layout asks for.
#pragma once

#include "layout.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace settled::csv {

inline constexpr std::size_t header_lines_max = 100; // a wallet writes 24 lines above its table

struct HeaderLine {
    std::size_t begin = 0, end = 0; // offsets in the head: of the line, and behind it
    char delimiter = ',';
    std::vector<std::vector<std::string>> headings; // per column, all ways to read it, folded

    std::optional<std::size_t> index_of(const std::string& folded) const;
};

struct HeaderFit {
    const Layout* layout = nullptr;
    HeaderLine line;
};

struct HeaderFound {
    std::vector<HeaderFit> fits; // one, or several with equally many headings
    std::int64_t number = 0;     // of the line, 1 = first
};

// The first line that holds all headings of a layout, and the layouts with most headings there.
std::optional<HeaderFound> search_header(std::string_view head, const std::vector<Layout>& layouts,
                                         std::optional<char> workbook_delimiter);

} // namespace settled::csv
