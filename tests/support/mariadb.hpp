// mariadb.hpp -- a MariaDB server of the test's own: temporary folder, Unix socket, no network.
//
// Started on construction, stopped by its pid and deleted on destruction. As root it runs as user
// mysql. Skip by name where it is not installed. Names of tables know no case, as on Windows.
#pragma once

#include "support/child.hpp"
#include "support/temporary_folder.hpp"

#include <settled/result.hpp>

#include <filesystem>
#include <optional>
#include <string>

namespace settled::support {

class MariaDb {
  public:
    struct Connection {
        std::string socket; // the file
        std::string user;   // may do everything; no password
    };

    static bool installed();
    static MariaDb& of_this_program(); // started at the first call, stopped at the program's end

    MariaDb();
    ~MariaDb();
    MariaDb(const MariaDb&) = delete;
    MariaDb& operator=(const MariaDb&) = delete;

    const std::string& trouble() const { return trouble_; } // why it did not start; empty when it runs
    const Connection& connection() const { return connection_; }

    // Everything that anybody has the server do from now on stands in log(), MariaDB's general log.
    Status log_statements();
    std::string log() const;

    Status create_database(const std::string& name); // utf8mb4
    // Any statements; the answer is tab-separated without headings.
    Result<std::string> run_sql(const std::string& database, const std::string& sql);
    Result<std::string> run_sql_file(const std::string& database, const std::filesystem::path& file);

  private:
    Status start();

    TemporaryFolder folder_;
    Connection connection_;
    std::optional<Child> server_;
    std::string trouble_;
};

} // namespace settled::support
