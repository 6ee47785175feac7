#include "jobs/table_file.hpp"

#include <formats/headed_input.hpp>
#include <formats/held_text.hpp>
#include <formats/table_csv.hpp>
#include <settled/text.hpp>
#include <workbook/native_cell.hpp>
#include <workbook/workbook.hpp>

#include <fmt/format.h>

#include <memory>
#include <utility>

namespace settled::jobs {
namespace {

Result<std::vector<TableRow>> rows_of(std::unique_ptr<formats::TextSource> source, char delimiter) {
    formats::TableCsv table(std::move(source));
    if (auto head = table.head(); !head) return pass(head);
    table.start(0, delimiter);
    std::vector<TableRow> rows;
    formats::CsvRow read;
    for (;;) {
        auto more = table.next(read);
        if (!more) return pass(more);
        if (!*more) return rows;
        if (rows.size() == table_rows_max)
            return fail(SETTLED_BAD_DATA, fmt::format("more than {} rows; hand over a shorter time", table_rows_max), read.line);
        TableRow& row = rows.emplace_back();
        row.line = read.line;
        for (const std::string_view cell : read.cells)
            row.cells.push_back({std::string(trim(workbook::without_native_mark(cell))), workbook::is_native(cell)});
    }
}

Result<std::string> text_of(const Input& input) {
    formats::TextInput source(input);
    std::string text;
    for (;;) {
        auto more = source.append_next(text);
        if (!more) return pass(more);
        if (!*more) return text;
    }
}

} // namespace

Result<std::vector<TableOfFile>> tables_of(std::string_view bytes) {
    std::vector<TableOfFile> tables;
    const formats::HeadedInput input(bytes);
    const workbook::Container container = workbook::container_of(bytes);
    if (container != workbook::Container::text) {
        auto book = workbook::open_workbook(container, input.input());
        if (!book) return pass(book);
        for (std::size_t i = 0; i < (*book)->sheets(); ++i) {
            auto sheet = (*book)->sheet(i);
            if (!sheet) return pass(sheet);
            auto rows = rows_of(std::move(*sheet), workbook::sheet_delimiter);
            if (!rows) return pass(rows);
            tables.push_back({(*book)->name(i), std::move(*rows)});
        }
        return tables;
    }
    auto text = text_of(input.input());
    if (!text) return pass(text);
    Error last;
    for (const char delimiter : {',', ';', '\t', '|'}) { // under a wrong one a quote may stay open
        auto rows = rows_of(std::make_unique<formats::HeldText>(*text), delimiter);
        if (rows)
            tables.push_back({"", std::move(*rows)});
        else
            last = rows.error();
    }
    if (tables.empty()) return std::unexpected(last);
    return tables;
}

} // namespace settled::jobs
