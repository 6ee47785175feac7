// backends.hpp -- the three databases that connectors are tried on, each reached through its ODBC driver.
//
// SQLite is a file, PostgreSQL and MariaDB are servers of this test program's own, started at the first call.
#pragma once

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

} // namespace settled::erp
