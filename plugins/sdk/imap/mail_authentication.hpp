// mail_authentication.hpp -- did the sender's own domain sign this mail, as our mail server found?
//
// Our server writes what it found into Authentication-Results (RFC 8601) on top of the mail. Anybody can
// write such a line into a mail, so only the topmost one of that server counts, and it must say
// dkim=pass for the domain of the From address or for one above it. Comments and quoted texts, which a
// stranger may fill, are skipped as the grammar says.
#pragma once

#include <settled/result.hpp>

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace settled::imap {

struct Header {
    std::string name, value; // as it stands in the mail, folding included
};

struct AuthenticationMethod {
    std::string method, result;                                  // "dkim", "pass", in lower case
    std::vector<std::pair<std::string, std::string>> properties; // "header.d" → "bank.example"
};

struct AuthenticationResults {
    std::string server;
    std::vector<AuthenticationMethod> methods;
};

// Nothing: not as RFC 8601, 2.2 writes it.
std::optional<AuthenticationResults> parse_authentication_results(std::string_view value);

// BAD_DATA says what was found instead. `headers` from the top; `address` is the From address.
Status check_authentication(std::span<const Header> headers, std::string_view server, std::string_view address);

} // namespace settled::imap
