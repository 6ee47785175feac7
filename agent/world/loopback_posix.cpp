#include "world/loopback.hpp"

#include <cerrno>
#include <system_error>
#include <utility>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace settled::world {
namespace {

constexpr std::intptr_t none = -1;

int number(std::intptr_t socket) { return static_cast<int>(socket); }

} // namespace

Result<LoopbackSocket> LoopbackSocket::listen(bool ip6, std::uint16_t port, int callers_waiting) {
    LoopbackSocket made(::socket(ip6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (made.socket_ == none) return fail(SETTLED_UNAVAILABLE, std::generic_category().message(errno));
    const int on = 1;
    ::setsockopt(number(made.socket_), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in four{.sin_family = AF_INET, .sin_port = htons(port), .sin_addr = {htonl(INADDR_LOOPBACK)}, .sin_zero = {}};
    sockaddr_in6 sixth{};
    sixth.sin6_family = AF_INET6, sixth.sin6_port = htons(port), sixth.sin6_addr = in6addr_loopback;
    const auto* const address = ip6 ? reinterpret_cast<const sockaddr*>(&sixth) : reinterpret_cast<const sockaddr*>(&four);
    const socklen_t size = ip6 ? sizeof sixth : sizeof four;
    if (::bind(number(made.socket_), address, size) != 0 || ::listen(number(made.socket_), callers_waiting) != 0)
        return fail(SETTLED_UNAVAILABLE, std::generic_category().message(errno));
    return made;
}

LoopbackSocket::LoopbackSocket(std::intptr_t socket) : socket_(socket) {}
LoopbackSocket::LoopbackSocket(LoopbackSocket&& other) noexcept : socket_(std::exchange(other.socket_, none)) {}
LoopbackSocket& LoopbackSocket::operator=(LoopbackSocket&& other) noexcept {
    std::swap(socket_, other.socket_);
    return *this;
}
LoopbackSocket::~LoopbackSocket() {
    if (socket_ != none) ::close(number(socket_));
}

std::optional<LoopbackSocket> LoopbackSocket::accept() const {
    const int taken = ::accept4(number(socket_), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (taken < 0) return std::nullopt;
    return LoopbackSocket(taken);
}

std::optional<std::size_t> LoopbackSocket::receive(std::span<char> into) const {
    for (;;) {
        const ssize_t got = ::recv(number(socket_), into.data(), into.size(), 0);
        if (got > 0) return static_cast<std::size_t>(got);
        if (got < 0 && errno == EINTR) continue;
        return got < 0 && errno == EAGAIN ? std::optional<std::size_t>(0) : std::nullopt;
    }
}

std::optional<std::size_t> LoopbackSocket::send(std::string_view bytes) const {
    for (;;) {
        const ssize_t sent = ::send(number(socket_), bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent >= 0) return static_cast<std::size_t>(sent);
        if (errno == EINTR) continue;
        return errno == EAGAIN ? std::optional<std::size_t>(0) : std::nullopt;
    }
}

Awaited LoopbackSocket::awaited(bool to_send) const { return {number(socket_), to_send}; }

} // namespace settled::world
