#include "odbc.hpp"

#include <array>

namespace settled::ledger_odbc {
namespace {

constexpr SQLSMALLINT records_max = 8;         // of one failure
constexpr std::size_t words_length_max = 2048; // of one record
constexpr std::size_t names_max = 64;          // of a list of drivers

// An integer attribute travels as a pointer: that is ODBC's own convention.
SQLPOINTER attribute(std::uintptr_t value) { return reinterpret_cast<SQLPOINTER>(value); } // NOLINT(performance-no-int-to-ptr)

Diagnostics diagnostics_of(SQLSMALLINT type, SQLHANDLE handle) {
    Diagnostics found;
    for (SQLSMALLINT record = 1; record <= records_max; ++record) {
        std::array<SQLWCHAR, 6> state{};
        std::array<SQLWCHAR, words_length_max> words{};
        SQLINTEGER native = 0;
        SQLSMALLINT length = 0;
        if (!succeeded(SQLGetDiagRecW(type, handle, record, state.data(), &native, words.data(),
                                      static_cast<SQLSMALLINT>(words.size()), &length)))
            break;
        // Some drivers count bytes, so the NUL decides.
        std::size_t end = 0;
        while (end < words.size() && words[end] != 0) ++end;
        found.push_back({utf8_of(state.data(), 5), native, utf8_of(words.data(), end)});
    }
    if (found.empty()) found.push_back({"HY000", 0, "the driver failed without saying why"});
    return found;
}

std::vector<std::string> names_from(SQLHENV environment, bool drivers) {
    std::vector<std::string> names;
    std::array<SQLWCHAR, 256> name{};
    std::array<SQLWCHAR, 1024> more{};
    SQLSMALLINT name_length = 0;
    SQLSMALLINT more_length = 0;
    SQLUSMALLINT direction = SQL_FETCH_FIRST;
    while (names.size() < names_max) {
        const SQLRETURN code =
            drivers ? SQLDriversW(environment, direction, name.data(), static_cast<SQLSMALLINT>(name.size()), &name_length,
                                  more.data(), static_cast<SQLSMALLINT>(more.size()), &more_length)
                    : SQLDataSourcesW(environment, direction, name.data(), static_cast<SQLSMALLINT>(name.size()), &name_length,
                                      more.data(), static_cast<SQLSMALLINT>(more.size()), &more_length);
        if (!succeeded(code)) break;
        names.push_back(utf8_of(name.data(), static_cast<std::size_t>(name_length)));
        direction = SQL_FETCH_NEXT;
    }
    return names;
}

Handle<SQL_HANDLE_ENV> new_environment() {
    Handle<SQL_HANDLE_ENV> environment(nullptr);
    if (environment.get() != nullptr) SQLSetEnvAttr(environment.get(), SQL_ATTR_ODBC_VERSION, attribute(SQL_OV_ODBC3), 0);
    return environment;
}

} // namespace

template <SQLSMALLINT Type> Diagnostics Handle<Type>::diagnostics() const { return diagnostics_of(Type, handle_); }
template class Handle<SQL_HANDLE_ENV>;
template class Handle<SQL_HANDLE_DBC>;
template class Handle<SQL_HANDLE_STMT>;

Odbc<Connection> Connection::open(const ConnectRequest& request) {
    Connection made;
    made.environment_ = new_environment();
    made.connection_ = Handle<SQL_HANDLE_DBC>(made.environment_.get());
    const SQLHDBC handle = made.connection_.get();
    if (handle == nullptr) return std::unexpected(Diagnostics{{"HY001", 0, "the ODBC driver manager gave no handle"}});
    made.statement_timeout_seconds_ = request.statement_timeout_seconds;
    SQLSetConnectAttr(handle, SQL_ATTR_LOGIN_TIMEOUT, attribute(request.login_timeout_seconds), 0);
    SQLSetConnectAttr(handle, SQL_ATTR_ACCESS_MODE, attribute(SQL_MODE_READ_ONLY), 0); // a hint; the account must be read-only
    std::vector<SQLWCHAR> text = wide_of(request.text);
    const SQLRETURN code = SQLDriverConnectW(handle, nullptr, text.data(), SQL_NTS, nullptr, 0, nullptr, SQL_DRIVER_NOPROMPT);
    if (!succeeded(code)) return std::unexpected(made.connection_.diagnostics());
    return made;
}

Connection::~Connection() {
    if (connection_.get() == nullptr) return;
    SQLEndTran(SQL_HANDLE_DBC, connection_.get(), SQL_ROLLBACK);
    SQLDisconnect(connection_.get());
}

Odbc<void> Connection::execute(std::string_view sql) {
    const Handle<SQL_HANDLE_STMT> statement(connection_.get());
    std::vector<SQLWCHAR> text = wide_of(sql);
    const SQLRETURN code = SQLExecDirectW(statement.get(), text.data(), SQL_NTS);
    if (succeeded(code) || code == SQL_NO_DATA) return {};
    return std::unexpected(statement.diagnostics());
}

Odbc<void> Connection::begin_transaction() {
    if (!succeeded(SQLSetConnectAttr(connection_.get(), SQL_ATTR_AUTOCOMMIT, attribute(SQL_AUTOCOMMIT_OFF), 0)))
        return std::unexpected(connection_.diagnostics());
    in_transaction_ = true;
    return {};
}

void Connection::end_transaction() {
    if (!in_transaction_) return;
    SQLEndTran(SQL_HANDLE_DBC, connection_.get(), SQL_ROLLBACK);
    SQLSetConnectAttr(connection_.get(), SQL_ATTR_AUTOCOMMIT, attribute(SQL_AUTOCOMMIT_ON), 0);
    in_transaction_ = false;
}

std::string Connection::info(SQLUSMALLINT what) const {
    std::array<SQLWCHAR, 256> text{};
    SQLSMALLINT bytes = 0;
    if (!succeeded(SQLGetInfoW(connection_.get(), what, text.data(), static_cast<SQLSMALLINT>(sizeof text), &bytes))) return {};
    std::size_t length = 0;
    while (length < text.size() && text[length] != 0) ++length;
    return utf8_of(text.data(), length);
}

std::uint32_t Connection::number_info(SQLUSMALLINT what) const {
    SQLUINTEGER value = 0;
    return succeeded(SQLGetInfoW(connection_.get(), what, &value, sizeof value, nullptr)) ? value : 0;
}

std::vector<std::string> installed_drivers() { return names_from(new_environment().get(), true); }
std::vector<std::string> data_source_names() { return names_from(new_environment().get(), false); }

} // namespace settled::ledger_odbc
