#include "secured_connection.hpp"

#include <settled/text.hpp>

#include <algorithm>
#include <array>

namespace settled::ledger_odbc {
namespace {

using formats::ConnectionString;

bool contains_ignoring_case(std::string_view text, std::string_view word) { return ascii_lower(text).contains(word); }

bool says_yes(std::string_view value) {
    constexpr std::array<std::string_view, 5> words = {"yes", "true", "1", "mandatory", "strict"};
    return std::ranges::find(words, ascii_lower(value)) != words.end();
}

std::unexpected<Error> refuse(const std::string& words) { return fail(SETTLED_INVALID_CONFIG, words); }

// Microsoft's drivers: 18 encrypts and verifies by itself, 17 and older do not.
Status secure_sql_server(ConnectionString& made, const ConnectionOptions& options) {
    made.add_unless_given("Encrypt", options.insecure_plain_sql ? "optional" : "yes");
    if (!says_yes(*made.find("Encrypt")) && !options.insecure_plain_sql)
        return refuse("connection turns encryption off (Encrypt=" + std::string(*made.find("Encrypt")) +
                      "); remove it, or allow it with insecure_plain_sql = true");
    if (options.insecure_server_certificate) made.add_unless_given("TrustServerCertificate", "yes");
    if (const auto trust = made.find("TrustServerCertificate"); trust && says_yes(*trust) && !options.insecure_server_certificate)
        return refuse(
            "connection accepts any server certificate (TrustServerCertificate); give the server one that the system trusts, or "
            "allow it with insecure_server_certificate = true");
    return {};
}

} // namespace

Result<ConnectionString> secured_connection(const ConnectionOptions& options) {
    if (options.connection.empty() == options.dsn.empty())
        return refuse(options.dsn.empty() ? "give connection = \"Driver={…};…\" or dsn = \"NAME\""
                                          : "connection and dsn are both given; remove one");
    auto made = ConnectionString::parse(options.connection);
    if (!made) return made;
    for (const char* secret : {"PWD", "Password"})
        if (made->find(secret))
            return refuse(std::string(secret) +
                          "= stands in connection; write password = \"secret:NAME\" instead, so that it is in no file");
    if (options.integrated && (!options.user.empty() || !options.password.empty()))
        return refuse("integrated = true takes the service's own account; remove user and password");
    if (!options.dsn.empty()) made->add("DSN", options.dsn);
    if (!options.user.empty() && (made->find("UID") || made->find("User")))
        return refuse("the user stands in connection and in user; remove one");

    const std::string driver(made->find("Driver").value_or(""));
    if (contains_ignoring_case(driver, "sql server") || contains_ignoring_case(driver, "msodbcsql"))
        if (Status secured = secure_sql_server(*made, options); !secured) return pass(secured);
    if (contains_ignoring_case(driver, "sqlite")) {
        made->add_unless_given("NoCreat", "1"); // a path that is wrong must not become an empty database
        made->add_unless_given("StepAPI", "1"); // rows come one by one instead of all at once
    }
    if (contains_ignoring_case(driver, "postgres") || contains_ignoring_case(driver, "psqlodbc")) {
        made->add_unless_given("UseDeclareFetch", "1"); // the driver holds a part of the rows, not all
        made->add_unless_given("Fetch", "5000");
        made->add_unless_given("Protocol",
                               "7.4-1"); // a failure rolls back everything; else a savepoint stands around each statement
    }
    if (options.integrated) made->add_unless_given("Trusted_Connection", "yes");
    if (!options.user.empty()) made->add("UID", options.user);
    if (!options.password.empty()) made->add("PWD", options.password);
    return made;
}

} // namespace settled::ledger_odbc
