// secured_connection.hpp -- from the options of a ledger to the string that ODBC connects by.
//
// The password is never part of the option `connection`; every value the plugin adds is in braces,
// so that nothing in it can become a keyword. Encryption is asked for unless the operator allowed
// otherwise in words.
#pragma once

#include <formats/connection_string.hpp>

#include <string>

namespace settled::ledger_odbc {

struct ConnectionOptions {
    std::string connection; // "Driver={…};Server=…"
    std::string dsn;
    std::string user, password;
    bool integrated = false; // the service's own Windows account
    bool insecure_plain_sql = false;
    bool insecure_server_certificate = false;
};

// INVALID_CONFIG where the options contradict each other or the rules above.
Result<formats::ConnectionString> secured_connection(const ConnectionOptions& options);

} // namespace settled::ledger_odbc
