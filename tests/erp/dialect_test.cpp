// What no test can start: the SQL that goes to SQL Server is held to its grammar, and to the words that
// its databases know.
#include "connector.hpp"

#include "support/child.hpp"
#include "support/temporary_folder.hpp"

#include <settled/text.hpp>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>

namespace settled::erp {
namespace {

namespace fs = std::filesystem;
using ledger_odbc::Query;
using ledger_odbc::Variant;

struct Statement {
    std::string name, sql; // parameters are the text ''
};

bool goes_to_sql_server(const Variant& variant) {
    return variant.dbms.empty() ||
           std::ranges::any_of(variant.dbms, [](const std::string& name) { return ascii_lower(name).contains("sql server"); });
}

std::string text_of(const ledger_odbc::CheckedSql& sql) {
    std::string text = sql.pieces.front();
    for (std::size_t i = 0; i < sql.marks.size(); ++i) text.append(sql.marks[i].owner ? "dbo." : "''").append(sql.pieces[i + 1]);
    return text;
}

// Every statement that a connector of this repository would send to SQL Server.
std::vector<Statement> for_sql_server() {
    std::vector<Statement> all;
    const fs::path connectors = SETTLED_SOURCE_DIR "/connectors/erp";
    for (const fs::directory_entry& folder : fs::directory_iterator(connectors)) {
        if (!support::text_of(folder.path() / "connector.toml").contains("\"ledger_odbc\"")) continue;
        const auto connector = ledger_odbc::read_connector(connectors, folder.path().filename().string());
        EXPECT_TRUE(connector) << (connector ? "" : connector.error().message);
        if (!connector) continue;
        for (const Variant& variant : connector->variants) {
            if (!goes_to_sql_server(variant)) continue;
            if (!variant.probe.pieces.empty())
                all.push_back({connector->name + ", probe of " + variant.name, text_of(variant.probe)});
            for (const Query& query : variant.queries) all.push_back({connector->name + "/" + query.file, text_of(query.sql)});
        }
    }
    std::ranges::sort(all, {}, &Statement::name);
    return all;
}

// Words and marks outside quotes, in small letters; a text is its quote alone.
std::vector<std::string> tokens(std::string_view sql) {
    std::vector<std::string> found;
    const auto is_word = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; };
    for (std::size_t at = 0; at < sql.size();) {
        std::size_t end = at + 1;
        if (sql[at] == '\'')
            end = std::min(sql.find('\'', at + 1), sql.size() - 1) + 1;
        else if (is_word(sql[at]))
            while (end < sql.size() && is_word(sql[end])) ++end;
        else if (sql.substr(at, 2) == "||" || sql.substr(at, 2) == "::")
            ++end;
        if (!std::isspace(static_cast<unsigned char>(sql[at]))) found.push_back(ascii_lower(sql.substr(at, end - at)));
        at = end;
    }
    return found;
}

TEST(SqlServer, KnowsEveryWordThatIsSentToIt) {
    for (const Statement& statement : for_sql_server()) {
        const auto words = tokens(statement.sql);
        for (const char* foreign : {"||",      "::",     "`",     "limit",    "ilike",  "substr",   "length",  "char_length",
                                    "ifnull",  "nvl",    "true",  "false",    "using",  "interval", "extract", "date_trunc",
                                    "to_char", "regexp", "nulls", "strftime", "printf", "boolean",  "text",    "dual"})
            EXPECT_TRUE(std::ranges::find(words, foreign) == words.end())
                << statement.name << ": SQL Server does not know " << foreign;
        for (const std::string& word : words)
            EXPECT_TRUE(std::ranges::all_of(word, [](char c) { return static_cast<unsigned char>(c) < 0x80; }))
                << statement.name << ": " << word << " goes through the server's code page; write it without such characters";
    }
}

TEST(SqlServer, EveryStatementIsOneByItsGrammar) {
    const fs::path folder = SETTLED_SOURCE_DIR "/build/grammar";
    const fs::path node = "/usr/bin/node";
    if (!fs::exists(node)) GTEST_SKIP() << "nodejs is not installed";
    if (!fs::exists(folder / "node_modules/node-sql-parser")) GTEST_SKIP() << "the grammar is not installed; ./dev test does it";
    nlohmann::json json = nlohmann::json::array();
    for (const Statement& statement : for_sql_server()) json.push_back({{"name", statement.name}, {"sql", statement.sql}});
    ASSERT_GT(json.size(), 10u);
    const support::TemporaryFolder temporary;
    std::ofstream(temporary / "statements.json") << json.dump();
    const auto checked = support::run(
        {{node, SETTLED_SOURCE_DIR "/tests/erp/grammar/check.mjs", folder, temporary / "statements.json"}, "", {}, {}});
    EXPECT_TRUE(checked) << checked.error().message;
}

} // namespace
} // namespace settled::erp
