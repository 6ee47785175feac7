#include "layout_choice.hpp"

#include "header_search.hpp"
#include "row_reader.hpp"

#include <formats/table_csv.hpp>
#include <settled/text.hpp>

#include <algorithm>

namespace settled::csv {
namespace {

constexpr std::int64_t rows_tried_max = 1000;

// "Konto" is no label in "Kontoauszug".
bool goes_on(std::string_view behind) {
    return !behind.empty() &&
           ((behind.front() >= 'a' && behind.front() <= 'z') || (behind.front() >= 'A' && behind.front() <= 'Z'));
}

// What stands behind a label: "账号：6222…", "Account,DE89…", "Konto: 12".
std::string value_after(std::string_view preamble, const Words& labels, char delimiter) {
    for (const std::string& label : labels) {
        if (label.empty()) continue;
        std::size_t found = preamble.find(label);
        while (found != preamble.npos && goes_on(preamble.substr(found + label.size()))) found = preamble.find(label, found + 1);
        if (found == preamble.npos) continue;
        std::string_view rest = preamble.substr(found + label.size());
        rest = rest.substr(0, rest.find('\n'));
        for (;;) {
            const std::string_view before = rest;
            rest = trim(rest);
            for (const std::string_view mark : {":", "：", "\"", "=", "[", "【", "\x1E"})
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

Choice choice_of(const Layout& layout, const HeaderLine& line, std::string_view head, bool from_workbook) {
    Choice choice;
    choice.layout = &layout;
    choice.table_offset = line.end;
    choice.width = line.headings.size();
    choice.delimiter = line.delimiter;
    choice.from_workbook = from_workbook;
    for (std::size_t i = 0; i < field_count; ++i)
        for (const std::string& heading : layout.columns[i])
            if (const auto index = line.index_of(folded_heading(heading))) choice.columns[i].push_back(*index);
    const std::string_view preamble = head.substr(0, line.begin);
    choice.account = value_after(preamble, layout.account_after, line.delimiter);
    choice.currency = value_after(preamble, layout.currency_after, line.delimiter);
    choice.opening = value_after(preamble, layout.opening_after, line.delimiter);
    choice.closing = value_after(preamble, layout.closing_after, line.delimiter);
    return choice;
}

Choice choice_without_header(const Layout& layout, char delimiter) {
    Choice choice;
    choice.layout = &layout;
    choice.width = layout.width;
    choice.delimiter = delimiter;
    choice.by_shape = true;
    for (std::size_t i = 0; i < field_count; ++i)
        for (const std::string& number : layout.columns[i])
            if (const auto index = position_of(number)) choice.columns[i].push_back(*index);
    return choice;
}

class HeadText final : public formats::TextSource {
  public:
    explicit HeadText(std::string_view text) : text_(text) {}
    Result<bool> append_next(std::string& out) override {
        out += text_;
        return !std::exchange(text_, {}).empty();
    }

  private:
    std::string_view text_;
};

// How many rows of the head are entries by this choice; nothing when one of them cannot be read.
std::optional<std::int64_t> entries_read(const Choice& choice, std::string_view head, bool whole) {
    if (!whole) head = head.substr(0, head.rfind('\n') + 1); // its last row may be cut
    formats::TableCsv table(std::make_unique<HeadText>(head));
    if (!table.head()) return std::nullopt;
    table.start(choice.table_offset, choice.delimiter);
    RowReader reader(choice);
    formats::CsvRow cells;
    std::int64_t entries = 0;
    for (std::int64_t rows = 0; rows < rows_tried_max; ++rows) {
        const auto more = table.next(cells);
        if (!more) return std::nullopt;
        if (!*more) break;
        if (choice.by_shape && !cells.blank() && cells.cells.size() != choice.width) return std::nullopt;
        const auto row = reader.read(cells);
        if (!row) return std::nullopt;
        if (row->kind == RowKind::end) break;
        entries += row->kind == RowKind::entry ? 1 : 0;
    }
    return entries;
}

// Who was asked, as long as a person would read the list.
std::string names_of(const std::vector<Layout>& layouts) {
    constexpr std::size_t named_max = 8;
    if (layouts.size() > named_max) return std::to_string(layouts.size()) + " are known";
    std::string names;
    for (const Layout& layout : layouts) names += (names.empty() ? "" : ", ") + layout.name;
    return names.empty() ? "none" : names;
}

// The one that reads the rows; nothing when none or several do.
const Choice* only_reader(const std::vector<Choice>& choices, std::string_view head, bool whole) {
    const Choice* reads = nullptr;
    for (const Choice& choice : choices) {
        const auto entries = entries_read(choice, head, whole);
        if (!entries || *entries == 0) continue;
        if (reads != nullptr) return nullptr;
        reads = &choice;
    }
    return reads;
}

} // namespace

std::string folded_heading(std::string_view heading) {
    std::string made;
    // "交易金额[ Trade Amount ]": the other language is left out.
    if (const std::size_t other = heading.find('['); other != heading.npos && other > 0) heading = heading.substr(0, other);
    while (!heading.empty()) {
        if (heading.starts_with("（") || heading.starts_with("）")) {
            made += heading.starts_with("（") ? '(' : ')';
            heading.remove_prefix(3);
            continue;
        }
        const char c = heading.front();
        if (c != ' ' && c != '\t' && c != '\n' && c != '\r' && c != '*') made += c;
        heading.remove_prefix(1);
    }
    return ascii_lower(made);
}

Result<Choice> choose_layout(std::string_view head, const std::vector<Layout>& layouts, std::optional<char> workbook_delimiter) {
    const bool whole = head.size() < formats::TableCsv::head_bytes;
    const auto found = search_header(head, layouts, workbook_delimiter);
    if (found) {
        std::vector<Choice> choices;
        for (const HeaderFit& fit : found->fits)
            choices.push_back(choice_of(*fit.layout, fit.line, head, workbook_delimiter.has_value()));
        if (choices.size() == 1) return std::move(choices.front());
        if (const Choice* reads = only_reader(choices, head, whole)) return *reads;
        return fail(SETTLED_BAD_DATA,
                    "the header line fits the layouts " + choices[0].layout->name + " and " + choices[1].layout->name +
                        " alike; set layout for this source",
                    found->number);
    }
    std::vector<Choice> choices;
    for (const Layout& layout : layouts)
        if (layout.header.empty())
            choices.push_back(choice_without_header(layout, workbook_delimiter.value_or(layout.delimiter)));
    if (const Choice* reads = only_reader(choices, head, whole)) return *reads;
    return fail(SETTLED_BAD_DATA,
                "no line among the first " + std::to_string(header_lines_max) + " has the headings of a known layout (" +
                    names_of(layouts) + "); write one with `settled banks learn FILE`",
                1);
}

} // namespace settled::csv
