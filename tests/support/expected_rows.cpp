#include "support/expected_rows.hpp"

#include <formats/table_csv.hpp>
#include <settled/columns.hpp>
#include <settled/date.hpp>
#include <settled/money.hpp>
#include <settled/text.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>

namespace settled::support {
namespace {

namespace fs = std::filesystem;
using Line = std::vector<std::string>;

std::string shown(const Field& field, const testing::Columns& row) {
    const auto hit = row.find(field.name);
    if (hit == row.end()) return {};
    const std::string& value = hit->second;
    switch (field.type) {
    case FieldType::amount: {
        const auto currency = row.find(field.currency_field);
        return amount_text(std::stoll(value), currency == row.end() ? Currency() : *Currency::parse(currency->second));
    }
    case FieldType::date:
        return Date::from_number(std::stoi(value))->iso();
    case FieldType::decimal: { // databases write 7.1 and 7.100000
        if (value.find('.') == std::string::npos) return value;
        const std::size_t last = value.find_last_not_of('0');
        return value.substr(0, value[last] == '.' ? last : last + 1);
    }
    default:
        return value;
    }
}

std::string cell(const std::string& value) {
    if (value.find_first_of(",\"\n\r") == std::string::npos) return value;
    std::string made = "\"";
    for (const char c : fold_blanks(value)) made += c == '"' ? std::string("\"\"") : std::string(1, c);
    return made + '"';
}

std::string line_text(const Line& line) {
    std::string made;
    for (std::size_t i = 0; i < line.size(); ++i) made += (i == 0 ? "" : ",") + cell(line[i]);
    return made;
}

void sort(Table& table, std::string_view key) {
    const auto column = static_cast<std::size_t>(std::ranges::find(table.columns, key) - table.columns.begin());
    std::ranges::sort(table.rows, [&](const Line& left, const Line& right) {
        if (column < table.columns.size() && left[column] != right[column]) return left[column] < right[column];
        return left < right;
    });
}

// The table's rows as lines of these columns, in order of their text.
std::vector<std::string> lines_of(const Table& table, const std::vector<std::string>& columns) {
    std::vector<std::size_t> places;
    for (const std::string& column : columns)
        places.push_back(static_cast<std::size_t>(std::ranges::find(table.columns, column) - table.columns.begin()));
    std::vector<std::string> lines;
    for (const Line& row : table.rows) {
        Line chosen;
        for (const std::size_t place : places) chosen.push_back(place < row.size() ? row[place] : std::string());
        lines.push_back(line_text(chosen));
    }
    std::ranges::sort(lines);
    return lines;
}

Table read_table(const fs::path& file) {
    Table table;
    std::ifstream in(file);
    std::string line, storage;
    while (std::getline(in, line)) {
        if (line.ends_with('\r')) line.pop_back();
        if (line.empty()) continue;
        const auto cells = formats::TableCsv::split_line(line, ',', storage);
        Line values(cells.begin(), cells.end());
        if (table.columns.empty()) {
            table.columns = std::move(values);
            continue;
        }
        if (values.size() != table.columns.size()) values = {file.string() + ": not as many values as headings: " + line};
        values.resize(table.columns.size());
        table.rows.push_back(std::move(values));
    }
    return table;
}

} // namespace

Tables readable(const testing::LedgerRows& rows) {
    Tables tables;
    for (const auto& [name, records] : rows.rows) {
        const Entity& entity = *find_entity(name);
        Table& table = tables[name];
        for (const Field& field : entity.fields) table.columns.emplace_back(field.name);
        for (const testing::Columns& record : records) {
            Line line;
            for (const Field& field : entity.fields) line.push_back(shown(field, record));
            table.rows.push_back(std::move(line));
        }
        sort(table, entity.key_field);
    }
    return tables;
}

Table readable(const std::vector<Finding>& findings) {
    static const std::set<std::string, std::less<>> of_this_machine = {"driver", "server", "encryption", "account"};
    Table table{{"level", "what", "found"}, {}};
    for (const Finding& finding : findings)
        if (!of_this_machine.contains(finding.what))
            table.rows.push_back({finding.severity == SETTLED_INFO      ? "info"
                                  : finding.severity == SETTLED_WARNING ? "warning"
                                                                        : "error",
                                  finding.what, finding.found});
    return table;
}

Tables read_expected(const fs::path& folder) {
    Tables tables;
    std::error_code absent;
    for (const fs::directory_entry& file : fs::directory_iterator(folder, absent))
        if (file.path().extension() == ".csv") tables[file.path().stem().string()] = read_table(file.path());
    return tables;
}

void write_expected(const fs::path& folder, const Tables& tables) {
    fs::create_directories(folder);
    const Tables before = read_expected(folder);
    for (const auto& [name, table] : tables) {
        const auto old = before.find(name);
        std::vector<std::string> columns;
        for (std::size_t i = 0; i < table.columns.size(); ++i)
            if (std::ranges::any_of(table.rows, [&](const Line& row) { return !row[i].empty(); }) ||
                (old != before.end() && std::ranges::find(old->second.columns, table.columns[i]) != old->second.columns.end()))
                columns.push_back(table.columns[i]);
        if (columns.empty()) columns.push_back(table.columns.front());
        std::ofstream out(folder / (name + ".csv"), std::ios::binary);
        out << line_text(columns) << '\n';
        for (const Line& row : table.rows) {
            Line chosen;
            for (const std::string& column : columns)
                chosen.push_back(row[static_cast<std::size_t>(std::ranges::find(table.columns, column) - table.columns.begin())]);
            out << line_text(chosen) << '\n';
        }
    }
    for (const auto& [name, ignored] : before)
        if (!tables.contains(name)) fs::remove(folder / (name + ".csv"));
}

std::string difference(const Table& expected, const Table& found) {
    std::string words;
    for (const std::string& column : expected.columns)
        if (std::ranges::find(found.columns, column) == found.columns.end())
            words += "  the contract has no column \"" + column + "\"\n";
    const auto wanted = lines_of(expected, expected.columns), got = lines_of(found, expected.columns);
    std::vector<std::string> missing, many;
    std::ranges::set_difference(wanted, got, std::back_inserter(missing));
    std::ranges::set_difference(got, wanted, std::back_inserter(many));
    if (!missing.empty() || !many.empty()) words += "    " + line_text(expected.columns) + "\n";
    for (const std::string& line : missing) words.append("  - ").append(line) += '\n';
    for (const std::string& line : many) words.append("  + ").append(line) += '\n';
    return words;
}

} // namespace settled::support
