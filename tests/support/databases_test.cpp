#include "support/mariadb.hpp"
#include "support/postgresql.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace settled::support {
namespace {

TEST(PostgreSqlServer, RunsStatementsAndFilesInADatabaseOfItsOwn) {
    if (!PostgreSql::installed()) GTEST_SKIP() << "PostgreSQL is not installed";
    PostgreSql server;
    ASSERT_EQ(server.trouble(), "");
    ASSERT_TRUE(server.create_database("erp"));
    ASSERT_TRUE(server.run_sql("erp", "CREATE TABLE item (id int, name text); INSERT INTO item VALUES (1, '发票')"));
    const TemporaryFolder folder;
    std::ofstream(folder / "more.sql") << "INSERT INTO item VALUES (2, 'Rechnung');\n";
    ASSERT_TRUE(server.run_sql_file("erp", folder / "more.sql"));
    EXPECT_EQ(server.run_sql("erp", "SELECT id, name FROM item ORDER BY id").value_or(""), "1|发票\n2|Rechnung\n");
    EXPECT_FALSE(server.run_sql("erp", "SELECT nothing FROM nowhere"));
}

TEST(MariaDbServer, RunsStatementsInADatabaseOfItsOwn) {
    if (!MariaDb::installed()) GTEST_SKIP() << "MariaDB is not installed";
    MariaDb server;
    ASSERT_EQ(server.trouble(), "");
    ASSERT_TRUE(server.create_database("erp"));
    ASSERT_TRUE(server.run_sql("erp", "CREATE TABLE item (id int, name text); INSERT INTO item VALUES (1, '发票')"));
    EXPECT_EQ(server.run_sql("erp", "SELECT id, name FROM item").value_or(""), "1\t发票\n");
    EXPECT_FALSE(server.run_sql("erp", "SELECT nothing FROM nowhere"));
}

} // namespace
} // namespace settled::support
