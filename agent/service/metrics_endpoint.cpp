#include "service/metrics_endpoint.hpp"

#include "config/words.hpp"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace settled::service {
namespace {

constexpr std::string_view end_of_head = "\r\n\r\n";

std::string response(std::string_view status, std::string_view type, std::string_view body) {
    return fmt::format("HTTP/1.1 {}\r\nContent-Type: {}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{}", status, type,
                       body.size(), body);
}

int bound_socket(const std::string& listen, std::uint16_t port) {
    const bool six = listen.starts_with('[');
    const int made = ::socket(six ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (made < 0) return -1;
    const int on = 1;
    ::setsockopt(made, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in four{.sin_family = AF_INET, .sin_port = htons(port), .sin_addr = {htonl(INADDR_LOOPBACK)}, .sin_zero = {}};
    sockaddr_in6 sixth{};
    sixth.sin6_family = AF_INET6, sixth.sin6_port = htons(port), sixth.sin6_addr = in6addr_loopback;
    const auto* const address = six ? reinterpret_cast<const sockaddr*>(&sixth) : reinterpret_cast<const sockaddr*>(&four);
    const socklen_t size = six ? sizeof sixth : sizeof four;
    if (::bind(made, address, size) == 0 && ::listen(made, static_cast<int>(limit::callers_max)) == 0) return made;
    const int why = errno;
    ::close(made);
    errno = why;
    return -1;
}

} // namespace

Result<MetricsEndpoint> MetricsEndpoint::open(const std::string& listen, std::function<std::string()> figures) {
    const auto port = config::own_port(listen);
    if (!port) return fail(SETTLED_INVALID_CONFIG, "[metrics] listen: expected \"127.0.0.1:PORT\" or \"[::1]:PORT\"");
    const int made = bound_socket(listen, *port);
    if (made < 0)
        return fail(SETTLED_UNAVAILABLE,
                    fmt::format("[metrics] listen: {} cannot be had: {}; choose another port", listen, std::strerror(errno)));
    return MetricsEndpoint(made, std::move(figures));
}

MetricsEndpoint::MetricsEndpoint(MetricsEndpoint&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)), figures_(std::move(other.figures_)),
      callers_(std::exchange(other.callers_, {})) {}

MetricsEndpoint::~MetricsEndpoint() {
    for (const Caller& caller : callers_) ::close(caller.socket);
    if (socket_ >= 0) ::close(socket_);
}

void MetricsEndpoint::watch(std::vector<pollfd>& watched) const {
    if (callers_.size() < limit::callers_max) watched.push_back({socket_, POLLIN, 0});
    for (const Caller& caller : callers_)
        watched.push_back({caller.socket, static_cast<short>(caller.answer.empty() ? POLLIN : POLLOUT), 0});
}

std::string MetricsEndpoint::answer(const std::string& asked) const {
    const std::string_view line = std::string_view(asked).substr(0, asked.find("\r\n"));
    if (!line.starts_with("GET ")) return response("405 Method Not Allowed", "text/plain", "only GET\n");
    const std::string_view path = line.substr(4, line.find(' ', 4) - 4);
    if (path != "/metrics") return response("404 Not Found", "text/plain", "the figures are at /metrics\n");
    return response("200 OK", "text/plain; version=0.0.4; charset=utf-8", figures_());
}

bool MetricsEndpoint::step(Caller& caller) const {
    if (std::chrono::steady_clock::now() >= caller.until) return false;
    while (caller.answer.empty()) {
        std::array<char, 1024> piece{};
        const ssize_t got = ::recv(caller.socket, piece.data(), piece.size(), 0);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return errno == EAGAIN;
        caller.asked.append(piece.data(), static_cast<std::size_t>(got));
        if (got == 0 || caller.asked.size() > limit::request_bytes_max) return false;
        if (caller.asked.find(end_of_head) != std::string::npos) caller.answer = answer(caller.asked);
    }
    while (!caller.answer.empty()) {
        const ssize_t sent = ::send(caller.socket, caller.answer.data(), caller.answer.size(), MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) continue;
        if (sent < 0) return errno == EAGAIN;
        caller.answer.erase(0, static_cast<std::size_t>(sent));
    }
    return false;
}

void MetricsEndpoint::serve() {
    while (callers_.size() < limit::callers_max) {
        const int taken = ::accept4(socket_, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
        if (taken < 0) break;
        callers_.push_back({taken, {}, {}, std::chrono::steady_clock::now() + limit::caller_time});
    }
    std::erase_if(callers_, [this](Caller& caller) {
        const bool goes_on = step(caller);
        if (!goes_on) ::close(caller.socket);
        return !goes_on;
    });
}

} // namespace settled::service
