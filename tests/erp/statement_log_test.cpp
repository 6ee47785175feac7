// The ERP is never written to: when everything of this program is done, the servers' own logs hold nothing of the
// plugin but what reads.
#include "backends.hpp"

#include <settled/text.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace settled::erp {
namespace {

using Counts = std::map<std::string, int, std::less<>>; // first word of a statement → how often

// Statements of one text, parted at semicolons outside quotes.
std::vector<std::string> statements_of(std::string_view text) {
    std::vector<std::string> all(1);
    char quote = '\0';
    for (const char c : text) {
        if (quote != '\0')
            quote = c == quote ? '\0' : quote;
        else if (c == '\'' || c == '"' || c == '`')
            quote = c;
        if (c == ';' && quote == '\0')
            all.emplace_back();
        else
            all.back() += c;
    }
    std::vector<std::string> kept;
    for (const std::string& one : all)
        if (const std::string_view bare = trim(one); !bare.empty()) kept.emplace_back(bare);
    return kept;
}

std::string first_word(std::string_view statement) {
    std::size_t length = 0;
    while (length < statement.size() && std::isalpha(static_cast<unsigned char>(statement[length])) != 0) ++length;
    return ascii_lower(statement.substr(0, length));
}

// "" for what reads, else why not.
std::string why_refused(const std::string& statement) {
    static const std::set<std::string, std::less<>> harmless = {"select", "with", "set", "begin", "commit", "rollback", "show"};
    const std::string word = first_word(statement), small = ascii_lower(statement);
    if (harmless.contains(word)) {
        const bool changes =
            word == "set" && (small.contains("global") || small.contains("persist") || small.contains("password"));
        return changes ? "changes the server" : "";
    }
    // How PostgreSQL's driver reads a SELECT in parts, so that no more than a part is in memory.
    if (word == "fetch" || word == "close") return small.contains("\"sql_cur") ? "" : "not a cursor of the driver's";
    if (word == "declare") {
        const std::size_t begin = small.find(" for ");
        const std::string read = begin == std::string::npos ? "" : first_word(trim(std::string_view(small).substr(begin + 5)));
        return small.contains("\"sql_cur") && (read == "select" || read == "with") ? ""
                                                                                   : "declares something other than a SELECT";
    }
    return "is not among what reads";
}

Counts judged(const std::vector<std::string>& texts) {
    Counts counts;
    for (const std::string& text : texts)
        for (const std::string& statement : statements_of(text)) {
            ++counts[first_word(statement)];
            EXPECT_EQ(why_refused(statement), "") << statement;
        }
    return counts;
}

// What users other than `own` had PostgreSQL do; a statement's further lines begin with a tab.
std::vector<std::string> postgresql_statements(const std::string& log, const std::string& own) {
    std::vector<std::string> found;
    bool within = false;
    for (const std::string_view line : split(log, '\n')) {
        if (line.starts_with('\t')) {
            if (within) found.back().append("\n").append(line);
            continue;
        }
        within = false;
        const std::size_t bar = line.find('|');
        if (bar == std::string_view::npos || bar == 0 || line.substr(0, bar) == own) continue;
        const std::string_view said = line.substr(bar + 1);
        if (!said.starts_with("LOG:  statement: ") && !said.starts_with("LOG:  execute ")) continue;
        found.emplace_back(said.substr(said.find(": ", 6) + 2));
        within = true;
    }
    return found;
}

// The same of MariaDB's general log: time or nothing, tabs, blanks, thread, command, tab, argument.
std::vector<std::string> mariadb_statements(const std::string& log, const std::string& own) {
    constexpr std::size_t head_bytes_max = 80; // a regular expression of the standard library dies of long lines
    static const std::regex entry(R"((?:\d{6}\s+[\d:]+)?\t+\s*(\d+) ([A-Z][A-Za-z ]+)\t)");
    std::vector<std::string> found;
    std::set<std::string> own_threads;
    bool within = false;
    for (const std::string_view line : split(log, '\n')) {
        std::match_results<std::string_view::const_iterator> parts;
        const std::string_view head = line.substr(0, head_bytes_max);
        if (!std::regex_search(head.begin(), head.end(), parts, entry, std::regex_constants::match_continuous)) {
            if (within) found.back().append("\n").append(line);
            continue;
        }
        const std::string thread = parts[1], command = parts[2], argument(line.substr(static_cast<std::size_t>(parts.length())));
        if (command == "Connect")
            argument.starts_with(own + "@") ? void(own_threads.insert(thread)) : void(own_threads.erase(thread));
        within = (command == "Query" || command == "Execute" || command == "Prepare") && !own_threads.contains(thread);
        if (within) found.push_back(argument);
    }
    return found;
}

TEST(StatementLog, TellsWhatReadsFromWhatDoesNot) {
    for (const char* reads :
         {"SELECT 1", "with x as (select 1) select * from x", "SET SESSION lock_wait_timeout = 5", "BEGIN", "rollback", "SHOW x",
          "declare \"SQL_CUR0x1\" cursor with hold for SELECT 1", "fetch 100 in \"SQL_CUR0x1\"", "close \"SQL_CUR0x1\""})
        EXPECT_EQ(why_refused(reads), "") << reads;
    for (const char* writes :
         {"INSERT INTO t VALUES (1)", "DELETE FROM t", "SET GLOBAL general_log = 0", "declare x cursor for DELETE FROM t",
          "fetch 1 in x", "CREATE TABLE t (a int)", "LOCK TABLE t", "DO 1", "EXPLAIN ANALYZE DELETE FROM t", "KILL 5"})
        EXPECT_NE(why_refused(writes), "") << writes;
    EXPECT_EQ(statements_of("BEGIN;SELECT ';' ; ").size(), 2u);
    EXPECT_EQ(postgresql_statements("postgres|LOG:  statement: DROP TABLE t\nro|LOG:  statement: BEGIN;\n\tSELECT 1\nro|LOG:  "
                                    "execute <unnamed>: SELECT 2\n"
                                    "ro|ERROR:  no\n",
                                    "postgres"),
              (std::vector<std::string>{"BEGIN;\n\tSELECT 1", "SELECT 2"}));
    EXPECT_EQ(mariadb_statements(
                  "261118 10:00:00\t     5 Connect\troot@localhost on x using Socket\n\t\t     5 Query\tDROP TABLE t\n"
                  "\t\t     6 Connect\tro@localhost on x using Socket\n\t\t     6 Query\tSELECT 1,\n2\n\t\t     6 Quit\t\n",
                  "root"),
              (std::vector<std::string>{"SELECT 1,\n2"}));
}

// After the last test of the program.
class StatementLogs : public ::testing::Environment {
    void TearDown() override {
        if (postgresql_was_used()) {
            const auto& server = postgresql_server();
            report("PostgreSQL", judged(postgresql_statements(server.log(), server.connection().user)));
        }
        if (mariadb_was_used()) {
            const auto& server = mariadb_server();
            report("MariaDB", judged(mariadb_statements(server.log(), server.connection().user)));
        }
    }
    static void report(const char* server, const Counts& counts) {
        std::cout << "the plugin had " << server << " do:";
        for (const auto& [word, count] : counts) std::cout << ' ' << word << ' ' << count;
        std::cout << '\n';
    }
};
[[maybe_unused]] const auto* const logs = ::testing::AddGlobalTestEnvironment(new StatementLogs);

} // namespace
} // namespace settled::erp
