#include "world/loopback.hpp"

#include <settled/windows_text.hpp>

#include <algorithm>
#include <utility>

#include <winsock2.h>
#include <ws2tcpip.h>

namespace settled::world {
namespace {

constexpr std::intptr_t none = -1;
constexpr std::size_t piece_max = 1 << 20;

SOCKET number(std::intptr_t socket) { return static_cast<SOCKET>(socket); }

// The system counts who uses its sockets; once is enough for a process.
bool have_sockets() {
    static const bool started = [] {
        WSADATA facts{};
        return ::WSAStartup(MAKEWORD(2, 2), &facts) == 0;
    }();
    return started;
}

} // namespace

Result<LoopbackSocket> LoopbackSocket::listen(bool ip6, std::uint16_t port, int callers_waiting) {
    if (!have_sockets()) return fail(SETTLED_UNAVAILABLE, "this system has no sockets");
    LoopbackSocket made(static_cast<std::intptr_t>(::socket(ip6 ? AF_INET6 : AF_INET, SOCK_STREAM, IPPROTO_TCP)));
    sockaddr_in four{};
    four.sin_family = AF_INET, four.sin_port = htons(port), four.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    sockaddr_in6 sixth{};
    sixth.sin6_family = AF_INET6, sixth.sin6_port = htons(port), sixth.sin6_addr = in6addr_loopback;
    const auto* const address = ip6 ? reinterpret_cast<const sockaddr*>(&sixth) : reinterpret_cast<const sockaddr*>(&four);
    const int size = ip6 ? sizeof sixth : sizeof four;
    const BOOL alone = TRUE; // without it another program may take the same port
    ::setsockopt(number(made.socket_), SOL_SOCKET, SO_EXCLUSIVEADDRUSE, reinterpret_cast<const char*>(&alone), sizeof alone);
    if (::bind(number(made.socket_), address, size) != 0 || ::listen(number(made.socket_), callers_waiting) != 0)
        return fail(SETTLED_UNAVAILABLE, windows_words(static_cast<unsigned long>(::WSAGetLastError())));
    return made;
}

// Told by an event, a socket never waits.
LoopbackSocket::LoopbackSocket(std::intptr_t socket) : socket_(socket) {
    if (socket_ == none) return;
    event_ = ::WSACreateEvent();
    ::WSAEventSelect(number(socket_), event_, FD_ACCEPT | FD_READ | FD_WRITE | FD_CLOSE);
    ::SetHandleInformation(reinterpret_cast<HANDLE>(socket_), HANDLE_FLAG_INHERIT, 0);
}
LoopbackSocket::LoopbackSocket(LoopbackSocket&& other) noexcept
    : socket_(std::exchange(other.socket_, none)), event_(std::exchange(other.event_, no_handle)) {}
LoopbackSocket& LoopbackSocket::operator=(LoopbackSocket&& other) noexcept {
    std::swap(socket_, other.socket_);
    std::swap(event_, other.event_);
    return *this;
}
LoopbackSocket::~LoopbackSocket() {
    if (socket_ != none) ::closesocket(number(socket_));
    if (event_ != no_handle) ::WSACloseEvent(event_);
}

// Each look takes the event back; what is still there sets it anew.
std::optional<LoopbackSocket> LoopbackSocket::accept() const {
    ::WSAResetEvent(event_);
    const SOCKET taken = ::accept(number(socket_), nullptr, nullptr);
    if (taken == INVALID_SOCKET) return std::nullopt;
    return LoopbackSocket(static_cast<std::intptr_t>(taken));
}

std::optional<std::size_t> LoopbackSocket::receive(std::span<char> into) const {
    ::WSAResetEvent(event_);
    const int got = ::recv(number(socket_), into.data(), static_cast<int>(std::min(into.size(), piece_max)), 0);
    if (got > 0) return static_cast<std::size_t>(got);
    return got < 0 && ::WSAGetLastError() == WSAEWOULDBLOCK ? std::optional<std::size_t>(0) : std::nullopt;
}

std::optional<std::size_t> LoopbackSocket::send(std::string_view bytes) const {
    const int sent = ::send(number(socket_), bytes.data(), static_cast<int>(std::min(bytes.size(), piece_max)), 0);
    if (sent >= 0) return static_cast<std::size_t>(sent);
    return ::WSAGetLastError() == WSAEWOULDBLOCK ? std::optional<std::size_t>(0) : std::nullopt;
}

Awaited LoopbackSocket::awaited(bool to_send) const { return {event_, to_send}; }

} // namespace settled::world
