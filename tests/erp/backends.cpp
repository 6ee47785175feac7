#include "backends.hpp"

#include "erp.hpp"

#include "support/child.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <utility>

namespace settled::erp {
namespace {

namespace fs = std::filesystem;
using support::MariaDb;
using support::PostgreSql;

std::string new_name() {
    static int count = 0;
    return "backend" + std::to_string(++count);
}

constexpr const char* reader = "odbc_reader"; // may read everything and write nothing
bool postgresql_used = false, mariadb_used = false;

} // namespace

PostgreSql& postgresql_server() {
    PostgreSql& server = PostgreSql::of_this_program();
    if (!std::exchange(postgresql_used, true) && server.trouble().empty()) {
        EXPECT_TRUE(
            server.run_sql("postgres", std::string("CREATE ROLE ") + reader + " LOGIN; GRANT pg_read_all_data TO " + reader));
        EXPECT_TRUE(server.log_statements());
    }
    EXPECT_EQ(server.trouble(), "");
    return server;
}

MariaDb& mariadb_server() {
    MariaDb& server = MariaDb::of_this_program();
    if (!std::exchange(mariadb_used, true) && server.trouble().empty()) {
        EXPECT_TRUE(server.run_sql("", std::string("CREATE USER ") + reader + "@localhost; GRANT SELECT ON *.* TO " + reader +
                                           "@localhost"));
        EXPECT_TRUE(server.log_statements());
    }
    EXPECT_EQ(server.trouble(), "");
    return server;
}

bool postgresql_was_used() { return postgresql_used; }
bool mariadb_was_used() { return mariadb_used; }

Backend sqlite() {
    static const support::TemporaryFolder folder("settled-sqlite");
    static fs::path file;
    const auto run = [](const std::string& sql) {
        const fs::path script = folder / "script.sql";
        std::ofstream(script, std::ios::binary) << sql;
        const auto done = support::run({{"/usr/bin/python3", "-c",
                                         "import sqlite3,sys; c=sqlite3.connect(sys.argv[1]); "
                                         "c.executescript(open(sys.argv[2], encoding='utf-8').read()); c.commit()",
                                         file.string(), script.string()},
                                        "",
                                        {},
                                        {}});
        EXPECT_TRUE(done) << (done ? "" : done.error().message);
    };
    return {"SQLite", [] { return !driver("libsqlite3odbc.so").empty() && fs::exists("/usr/bin/python3"); },
            [run](const std::string& sql) {
                file = folder / (new_name() + ".db");
                run(sql);
                return "Driver=" + driver("libsqlite3odbc.so") + ";Database=" + file.string();
            },
            run};
}

Backend postgresql() {
    static std::string database;
    const auto run = [](const std::string& sql) {
        const auto done = postgresql_server().run_sql(database, sql);
        EXPECT_TRUE(done) << (done ? "" : done.error().message);
    };
    return {"PostgreSQL", [] { return PostgreSql::installed() && !driver("psqlodbcw.so").empty(); },
            [run](const std::string& sql) {
                PostgreSql& server = postgresql_server();
                database = new_name();
                EXPECT_TRUE(server.create_database(database));
                run(sql);
                return "Driver=" + driver("psqlodbcw.so") + ";Servername=" + server.connection().host +
                       ";Port=" + std::to_string(server.connection().port) + ";Database=" + database + ";UID=" + reader;
            },
            run};
}

Backend mariadb() {
    static std::string database;
    const auto run = [](const std::string& sql) {
        const auto done = mariadb_server().run_sql(database, sql);
        EXPECT_TRUE(done) << (done ? "" : done.error().message);
    };
    return {"MariaDB", [] { return MariaDb::installed() && !driver("libmaodbc.so").empty(); },
            [run](const std::string& sql) {
                MariaDb& server = mariadb_server();
                database = new_name();
                EXPECT_TRUE(server.create_database(database));
                run(sql);
                return "Driver=" + driver("libmaodbc.so") + ";Socket=" + server.connection().socket + ";Database=" + database +
                       ";UID=" + reader;
            },
            run};
}

std::vector<Backend> backends() { return {sqlite(), postgresql(), mariadb()}; }

} // namespace settled::erp
