// free_port.hpp -- a port of this machine that nobody listens on, for a server that wants to be told one.
#pragma once

namespace settled::support {

// 0: the system gives none.
int free_port();

} // namespace settled::support
