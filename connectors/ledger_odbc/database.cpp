#include "database.hpp"

#include "rows.hpp"

#include <settled/text.hpp>

namespace settled::ledger_odbc {

Database::Kind Database::kind_of(std::string_view dbms) {
    const std::string name = ascii_lower(dbms);
    if (name.contains("postgres")) return Kind::postgresql;
    if (name.contains("mysql") || name.contains("mariadb")) return Kind::mysql;
    if (name.contains("sqlite")) return Kind::sqlite;
    if (name.contains("sql server")) return Kind::sql_server;
    if (name.contains("oracle")) return Kind::oracle;
    if (name.contains("hdb") || name.contains("hana")) return Kind::hana;
    return Kind::other;
}

Database::Database(Connection& connection) : connection_(&connection), kind_(kind_of(connection.info(SQL_DBMS_NAME))) {
    facts_.dbms = connection.info(SQL_DBMS_NAME);
    facts_.driver = connection.info(SQL_DRIVER_NAME) + " " + connection.info(SQL_DRIVER_VER);
    facts_.server = facts_.dbms + " " + connection.info(SQL_DBMS_VER);
    switch (kind_) {
    case Kind::postgresql:
        facts_.local = ask("SELECT CASE WHEN inet_server_addr() IS NULL OR host(inet_server_addr()) IN ('127.0.0.1', '::1') "
                           "THEN 'yes' ELSE 'no' END") == "yes";
        if (const auto answer =
                ask("SELECT CASE WHEN ssl THEN 'yes' ELSE 'no' END FROM pg_stat_ssl WHERE pid = pg_backend_pid()"))
            facts_.encrypted = answer == "yes";
        break;
    case Kind::mysql:
        // The host a server sees us come from; a socket is "localhost".
        if (const auto user = ask("SELECT USER()"))
            facts_.local = user->ends_with("@localhost") || user->ends_with("@127.0.0.1") || user->ends_with("@::1");
        if (const auto cipher =
                ask("SELECT CONCAT('cipher ', VARIABLE_VALUE) FROM information_schema.SESSION_STATUS WHERE VARIABLE_NAME = "
                    "'Ssl_cipher'"))
            facts_.encrypted = *cipher != "cipher " && *cipher != "cipher";
        break;
    case Kind::sqlite:
        facts_.local = true;
        break;
    case Kind::sql_server:
        // Needs no more than the right to see one's own connection; where it is denied it stays unknown.
        if (const auto answer = ask("SELECT encrypt_option FROM sys.dm_exec_connections WHERE session_id = @@SPID"))
            facts_.encrypted = equal_ignoring_ascii_case(*answer, "TRUE");
        break;
    case Kind::hana:
        if (const auto answer = ask("SELECT IS_ENCRYPTED FROM SYS.M_CONNECTIONS WHERE CONNECTION_ID = CURRENT_CONNECTION"))
            facts_.encrypted = equal_ignoring_ascii_case(*answer, "TRUE");
        break;
    case Kind::oracle:
    case Kind::other:
        break;
    }
}

std::optional<std::string> Database::ask(std::string_view sql) {
    auto rows = Rows::execute(*connection_, sql, {}, {.block_rows_max = 1, .wide_text = needs_wide_text()});
    if (!rows) return std::nullopt;
    const auto more = rows->next();
    if (!more || !*more) return std::nullopt;
    return std::string(trim(rows->values()[0]));
}

bool Database::needs_wide_text() const {
#if defined(_WIN32)
    return true; // narrow texts come in the code page
#else
    return ascii_lower(facts_.driver).contains("msodbcsql"); // narrow texts come in the locale's character set
#endif
}

std::optional<std::string> Database::writable() {
    switch (kind_) {
    case Kind::postgresql:
        return ask(
            "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p') AND "
            "n.nspname NOT IN ('pg_catalog', 'information_schema') AND has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, "
            "TRUNCATE') "
            "ORDER BY c.relname LIMIT 1");
    case Kind::mysql:
        return ask(
            "SELECT q.what FROM (SELECT CONCAT(PRIVILEGE_TYPE, ' everywhere') AS what FROM information_schema.USER_PRIVILEGES "
            "WHERE "
            "PRIVILEGE_TYPE IN ('INSERT', 'UPDATE', 'DELETE', 'DROP') UNION ALL SELECT CONCAT(PRIVILEGE_TYPE, ' in ', "
            "TABLE_SCHEMA) "
            "FROM information_schema.SCHEMA_PRIVILEGES WHERE PRIVILEGE_TYPE IN ('INSERT', 'UPDATE', 'DELETE', 'DROP') UNION ALL "
            "SELECT CONCAT(PRIVILEGE_TYPE, ' in ', TABLE_NAME) FROM information_schema.TABLE_PRIVILEGES WHERE PRIVILEGE_TYPE IN "
            "('INSERT', 'UPDATE', 'DELETE', 'DROP')) q LIMIT 1");
    case Kind::sql_server:
        return ask("SELECT TOP 1 q.what FROM (SELECT permission_name + ' in the database' AS what FROM fn_my_permissions(NULL, "
                   "'DATABASE') "
                   "WHERE permission_name IN ('INSERT', 'UPDATE', 'DELETE', 'ALTER', 'CONTROL') UNION ALL SELECT 'INSERT in ' + "
                   "name FROM "
                   "sys.tables WHERE HAS_PERMS_BY_NAME(QUOTENAME(SCHEMA_NAME(schema_id)) + '.' + QUOTENAME(name), 'OBJECT', "
                   "'INSERT') = 1) q");
    case Kind::oracle:
        return ask(
            "SELECT privilege FROM session_privs WHERE privilege IN ('INSERT ANY TABLE', 'UPDATE ANY TABLE', 'DELETE ANY TABLE', "
            "'CREATE TABLE') AND ROWNUM = 1");
    case Kind::hana:
        return ask(
            "SELECT TOP 1 PRIVILEGE || ' in ' || COALESCE(SCHEMA_NAME, '') FROM SYS.EFFECTIVE_PRIVILEGES WHERE USER_NAME = "
            "CURRENT_USER AND PRIVILEGE IN ('INSERT', 'UPDATE', 'DELETE', 'DROP') AND COALESCE(SCHEMA_NAME, '') <> CURRENT_USER");
    case Kind::sqlite: // a file has no accounts; its folder's rights decide
    case Kind::other:
        return std::nullopt;
    }
    return std::nullopt;
}

Odbc<bool> Database::begin_reading(unsigned lock_timeout_seconds) {
    const std::string milliseconds = std::to_string(std::uint64_t{lock_timeout_seconds} * 1000);
    const auto all = [&](std::initializer_list<std::string> statements) -> Odbc<bool> {
        if (auto begun = connection_->begin_transaction(); !begun) return std::unexpected(begun.error());
        for (const std::string& sql : statements)
            if (auto done = connection_->execute(sql); !done) return std::unexpected(done.error());
        return true;
    };
    switch (kind_) {
    case Kind::postgresql:
        return all({"SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY", "SET LOCAL lock_timeout = " + milliseconds});
    case Kind::mysql:
        // MyISAM and its kin know no transactions: a snapshot there is a word only.
        if (ask("SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND ENGINE NOT IN ('InnoDB') "
                "LIMIT 1"))
            return false;
        // The snapshot is taken by the first SELECT, as everywhere else. READ ONLY first: it counts from the next transaction.
        return all({"SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY",
                    "SET SESSION lock_wait_timeout = " + std::to_string(lock_timeout_seconds), "BEGIN"});
    case Kind::sqlite:
        // A deferred transaction: the first SELECT takes the snapshot. Begun behind the driver's back: in a transaction
        // that it knows of, it would hold all rows of a SELECT in memory instead of stepping through them.
        if (auto begun = connection_->execute("BEGIN"); !begun) return std::unexpected(begun.error());
        return true;
    case Kind::oracle:
        return all({"SET TRANSACTION READ ONLY"});
    case Kind::hana: // a snapshot of the transaction, not of each statement
        return all({"SET TRANSACTION LOCK WAIT TIMEOUT " + milliseconds, "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE",
                    "SET TRANSACTION READ ONLY"});
    case Kind::sql_server: {
        if (auto set = connection_->execute("SET LOCK_TIMEOUT " + milliseconds); !set) return std::unexpected(set.error());
        if (ask("SELECT snapshot_isolation_state FROM sys.databases WHERE database_id = DB_ID()") == "1") {
            if (auto set = connection_->execute("SET TRANSACTION ISOLATION LEVEL SNAPSHOT"); !set)
                return std::unexpected(set.error());
            return all({});
        }
        if (auto set = connection_->execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED"); !set)
            return std::unexpected(set.error());
        return false;
    }
    case Kind::other:
        return false;
    }
    return false;
}

void Database::end_reading() {
    if (kind_ == Kind::sqlite)
        static_cast<void>(connection_->execute("ROLLBACK")); // nothing was written; closing would do the same
    else
        connection_->end_transaction();
}

} // namespace settled::ledger_odbc
