#include "layout_choice.hpp"

#include <formats/table_csv.hpp>
#include <settled/text.hpp>

#include <algorithm>

namespace settled::csv {
namespace {

constexpr std::size_t header_lines_max = 100; // a wallet writes 24 lines above its table
constexpr std::size_t header_bytes_max = 16384;

// Headings are compared without blanks, in any case, full-width brackets as ASCII ones.
std::string folded(std::string_view heading) {
    std::string made;
    while (!heading.empty()) {
        if (heading.starts_with("（") || heading.starts_with("）")) {
            made += heading.starts_with("（") ? '(' : ')';
            heading.remove_prefix(3);
            continue;
        }
        const char c = heading.front();
        if (c != ' ' && c != '\t' && c != '\n' && c != '\r') made += c;
        heading.remove_prefix(1);
    }
    return ascii_lower(made);
}

std::vector<std::string> folded_cells(std::string_view line, char delimiter) {
    std::string storage;
    std::vector<std::string> cells;
    for (const std::string_view cell : formats::TableCsv::split_line(line, delimiter, storage)) cells.push_back(folded(cell));
    return cells;
}

std::optional<std::size_t> index_of(const std::vector<std::string>& cells, const std::string& heading) {
    const auto hit = std::ranges::find(cells, folded(heading));
    if (hit == cells.end()) return std::nullopt;
    return static_cast<std::size_t>(hit - cells.begin());
}

// What stands behind a label: "账号：6222…", "Account,DE89…", "Konto: 12".
std::string value_after(std::string_view preamble, const Words& labels, char delimiter) {
    for (const std::string& label : labels) {
        const std::size_t found = preamble.find(label);
        if (label.empty() || found == std::string_view::npos) continue;
        std::string_view rest = preamble.substr(found + label.size());
        rest = rest.substr(0, rest.find('\n'));
        for (;;) {
            const std::string_view before = rest;
            rest = trim(rest);
            for (const std::string_view mark : {":", "：", "\"", "=", "[", "【"})
                if (rest.starts_with(mark)) rest.remove_prefix(mark.size());
            if (rest.starts_with(delimiter)) rest.remove_prefix(1);
            if (rest.size() == before.size()) break;
        }
        std::size_t size = 0;
        while (size < rest.size() && rest[size] != delimiter && rest[size] != '"' && rest[size] != '\t' && rest[size] != ']' &&
               !rest.substr(size).starts_with("】") && !rest.substr(size).starts_with("\xE3\x80\x80"))
            ++size;
        if (const std::string_view value = trim(rest.substr(0, size)); !value.empty()) return std::string(value);
    }
    return {};
}

void resolve(const Layout& layout, const std::vector<std::string>& cells, Choice& choice) {
    for (std::size_t i = 0; i < field_count; ++i)
        for (const std::string& heading : layout.columns[i])
            if (const auto index = index_of(cells, heading)) choice.columns[i].push_back(*index);
}

std::string names_of(const std::vector<Layout>& layouts) {
    std::string names;
    for (const Layout& layout : layouts) names += (names.empty() ? "" : ", ") + layout.name;
    return names.empty() ? "none" : names;
}

} // namespace

Result<Choice> choose_layout(std::string_view head, const std::vector<Layout>& layouts) {
    std::size_t begin = 0;
    for (std::size_t number = 1; number <= header_lines_max && begin < head.size(); ++number) {
        const std::size_t end = std::min(head.find('\n', begin), head.size());
        std::string_view line = head.substr(begin, end - begin);
        if (line.ends_with('\r')) line.remove_suffix(1);
        const Layout* best = nullptr;
        const Layout* rival = nullptr;
        std::vector<std::string> best_cells;
        if (line.size() <= header_bytes_max) {
            for (const Layout& layout : layouts) {
                auto cells = folded_cells(line, layout.delimiter);
                if (!std::ranges::all_of(layout.header,
                                         [&](const std::string& name) { return index_of(cells, name).has_value(); }))
                    continue;
                if (best != nullptr && layout.header.size() < best->header.size()) continue;
                rival = best != nullptr && layout.header.size() == best->header.size() ? best : nullptr;
                best = &layout;
                best_cells = std::move(cells);
            }
        }
        if (rival != nullptr)
            return fail(SETTLED_BAD_DATA,
                        "the header line fits the layouts " + rival->name + " and " + best->name +
                            " alike; set layout for this source",
                        static_cast<std::int64_t>(number));
        if (best != nullptr) {
            Choice choice;
            choice.layout = best;
            choice.table_offset = std::min(end + 1, head.size());
            choice.width = best_cells.size();
            resolve(*best, best_cells, choice);
            const std::string_view preamble = head.substr(0, begin);
            choice.account = value_after(preamble, best->account_after, best->delimiter);
            choice.currency = value_after(preamble, best->currency_after, best->delimiter);
            choice.opening = value_after(preamble, best->opening_after, best->delimiter);
            choice.closing = value_after(preamble, best->closing_after, best->delimiter);
            return choice;
        }
        begin = end + 1;
    }
    return fail(SETTLED_BAD_DATA,
                "no line among the first " + std::to_string(header_lines_max) + " has the headings of a known layout (" +
                    names_of(layouts) + "); write one with `settled banks learn FILE`",
                1);
}

} // namespace settled::csv
