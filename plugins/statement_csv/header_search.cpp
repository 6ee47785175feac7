#include "header_search.hpp"

#include "layout_choice.hpp"

#include <formats/table_csv.hpp>
#include <settled/text.hpp>

#include <algorithm>

namespace settled::csv {
namespace {

constexpr std::size_t header_bytes_max = 16384;

struct Line {
    std::size_t begin, end; // behind its line feed
    std::string_view text;
};

std::vector<Line> lines_of(std::string_view head) {
    std::vector<Line> lines;
    for (std::size_t begin = 0; begin < head.size() && lines.size() <= header_lines_max;) {
        const std::size_t feed = std::min(head.find('\n', begin), head.size());
        std::string_view text = head.substr(begin, feed - begin);
        if (text.ends_with('\r')) text.remove_suffix(1);
        const std::size_t end = std::min(feed + 1, head.size());
        lines.push_back({begin, end, text.size() <= header_bytes_max ? text : std::string_view()});
        begin = feed + 1;
    }
    return lines;
}

std::vector<std::string> folded_cells(std::string_view line, char delimiter) {
    std::string storage;
    std::vector<std::string> cells;
    for (const std::string_view cell : formats::TableCsv::split_line(line, delimiter, storage))
        cells.push_back(folded_heading(cell));
    return cells;
}

HeaderLine one_line(const Line& line, char delimiter) {
    HeaderLine made{line.begin, line.end, delimiter, {}};
    for (std::string& cell : folded_cells(line.text, delimiter)) made.headings.push_back({std::move(cell)});
    return made;
}

// A heading above spans the columns to its right that have none of their own.
HeaderLine two_lines(const Line& above, const Line& below, char delimiter) {
    HeaderLine made{above.begin, below.end, delimiter, {}};
    const std::vector<std::string> upper = folded_cells(above.text, delimiter), lower = folded_cells(below.text, delimiter);
    std::string spanning;
    for (std::size_t i = 0; i < std::max(upper.size(), lower.size()); ++i) {
        const std::string own = i < upper.size() ? upper[i] : std::string();
        const std::string under = i < lower.size() ? lower[i] : std::string();
        if (!own.empty()) spanning = own;
        if (under.empty())
            made.headings.push_back({own});
        else
            made.headings.push_back({under, spanning + under});
    }
    return made;
}

struct FoldedHeader {
    const Layout* layout;
    std::vector<std::vector<std::string>> headings; // per heading its alternatives
};

bool fits(const FoldedHeader& wanted, const HeaderLine& line) {
    return std::ranges::all_of(wanted.headings, [&](const std::vector<std::string>& alternatives) {
        return std::ranges::any_of(alternatives, [&](const std::string& name) { return line.index_of(name).has_value(); });
    });
}

} // namespace

std::optional<std::size_t> HeaderLine::index_of(const std::string& folded) const {
    const auto hit = std::ranges::find_if(
        headings, [&](const std::vector<std::string>& ways) { return std::ranges::find(ways, folded) != ways.end(); });
    if (hit == headings.end()) return std::nullopt;
    return static_cast<std::size_t>(hit - headings.begin());
}

std::optional<HeaderFound> search_header(std::string_view head, const std::vector<Layout>& layouts,
                                         std::optional<char> workbook_delimiter) {
    std::vector<FoldedHeader> wanted;
    // People save a bank's export with other delimiters, and banks name a table of tabs .xls.
    std::vector<char> delimiters = {',', ';', '\t', '|'};
    if (workbook_delimiter) delimiters = {*workbook_delimiter};
    for (const Layout& layout : layouts) {
        if (layout.header.empty()) continue;
        FoldedHeader folded{&layout, {}};
        for (const std::string& heading : layout.header) {
            folded.headings.emplace_back();
            for (const std::string_view one : split(heading, '|')) folded.headings.back().push_back(folded_heading(one));
        }
        wanted.push_back(std::move(folded));
        if (!workbook_delimiter && std::ranges::find(delimiters, layout.delimiter) == delimiters.end())
            delimiters.push_back(layout.delimiter);
    }
    const std::vector<Line> lines = lines_of(head);
    for (std::size_t i = 0; i < std::min(lines.size(), header_lines_max); ++i) {
        HeaderFound found;
        found.number = static_cast<std::int64_t>(i) + 1;
        const auto look = [&](const HeaderLine& line) {
            if (line.headings.size() < 2) return;
            for (const FoldedHeader& layout : wanted) {
                if (!fits(layout, line)) continue;
                const std::size_t best = found.fits.empty() ? 0 : found.fits.front().layout->header.size();
                if (layout.headings.size() < best) continue;
                if (layout.headings.size() > best) found.fits.clear();
                found.fits.push_back({layout.layout, line});
            }
        };
        for (const char delimiter : delimiters) look(one_line(lines[i], delimiter));
        if (!found.fits.empty()) return found;
        if (i + 1 == lines.size()) break;
        // A line of text above the header itself is not part of it.
        for (const char delimiter : delimiters) look(one_line(lines[i + 1], delimiter));
        if (!found.fits.empty()) {
            ++found.number;
            return found;
        }
        for (const char delimiter : delimiters) look(two_lines(lines[i], lines[i + 1], delimiter));
        if (!found.fits.empty()) return found;
    }
    return std::nullopt;
}

} // namespace settled::csv
