#include "support/free_port.hpp"

#include <random>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace settled::support {

std::uint16_t free_port() {
    constexpr std::uint16_t first = 20000, last = 32000; // below what Linux hands out: /proc/sys/net/ipv4/ip_local_port_range
    constexpr int tries = 200;
    std::random_device chance;
    for (int i = 0; i < tries; ++i) {
        const auto port = static_cast<std::uint16_t>(std::uniform_int_distribution<int>(first, last)(chance));
        const int probe = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (probe < 0) return 0;
        const sockaddr_in address{
            .sin_family = AF_INET, .sin_port = htons(port), .sin_addr = {htonl(INADDR_LOOPBACK)}, .sin_zero = {}};
        const bool free = ::bind(probe, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
        ::close(probe);
        if (free) return port;
    }
    return 0;
}

} // namespace settled::support
