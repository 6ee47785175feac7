#include "backends.hpp"

#include "erp.hpp"

#include "support/child.hpp"
#include "support/mariadb.hpp"
#include "support/postgresql.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace settled::erp {
namespace {

namespace fs = std::filesystem;
using support::MariaDb;
using support::PostgreSql;

std::string new_name() {
    static int count = 0;
    return "backend" + std::to_string(++count);
}

} // namespace

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
        const auto done = PostgreSql::of_this_program().run_sql(database, sql);
        EXPECT_TRUE(done) << (done ? "" : done.error().message);
    };
    return {"PostgreSQL", [] { return PostgreSql::installed() && !driver("psqlodbcw.so").empty(); },
            [run](const std::string& sql) {
                PostgreSql& server = PostgreSql::of_this_program();
                EXPECT_EQ(server.trouble(), "");
                database = new_name();
                EXPECT_TRUE(server.create_database(database));
                run(sql);
                return "Driver=" + driver("psqlodbcw.so") + ";Servername=" + server.connection().host +
                       ";Port=" + std::to_string(server.connection().port) + ";Database=" + database +
                       ";UID=" + server.connection().user;
            },
            run};
}

Backend mariadb() {
    static std::string database;
    const auto run = [](const std::string& sql) {
        const auto done = MariaDb::of_this_program().run_sql(database, sql);
        EXPECT_TRUE(done) << (done ? "" : done.error().message);
    };
    return {"MariaDB", [] { return MariaDb::installed() && !driver("libmaodbc.so").empty(); },
            [run](const std::string& sql) {
                MariaDb& server = MariaDb::of_this_program();
                EXPECT_EQ(server.trouble(), "");
                database = new_name();
                EXPECT_TRUE(server.create_database(database));
                run(sql);
                return "Driver=" + driver("libmaodbc.so") + ";Socket=" + server.connection().socket + ";Database=" + database +
                       ";UID=" + server.connection().user;
            },
            run};
}

std::vector<Backend> backends() { return {sqlite(), postgresql(), mariadb()}; }

} // namespace settled::erp
