#include "support/free_port.hpp"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace settled::support {

int free_port() {
    const int probe = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (probe < 0) return 0;
    sockaddr_in address{.sin_family = AF_INET, .sin_port = 0, .sin_addr = {htonl(INADDR_LOOPBACK)}, .sin_zero = {}};
    static_cast<void>(::bind(probe, reinterpret_cast<sockaddr*>(&address), sizeof address));
    socklen_t size = sizeof address;
    static_cast<void>(::getsockname(probe, reinterpret_cast<sockaddr*>(&address), &size));
    ::close(probe);
    return ntohs(address.sin_port);
}

} // namespace settled::support
