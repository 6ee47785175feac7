// postgresql.hpp -- a PostgreSQL server of the test's own: temporary folder, Unix socket, no network.
//
// Started on construction, stopped by its pid and deleted on destruction. As root it runs as user
// postgres. Skip by name where it is not installed:
//   if (!PostgreSql::installed()) GTEST_SKIP() << "PostgreSQL is not installed";
#pragma once

#include "support/child.hpp"
#include "support/temporary_folder.hpp"

#include <settled/result.hpp>

#include <filesystem>
#include <optional>
#include <string>

namespace settled::support {

class PostgreSql {
  public:
    struct Connection {
        std::string host; // the socket's folder
        int port = 0;
        std::string user; // a superuser; no password
    };

    static bool installed();
    // One for the whole test program, started at the first call and stopped at its end.
    static PostgreSql& of_this_program();

    PostgreSql();
    ~PostgreSql();
    PostgreSql(const PostgreSql&) = delete;
    PostgreSql& operator=(const PostgreSql&) = delete;

    // Why it did not start; empty when it runs.
    const std::string& trouble() const { return trouble_; }
    const Connection& connection() const { return connection_; }
    // Everything that anybody has the server do from now on stands in log(): "USER|LOG:  statement: …".
    Status log_statements();
    std::string log() const;
    // "postgresql://postgres@/NAME?host=%2Ftmp%2F…&port=5432"
    std::string url(const std::string& database) const;

    Status create_database(const std::string& name); // UTF-8, C collation
    Status drop_database(const std::string& name);
    // Any statements; the answer is psql's unaligned output without headings.
    Result<std::string> run_sql(const std::string& database, const std::string& sql);
    Result<std::string> run_sql_file(const std::string& database, const std::filesystem::path& file);

  private:
    Status start();

    TemporaryFolder folder_;
    std::filesystem::path programs_;
    Connection connection_;
    std::optional<Child> server_;
    std::string trouble_;
};

} // namespace settled::support
