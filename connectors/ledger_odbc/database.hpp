// database.hpp -- what differs between database servers: one place for every dialect.
//
// Which snapshot can be had, whether the account could write, whether the line is encrypted. All by
// the name that the database gives itself (SQL_DBMS_NAME).
#pragma once

#include "odbc.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace settled::ledger_odbc {

struct Facts {
    std::string driver;            // "psqlodbcw.so 13.02.0000"
    std::string server;            // "PostgreSQL 15.5"
    std::string dbms;              // "PostgreSQL"
    bool local = false;            // a file, or a server on this machine
    std::optional<bool> encrypted; // nothing: cannot be asked
};

class Database {
  public:
    explicit Database(Connection& connection);

    const Facts& facts() const { return facts_; }
    // Texts come right only through the wide calls.
    bool needs_wide_text() const;
    // One INSERT, UPDATE or DELETE this account could do, as words; nothing: none, or it cannot be asked.
    std::optional<std::string> writable();

    // Begins to read. True: everything until end_reading() is one moment's state. False: the server
    // offers no such thing to this account.
    Odbc<bool> begin_reading(unsigned lock_timeout_seconds);
    void end_reading();

  private:
    enum class Kind : std::uint8_t { postgresql, mysql, sqlite, sql_server, oracle, hana, other };

    static Kind kind_of(std::string_view dbms);
    // The first value of the first row; nothing where it fails or yields none.
    std::optional<std::string> ask(std::string_view sql);

    Connection* connection_;
    Kind kind_;
    Facts facts_;
};

} // namespace settled::ledger_odbc
