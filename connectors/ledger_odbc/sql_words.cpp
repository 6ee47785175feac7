#include "sql_words.hpp"

#include <algorithm>
#include <array>

namespace settled::ledger_odbc {
namespace {

// Words that change, run, lock or leave; none is needed to read.
constexpr std::array<std::string_view, 55> forbidden_words = {
    "alter",    "analyze",   "attach",     "backup",   "begin",     "bulk",    "call",           "commit",    "copy",
    "create",   "dbcc",      "deallocate", "declare",  "delete",    "deny",    "detach",         "discard",   "do",
    "drop",     "dumpfile",  "exec",       "execute",  "flush",     "grant",   "handler",        "insert",    "into",
    "kill",     "listen",    "load",       "lock",     "merge",     "notify",  "opendatasource", "openquery", "openrowset",
    "openxml",  "outfile",   "pragma",     "prepare",  "raiserror", "reindex", "rename",         "restore",   "revoke",
    "rollback", "savepoint", "set",        "shutdown", "truncate",  "unlock",  "update",         "use",       "vacuum",
    "waitfor"};

// Functions that read files, reach other machines, wait, lock or change something; refused also where they are not called.
constexpr std::array<std::string_view, 30> forbidden_functions = {
    "connectby",    "crosstab",       "cursor_to_xml",  "database_to_xml", "httpuritype",    "schema_to_xml",
    "ts_stat",      "xpath_table",    "benchmark",      "currval",         "fts3_tokenizer", "get_lock",
    "is_used_lock", "last_insert_id", "load_extension", "load_file",       "nextval",        "query_to_xml",
    "readfile",     "release_lock",   "set_config",     "setval",          "sleep",          "sys_eval",
    "sys_exec",     "sys_get",        "sys_set",        "table_to_xml",    "txid_current",   "writefile"};
constexpr std::array<std::string_view, 14> forbidden_prefixes = {
    "pg_read_", "pg_ls_", "pg_sleep", "pg_terminate", "pg_cancel", "pg_advisory", "pg_try_advisory",
    "lo_",      "dblink", "dbms_",    "utl_",         "xp_",       "sp_",         "master_dba",
};

// Words of the language and types, behind which a parenthesis is no call.
constexpr auto words_before_parentheses = std::to_array<std::string_view>(
    {"all", "and", "any", "as", "between", "by", "case", "distinct", "else", "except", "exists", "fetch", "filter", "from",
     "group", "having", "in", "intersect", "is", "join", "like", "limit", "materialized", "minus", "not", "offset", "on", "or",
     "over", "partition", "select", "some", "then", "top", "union", "using", "values", "when", "where", "with", "within",
     // types with a length
     "bigint", "binary", "char", "character", "datetime2", "decimal", "float", "int", "integer", "nchar", "number", "numeric",
     "nvarchar", "time", "timestamp", "varbinary", "varchar", "varchar2", "varying"});

// What SQLite, PostgreSQL, MariaDB, SQL Server, Oracle, HANA and DB2 compute from the arguments alone, and what adds up rows.
constexpr auto computing_functions =
    std::to_array<std::string_view>({"abs",           "add_days",      "add_months",  "adddate",      "array_agg",
                                     "ascii",         "avg",           "bit_and",     "bit_or",       "bool_and",
                                     "bool_or",       "btrim",         "cast",        "ceil",         "ceiling",
                                     "charindex",     "chr",           "coalesce",    "concat",       "concat_ws",
                                     "convert",       "count",         "date",        "date_add",     "date_format",
                                     "date_part",     "date_sub",      "date_trunc",  "dateadd",      "datediff",
                                     "datefromparts", "datename",      "datepart",    "day",          "days_between",
                                     "decode",        "dense_rank",    "eomonth",     "every",        "exp",
                                     "extract",       "first_value",   "floor",       "format",       "greatest",
                                     "group_concat",  "grouping",      "ifnull",      "iif",          "initcap",
                                     "instr",         "isdate",        "isnull",      "isnumeric",    "json_extract",
                                     "json_value",    "julianday",     "lag",         "last_day",     "last_value",
                                     "lcase",         "lead",          "least",       "left",         "len",
                                     "length",        "listagg",       "ln",          "locate",       "lower",
                                     "lpad",          "ltrim",         "make_date",   "max",          "md5",
                                     "median",        "min",           "mod",         "month",        "months_between",
                                     "nchar",         "ntile",         "nullif",      "nvl",          "nvl2",
                                     "octet_length",  "overlay",       "parse_date",  "patindex",     "position",
                                     "power",         "printf",        "quarter",     "rank",         "regexp_replace",
                                     "repeat",        "replace",       "replicate",   "reverse",      "right",
                                     "round",         "row_number",    "rpad",        "rtrim",        "sign",
                                     "space",         "split_part",    "sqrt",        "str_to_date",  "strftime",
                                     "string_agg",    "stuff",         "substr",      "substring",    "substring_index",
                                     "sum",           "timestampdiff", "to_char",     "to_date",      "to_decimal",
                                     "to_jsonb",      "to_number",     "to_nvarchar", "to_timestamp", "to_varchar",
                                     "total",         "translate",     "trim",        "trunc",        "try_cast",
                                     "try_convert",   "ucase",         "unicode",     "upper",        "week",
                                     "year"});

template <std::size_t Size> bool contains(const std::array<std::string_view, Size>& words, std::string_view word) {
    return std::ranges::find(words, word) != words.end();
}

} // namespace

bool is_forbidden(std::string_view word) {
    return contains(forbidden_words, word) || contains(forbidden_functions, word) ||
           std::ranges::any_of(forbidden_prefixes, [&](std::string_view prefix) { return word.starts_with(prefix); });
}

bool may_open_parenthesis(std::string_view word) {
    return contains(words_before_parentheses, word) || contains(computing_functions, word);
}

} // namespace settled::ledger_odbc
