// address.hpp -- a server's URL of the configuration, taken apart and checked before anything is reached.
#pragma once

#include <settled/result.hpp>

#include <span>
#include <string>
#include <string_view>

namespace settled::net {

struct Scheme {
    std::string_view name; // "imaps"
    int port;              // where the URL names none
};

struct Address {
    std::string scheme, host;
    int port = 0;
    std::string path; // decoded, begins with '/'

    std::string server() const; // "imaps://mail.corp.test:993", for messages
};

// INVALID_CONFIG: no URL, another scheme, or a user or password inside, which belong into options of
// their own.
Result<Address> parse_address(std::string_view url, std::span<const Scheme> schemes);

} // namespace settled::net
