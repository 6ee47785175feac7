// web.hpp -- the two things that the agent itself asks of servers: to note that a cycle is done, and when a certificate ends.
//
// By libcurl, which is loaded here on first use: the service and most commands never need it. TLS is verified, 1.2 or newer.
#pragma once

#include <settled/date.hpp>
#include <settled/result.hpp>

#include <string>
#include <vector>

namespace settled::world {

struct WayOut { // of the house
    std::string proxy;
    std::vector<std::string> no_proxy;
    std::string ca_file;
};

// GETs the address and throws the answer away. Words name its host only: an address of this kind often is a secret.
Status call_address(const std::string& url, const WayOut& way_out);

// The last day of the certificate that a server shows: https, smtps, imaps, and smtp or imap after STARTTLS. Nothing is said to
// it but hello. UNSUPPORTED: another scheme. UNAVAILABLE: no connection, or a certificate that is not believed.
Result<Date> certificate_end(const std::string& url, const WayOut& way_out);

} // namespace settled::world
