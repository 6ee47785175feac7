// backends.hpp -- the three databases that connectors are tried on, each reached through its ODBC driver.
//
// SQLite is a file, PostgreSQL and MariaDB are servers of this test program's own, started at the first call.
#pragma once

#include "support/mariadb.hpp"
#include "support/postgresql.hpp"

#include <functional>
#include <string>
#include <vector>

namespace settled::erp {

struct Backend {
    std::string name;           // "SQLite", "PostgreSQL", "MariaDB"
    std::function<bool()> here; // server, tools and driver are installed
    // A new database in which this ran; answers its connection string, user included. Failures fail the test.
    std::function<std::string(const std::string& sql)> make;
    std::function<void(const std::string& sql)> run; // in the database made last
};

Backend sqlite();
Backend postgresql();
Backend mariadb();
std::vector<Backend> backends(); // all three, in this order

// The servers of this program, every statement logged from their first call on. Whatever is not done by their
// own users is done by the plugin.
support::PostgreSql& postgresql_server();
support::MariaDb& mariadb_server();
bool postgresql_was_used();
bool mariadb_was_used();

} // namespace settled::erp
