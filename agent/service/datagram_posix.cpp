#include "service/datagram.hpp"

#include <cstddef>
#include <cstring>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace settled::service {

void send_datagram(const std::string& socket, std::string_view words, WhenFull when_full) {
    sockaddr_un address{};
    if (socket.size() < 2 || socket.size() >= sizeof address.sun_path) return;
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, socket.data(), socket.size());
    if (address.sun_path[0] == '@') address.sun_path[0] = '\0'; // a name without a file
    const int out = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | (when_full == WhenFull::lose ? SOCK_NONBLOCK : 0), 0);
    if (out < 0) return;
    const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + socket.size());
    static_cast<void>(::sendto(out, words.data(), words.size(), MSG_NOSIGNAL, reinterpret_cast<const sockaddr*>(&address), size));
    ::close(out);
}

} // namespace settled::service
