// loopback.hpp -- does this URL stay on this machine? Asked before something is sent without TLS, or by a test.
#pragma once

#include <string_view>

namespace settled {

// The host of "scheme://user@host:port/path" (RFC 3986), without the user and the port; an IPv6 address keeps its
// brackets. A view into `url`.
std::string_view host_of_url(std::string_view url);

// By its numbers, for 127.0.0.1.corp.test is a name that somebody else may own: "localhost", four numbers from 0 to 255
// of which the first is 127, or ::1 with or without brackets.
bool is_loopback_host(std::string_view host);

// False for every URL with a user part or a backslash: programs disagree about which host those name.
bool is_loopback_url(std::string_view url);

} // namespace settled
