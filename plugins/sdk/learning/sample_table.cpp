#include "sample_table.hpp"

#include "heading_words.hpp"

#include <formats/headed_input.hpp>
#include <formats/held_text.hpp>
#include <formats/table_csv.hpp>
#include <workbook/native_cell.hpp>
#include <workbook/workbook.hpp>

#include <algorithm>
#include <set>

namespace settled::learning {
namespace {

constexpr std::size_t rows_max = 1000, header_rows_max = 100;
constexpr std::size_t text_bytes_max = std::size_t{1} << 20;

std::vector<std::vector<std::string>> rows_of(formats::TableCsv& table, char delimiter) {
    std::vector<std::vector<std::string>> rows;
    if (!table.head()) return rows;
    table.start(0, delimiter);
    formats::CsvRow cells;
    while (rows.size() < rows_max) {
        const auto more = table.next(cells);
        if (!more || !*more) break;
        auto& row = rows.emplace_back();
        for (const std::string_view cell : cells.cells) row.emplace_back(workbook::without_native_mark(cell));
    }
    return rows;
}

// How many different fields a row names; 0 without a day and an amount.
std::size_t meanings_in(const std::vector<std::string>& row) {
    std::set<std::string_view> fields;
    for (const std::string& cell : row)
        if (const Meaning meaning = meaning_of(cell); meaning.match != Match::none) fields.insert(meaning.field);
    const bool money = fields.contains("amount") || (fields.contains("money_in") && fields.contains("money_out"));
    const bool day = fields.contains("booking_date") || fields.contains("value_date");
    return day && money ? fields.size() : 0;
}

// Takes the rows if they have more meaning than what was found so far.
void consider(std::vector<std::vector<std::string>> rows, SampleTable table, std::size_t& best, SampleTable& found) {
    for (std::size_t i = 0; i < std::min(rows.size(), header_rows_max); ++i) {
        const std::size_t meanings = meanings_in(rows[i]);
        if (meanings <= best) continue;
        best = meanings;
        table.header = i;
        found = table;
    }
    if (best > 0 && found.rows.empty()) found.rows = std::move(rows);
}

Result<std::string> text_of(formats::TextInput& input) {
    std::string text;
    for (;;) {
        auto more = input.append_next(text);
        if (!more) return pass(more);
        if (!*more || text.size() > text_bytes_max) return text;
    }
}

} // namespace

std::vector<std::string> SampleTable::values(std::size_t column) const {
    std::vector<std::string> found;
    for (std::size_t i = header + 1; i < rows.size(); ++i)
        if (column < rows[i].size() && !rows[i][column].empty()) found.push_back(rows[i][column]);
    return found;
}

Result<SampleTable> sample_of(const Input& input) {
    formats::HeadedInput headed(input);
    auto head = headed.head();
    if (!head) return pass(head);
    SampleTable found;
    std::size_t best = 0;
    const workbook::Container container = workbook::container_of(*head);
    if (container == workbook::Container::text) {
        formats::TextInput source(headed.input());
        auto text = text_of(source);
        if (!text) return pass(text);
        for (const char delimiter : {',', ';', '\t', '|'}) {
            formats::TableCsv table(std::make_unique<formats::HeldText>(*text));
            SampleTable made;
            made.delimiter = delimiter;
            if (source.encoding()) made.encoding = formats::name(*source.encoding());
            consider(rows_of(table, delimiter), std::move(made), best, found);
        }
    } else {
        auto book = workbook::open_workbook(container, headed.input());
        if (!book) return pass(book);
        for (std::size_t i = 0; i < (*book)->sheets(); ++i) {
            auto sheet = (*book)->sheet(i);
            if (!sheet) return pass(sheet);
            formats::TableCsv table(std::move(*sheet));
            SampleTable made;
            made.workbook = true;
            consider(rows_of(table, workbook::sheet_delimiter), std::move(made), best, found);
        }
    }
    if (best == 0)
        return fail(
            SETTLED_BAD_DATA,
            "no line among the first " + std::to_string(header_rows_max) +
                " has headings of a day and an amount in a language that is known; write the layout by hand (config/banks)",
            1);
    return found;
}

} // namespace settled::learning
