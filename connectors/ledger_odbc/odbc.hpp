// odbc.hpp -- ODBC handles with one owner, and what a driver says when it refuses.
//
// Thin: no policy, no configuration. A failed call answers the driver's own records; diagnosis.hpp
// turns them into words for an operator.
#pragma once

#include "wide.hpp"

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace settled::ledger_odbc {

struct Diagnostic {
    std::string state; // SQLSTATE, "42S02"
    std::int32_t native = 0;
    std::string words; // the driver's own
};
using Diagnostics = std::vector<Diagnostic>;
template <class T> using Odbc = std::expected<T, Diagnostics>;

inline bool succeeded(SQLRETURN code) { return code == SQL_SUCCESS || code == SQL_SUCCESS_WITH_INFO; }

template <SQLSMALLINT Type> class Handle {
  public:
    Handle() = default;
    explicit Handle(SQLHANDLE parent) {
        if (!succeeded(SQLAllocHandle(Type, parent, &handle_))) handle_ = nullptr;
    }
    Handle(Handle&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
    Handle& operator=(Handle&& other) noexcept {
        std::swap(handle_, other.handle_);
        return *this;
    }
    ~Handle() {
        if (handle_ != nullptr) SQLFreeHandle(Type, handle_);
    }
    SQLHANDLE get() const { return handle_; }
    Diagnostics diagnostics() const;

  private:
    SQLHANDLE handle_ = nullptr;
};

struct ConnectRequest {
    std::string text; // the whole connection string, password included: never shown
    unsigned login_timeout_seconds = 0;
    unsigned statement_timeout_seconds = 0;
};

class Connection {
  public:
    static Odbc<Connection> open(const ConnectRequest& request);
    Connection(Connection&&) = default;
    Connection& operator=(Connection&&) = delete;
    ~Connection(); // rolls back and disconnects

    // Statements without rows: SET …, START TRANSACTION …
    Odbc<void> execute(std::string_view sql);
    // From now on until the end everything is one transaction.
    Odbc<void> begin_transaction();
    // A new transaction: what it reads is newer. Nothing where there is no transaction.
    void end_transaction();

    std::string info(SQLUSMALLINT what) const; // SQL_DBMS_NAME …
    std::uint32_t number_info(SQLUSMALLINT what) const;
    SQLHDBC handle() const { return connection_.get(); }
    unsigned statement_timeout_seconds() const { return statement_timeout_seconds_; }

  private:
    Connection() = default;
    Handle<SQL_HANDLE_ENV> environment_;
    Handle<SQL_HANDLE_DBC> connection_;
    unsigned statement_timeout_seconds_ = 0;
    bool in_transaction_ = false;
};

// What is installed, for the message of a driver that is not.
std::vector<std::string> installed_drivers();
std::vector<std::string> data_source_names();

} // namespace settled::ledger_odbc
