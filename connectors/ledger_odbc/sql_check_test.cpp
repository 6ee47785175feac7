#include "sql_check.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace settled::ledger_odbc {
namespace {

TEST(SqlCheck, AcceptsWhatReads) {
    for (const char* sql : {
             "SELECT 1",
             "select a.b, 'it''s; DROP TABLE x', \"update\" FROM t a WHERE x <> '--' ORDER BY 1",
             "WITH l AS (SELECT 1 AS x), m AS (SELECT 2) SELECT * FROM l, m",
             "-- what it reads\nSELECT /* all; of it: INSERT */ x FROM y -- end",
             "SELECT x::date, amount::numeric(18,2) FROM t",
             "SELECT [Order Details].id FROM [dbo].[Order Details]",
             "SELECT SUBSTRING(name FROM 1 FOR 3), REPLACE(a, 'x', 'y') FROM t",
             "SELECT t.`date` FROM t",
             "SELECT 单据号 FROM 应收单 WHERE 金额 > 1e5",
             "SELECT updated_at, created, deleted_flag, settings, offset_id, into_account FROM t",
             "SELECT 'C:\\temp\\x' FROM t",
             "SELECT SUM(x) OVER (PARTITION BY y ORDER BY z ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) FROM t",
             "SELECT (SELECT MAX(x) FROM u) FROM t LIMIT 1",
             "SELECT a AS \"date\" FROM {owner}t WHERE \"x y\" IN (1, 2) AND [b] = (3)",
             "SELECT c.relname FROM pg_catalog.pg_class c",
         })
        EXPECT_TRUE(check_sql(sql)) << sql;
}

TEST(SqlCheck, RefusesEveryTextThatDoesMoreThanRead) {
    const std::vector<std::string> hostile = {
        "",
        "   -- nothing\n",
        "DELETE FROM customers",
        "INSERT INTO t VALUES (1)",
        "UPDATE t SET x = 1",
        "EXEC xp_cmdshell 'dir'",
        "DROP TABLE t",
        "(SELECT 1)",
        "'SELECT 1'",
        "SELECT 1; DROP TABLE t",
        "SELECT 1;",
        "SELECT 1 DROP TABLE t",
        "SELECT * INTO copy FROM t",
        "SELECT 'x' INTO OUTFILE '/tmp/x' FROM t",
        "SELECT 'x' INTO DUMPFILE '/tmp/x'",
        "SELECT * FROM t FOR UPDATE",
        "SELECT * FROM t FOR SHARE",
        "SELECT * FROM t FOR NO KEY UPDATE",
        "SELECT * FROM t FOR\n/* quietly */ UPDATE",
        "SELECT * FROM t LOCK IN SHARE MODE",
        "SELECT * FROM OPENROWSET('SQLNCLI', 'x', 'DELETE FROM t')",
        "SELECT * FROM OPENQUERY(srv, 'DELETE FROM t')",
        "SELECT * FROM OPENDATASOURCE('x', 'y').a.b.c",
        "WITH d AS (DELETE FROM t RETURNING *) SELECT * FROM d",
        "WITH d AS (SELECT 1) UPDATE t SET x = 1",
        "WITH d AS (SELECT 1) INSERT INTO t SELECT * FROM d",
        "WITH d (x) AS (VALUES (1)) TABLE d",
        "SELECT 1 /*! INTO OUTFILE '/tmp/x' */",
        "SELECT 1 /*M! INTO OUTFILE '/tmp/x' */",
        "SELECT 1 /* a /* b */ c */",
        "SELECT 1 /* never ends",
        "SELECT 1 --1 INTO OUTFILE '/tmp/x'",
        "SELECT 1 # INTO\nOUTFILE",
        "SELECT 'a\\' , 1; DROP TABLE t -- '",
        "SELECT \"a\\\" ; DROP TABLE t -- \"",
        "SELECT 'never ends",
        "SELECT \"never ends",
        "SELECT $$ ; DROP TABLE t $$",
        "SELECT $tag$ x $tag$",
        "SELECT q'!'!' FROM dual; DROP TABLE t --'",
        "SELECT nq'['[' FROM t]'",
        "SELECT a[(SELECT 1)] FROM t",
        "SELECT @x := 1",
        "SELECT @@version",
        "SELECT pg_read_file('/etc/passwd')",
        "SELECT PG_SLEEP(100)",
        "SELECT pg_terminate_backend(1)",
        "SELECT dblink_exec('x', 'DROP TABLE t')",
        "SELECT lo_import('/etc/passwd')",
        "SELECT load_file('/etc/passwd')",
        "SELECT load_extension('x')",
        "SELECT SLEEP(100)",
        "SELECT BENCHMARK(1000000, MD5('x'))",
        "SELECT GET_LOCK('x', 10)",
        "SELECT nextval('s')",
        "SELECT NEXT VALUE FOR s",
        "SELECT set_config('x', 'y', false)",
        "SELECT 1 WAITFOR DELAY '0:0:10'",
        "SELECT 1 COMMIT",
        "SELECT 1 SET LOCK_TIMEOUT 0",
        "SELECT * FROM t WHERE (x = 1",
        "SELECT * FROM t WHERE x = 1)",
        "SELECT x ? y FROM t",
        "SELECT {fn NOW()}",
        "SELECT {call p}",
        "SELECT * FROM {owner",
        "SELECT * FROM {owner} t",
        "SELECT * FROM {a.b}t",
        "SELECT \"pg_read_file\"('/etc/passwd')",
        "SELECT `sleep` (100)",
        "SELECT U&\"pg\\005fsleep\"(10)",
        "SELECT [dbo].[do_it](1)",
        "SELECT pg_notify('x', 'y')",
        "SELECT pg_catalog.pg_reload_conf ()",
        "SELECT * FROM ts_stat('DELETE FROM t')",
        "SELECT * FROM crosstab('DELETE FROM t')",
        "SELECT database_to_xml(true, true, '')",
        "SELECT HTTPURITYPE('http://example.com').getclob() FROM dual",
        std::string("SELECT 1\0; DROP TABLE t", 23),
        "SELECT '\xFF\xFE'",
        "PRAGMA writable_schema = 1",
        "ATTACH DATABASE 'x' AS y",
        "BEGIN SELECT 1 END",
        "SELECT 1 \x01",
        "SELECT do_it(1)",
        "SELECT dbo.sum(x) FROM t",
        "SELECT * FROM t CROSS JOIN LATERAL empty_it(t.x)",
        "SELECT " + std::string(sql_bytes_max, 'x'),
    };
    EXPECT_GE(hostile.size(), 50u);
    for (const std::string& sql : hostile) {
        const auto checked = check_sql(sql);
        ASSERT_FALSE(checked) << sql.substr(0, 200);
        EXPECT_EQ(checked.error().code, SETTLED_INVALID_CONFIG);
    }
}

TEST(SqlCheck, ARefusalNamesTheLineAndWhatWasFound) {
    const auto checked = check_sql("SELECT 1\nFROM t\nFOR UPDATE");
    ASSERT_FALSE(checked);
    EXPECT_EQ(checked.error().message, "line 3: found \"update\"; expected one SELECT or WITH … SELECT that only reads");
    EXPECT_EQ(checked.error().line, 3);
}

TEST(SqlCheck, CutsTheTextAtItsParameters) {
    const auto checked = check_sql("SELECT ':no', x::date FROM t WHERE a = :account_set AND b IN (:list_2)");
    ASSERT_TRUE(checked);
    EXPECT_EQ(checked->marks, (std::vector<Mark>{{"account_set"}, {"list_2"}}));
    EXPECT_EQ(checked->pieces, (std::vector<std::string>{"SELECT ':no', x::date FROM t WHERE a = ", " AND b IN (", ")"}));
}

TEST(SqlCheck, KnowsTheOwnerOfTables) {
    const auto checked = check_sql("SELECT a FROM {owner}t, {books}.u WHERE b = :c");
    EXPECT_FALSE(checked) << "the point belongs to the value";
    const auto two = check_sql("SELECT a FROM {owner}t, {books}u WHERE b = :c");
    ASSERT_TRUE(two) << two.error().message;
    EXPECT_EQ(two->marks, (std::vector<Mark>{{"owner", true}, {"books", true}, {"c"}}));
    EXPECT_EQ(two->pieces, (std::vector<std::string>{"SELECT a FROM ", "t, ", "u WHERE b = ", ""}));
}

TEST(SqlCheck, LeavesCommentsOut) {
    const auto checked = check_sql("-- head; more\nSELECT/* a; b */1 -- x :y\nFROM t");
    ASSERT_TRUE(checked);
    EXPECT_EQ(checked->pieces, std::vector<std::string>{"\nSELECT 1 \nFROM t"});
}

TEST(SqlCheck, AnyPrefixOfAStatementIsReadToItsEnd) {
    const std::string sql = "WITH a AS (SELECT 'x''y' AS [b c] /* d */ FROM \"e\" WHERE f = :g -- h\n) SELECT * FROM a";
    for (std::size_t size = 0; size <= sql.size(); ++size) {
        const auto checked = check_sql(std::string_view(sql).substr(0, size));
        if (checked)
            EXPECT_EQ(checked->pieces.size(), checked->marks.size() + 1);
        else
            EXPECT_FALSE(checked.error().message.empty());
    }
}

} // namespace
} // namespace settled::ledger_odbc
