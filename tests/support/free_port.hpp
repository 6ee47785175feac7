// free_port.hpp -- a port of this machine that nobody listens on, for a server that wants to be told one. Never one of those that
// the system hands out by itself, so that no other test can be given it before the server starts.
#pragma once

#include <cstdint>

namespace settled::support {

// 0: none is free.
std::uint16_t free_port();

} // namespace settled::support
