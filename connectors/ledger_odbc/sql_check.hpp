// sql_check.hpp -- is this text one SELECT and nothing else?
//
// Connector SQL comes from files that anybody in IT may have edited, and it runs with the agent's
// rights at the ERP. The lexer is deliberately stricter than any one database: what databases read
// differently (a backslash before a quote, nested or executable comments, dollar quotes) is refused
// rather than understood.
#pragma once

#include <settled/result.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace settled::ledger_odbc {

inline constexpr std::size_t sql_bytes_max = std::size_t{256} * 1024;

// What stands between two pieces: `:name`, a parameter that is bound, or `{name}`, the owner of tables.
struct Mark {
    std::string name;
    bool owner = false;
    friend bool operator==(const Mark&, const Mark&) = default;
};

// The text without its comments (some drivers stumble over them), cut at its marks: piece, mark, piece, …, piece.
struct CheckedSql {
    std::vector<std::string> pieces; // one more than marks
    std::vector<Mark> marks;
};

// Accepts SELECT … and WITH … SELECT …; INVALID_CONFIG says what was found and in which line.
Result<CheckedSql> check_sql(std::string_view sql);

} // namespace settled::ledger_odbc
