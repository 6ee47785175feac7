#include "fixture.hpp"

#include "support/child.hpp"

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

} // namespace settled::erp
