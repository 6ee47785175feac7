#include "fixture.hpp"

#include "support/child.hpp"

#include <formats/table_csv.hpp>
#include <settled/date.hpp>
#include <settled/money.hpp>
#include <settled/text.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <fstream>
#include <set>

#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

namespace settled::erp {
namespace {

namespace fs = std::filesystem;
using Line = std::vector<std::string>;

std::vector<std::string> texts(const toml::node_view<const toml::node>& node) {
    std::vector<std::string> all;
    if (const toml::array* many = node.as_array())
        for (const toml::node& one : *many) all.push_back(one.value_or(std::string()));
    else if (const auto one = node.value<std::string>())
        all.push_back(*one);
    return all;
}

// A value as settings carry it: lists joined with ';'.
std::string option_text(const toml::node& node) {
    if (const toml::array* many = node.as_array()) {
        std::string all;
        for (const toml::node& one : *many) all += (all.empty() ? "" : ";") + option_text(one);
        return all;
    }
    if (const auto text = node.value<std::string>()) return *text;
    if (const auto number = node.value<std::int64_t>()) return std::to_string(*number);
    if (const auto flag = node.value<bool>()) return *flag ? "true" : "false";
    return {};
}

void add_options(Options& options, const toml::table* table) {
    if (table == nullptr) return;
    for (const auto& [key, value] : *table) {
        const auto same = [&](const auto& option) { return option.first == key.str(); };
        std::erase_if(options, same); // a run's word goes before the folder's
        options.emplace_back(std::string(key.str()), option_text(value));
    }
}

class FixtureReader {
  public:
    explicit FixtureReader(const fs::path& connector) : connector_(connector.filename()), folder_(connector / "fixture") {}

    Result<std::vector<FixtureRun>> read() {
        const toml::parse_result parsed = toml::parse_file((folder_ / "fixture.toml").string());
        if (!parsed) return refuse(std::string(parsed.error().description()));
        const toml::table& root = parsed.table();
        const toml::array* const runs = root["run"].as_array();
        std::vector<FixtureRun> made;
        if (runs == nullptr) {
            auto run = one(root, {});
            if (!run) return pass(run);
            made.push_back(std::move(*run));
            return made;
        }
        for (const toml::node& node : *runs) {
            if (!node.is_table()) return refuse("expected [[run]] as a table");
            auto run = one(root, *node.as_table());
            if (!run) return pass(run);
            made.push_back(std::move(*run));
        }
        return made;
    }

  private:
    Result<FixtureRun> one(const toml::table& root, const toml::table& table) const {
        static const std::set<std::string, std::less<>> known = {"as_of",  "options", "run",     "name",
                                                                 "tables", "rows",    "engines", "expected"};
        for (const toml::table* keys : {&root, &table})
            for (const auto& [key, ignored] : *keys)
                if (!known.contains(key.str())) return refuse("unknown key \"" + std::string(key.str()) + "\"");
        const auto value = [&](std::string_view key) { return table.contains(key) ? table[key] : root[key]; };
        FixtureRun run;
        run.connector = connector_;
        run.name = connector_ + (table["name"] ? "_" + table["name"].value_or(std::string()) : "");
        if (run.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") != std::string::npos)
            return refuse("name = \"" + run.name + "\": expected small letters, digits and _");
        const auto day = value("as_of").value<toml::date>();
        if (!day) return refuse("as_of is missing; expected a day such as 2026-11-18, without quotes");
        run.as_of = day->year * 10000 + day->month * 100 + day->day;
        add_options(run.options, root["options"].as_table());
        add_options(run.options, table["options"].as_table());
        run.engines = texts(value("engines"));
        if (run.engines.empty()) run.engines = {"SQLite", "PostgreSQL", "MariaDB"};
        for (const char* kind : {"tables", "rows"}) {
            std::vector<std::string> files = texts(value(kind));
            if (files.empty()) files = {std::string(kind) + ".sql"};
            for (const std::string& file : files) {
                if (!fs::exists(folder_ / file)) return refuse(file + " is not there");
                run.scripts.push_back(folder_ / file);
            }
        }
        run.expected = folder_ / value("expected").value_or(std::string("expected"));
        return run;
    }

    std::unexpected<Error> refuse(const std::string& words) const {
        return fail(SETTLED_BAD_DATA, (folder_ / "fixture.toml").string() + ": " + words);
    }

    std::string connector_;
    fs::path folder_;
};

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

// Whole words outside quotes and comments.
std::string with_word_replaced(const std::string& sql, std::string_view word, std::string_view by) {
    std::string made;
    for (std::size_t at = 0; at < sql.size();) {
        std::size_t end = at + 1;
        if (sql[at] == '\'') {
            end = std::min(sql.find('\'', at + 1), sql.size() - 1) + 1;
        } else if (sql.compare(at, 2, "--") == 0) {
            end = std::min(sql.find('\n', at), sql.size());
        } else if (is_word(sql[at])) {
            while (end < sql.size() && is_word(sql[end])) ++end;
        }
        const std::string_view piece = std::string_view(sql).substr(at, end - at);
        made += equal_ignoring_ascii_case(piece, word) ? by : piece;
        at = end;
    }
    return made;
}

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
        EXPECT_EQ(values.size(), table.columns.size()) << file << ": " << line;
        values.resize(table.columns.size());
        table.rows.push_back(std::move(values));
    }
    EXPECT_FALSE(table.columns.empty()) << file << " has no heading";
    return table;
}

} // namespace

Result<std::vector<FixtureRun>> fixture_runs() {
    std::vector<FixtureRun> all;
    std::vector<fs::path> folders;
    for (const fs::directory_entry& folder : fs::directory_iterator(SETTLED_SOURCE_DIR "/connectors/erp"))
        if (fs::exists(folder.path() / "fixture/fixture.toml")) folders.push_back(folder.path());
    std::ranges::sort(folders);
    for (const fs::path& folder : folders) {
        auto runs = FixtureReader(folder).read();
        if (!runs) return pass(runs);
        all.insert(all.end(), runs->begin(), runs->end());
    }
    return all;
}

std::string script_for(const FixtureRun& run, std::string_view engine) {
    std::string all;
    for (const fs::path& script : run.scripts) all += support::text_of(script) + "\n";
    return engine == "MariaDB" ? with_word_replaced(all, "TIMESTAMP", "DATETIME") : all;
}

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

} // namespace settled::erp
