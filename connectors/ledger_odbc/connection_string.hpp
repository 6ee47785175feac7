// connection_string.hpp -- from the options of a ledger to the string that ODBC connects by.
//
// The password is never part of the option `connection`; every value the plugin adds is in braces,
// so that nothing in it can become a keyword. Encryption is asked for unless the operator allowed
// otherwise in words.
#pragma once

#include <settled/result.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace settled::ledger_odbc {

struct ConnectionOptions {
    std::string connection; // "Driver={…};Server=…"
    std::string dsn;
    std::string user, password;
    bool integrated = false; // the service's own Windows account
    bool insecure_plain_sql = false;
    bool insecure_server_certificate = false;
};

// Keyword and value pairs in order; {…} with }} inside is understood.
class ConnectionString {
  public:
    static Result<ConnectionString> parse(std::string_view text);         // INVALID_CONFIG
    std::optional<std::string_view> find(std::string_view keyword) const; // keywords know no case
    void add(std::string_view keyword, std::string_view value);
    void add_unless_given(std::string_view keyword, std::string_view value);
    std::string text() const;
    // Without secrets, for messages: "Driver={…};Server=…;UID=…".
    std::string shown() const;

  private:
    std::vector<std::pair<std::string, std::string>> pairs_;
};

// INVALID_CONFIG where the options contradict each other or the rules above.
Result<ConnectionString> connection_string(const ConnectionOptions& options);

} // namespace settled::ledger_odbc
