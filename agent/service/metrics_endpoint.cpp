#include "service/metrics_endpoint.hpp"

#include "config/words.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace settled::service {
namespace {

constexpr std::string_view end_of_head = "\r\n\r\n";

std::string response(std::string_view status, std::string_view type, std::string_view body) {
    return fmt::format("HTTP/1.1 {}\r\nContent-Type: {}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{}", status, type,
                       body.size(), body);
}

} // namespace

Result<MetricsEndpoint> MetricsEndpoint::open(const std::string& listen, std::function<std::string()> figures) {
    const auto port = config::own_port(listen);
    if (!port) return fail(SETTLED_INVALID_CONFIG, "[metrics] listen: expected \"127.0.0.1:PORT\" or \"[::1]:PORT\"");
    auto made = world::LoopbackSocket::listen(listen.starts_with('['), *port, static_cast<int>(limit::callers_max));
    if (!made)
        return fail(SETTLED_UNAVAILABLE,
                    fmt::format("[metrics] listen: {} cannot be had: {}; choose another port", listen, made.error().message));
    return MetricsEndpoint(std::move(*made), std::move(figures));
}

void MetricsEndpoint::watch(std::vector<world::Awaited>& watched) const {
    if (callers_.size() < limit::callers_max) watched.push_back(socket_.awaited(false));
    for (const Caller& caller : callers_) watched.push_back(caller.socket.awaited(!caller.answer.empty()));
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
        const auto got = caller.socket.receive(piece);
        if (!got) return false;
        if (*got == 0) return true;
        caller.asked.append(piece.data(), *got);
        if (caller.asked.size() > limit::request_bytes_max) return false;
        if (caller.asked.find(end_of_head) != std::string::npos) caller.answer = answer(caller.asked);
    }
    while (!caller.answer.empty()) {
        const auto sent = caller.socket.send(caller.answer);
        if (!sent) return false;
        if (*sent == 0) return true;
        caller.answer.erase(0, *sent);
    }
    return false;
}

void MetricsEndpoint::serve() {
    while (callers_.size() < limit::callers_max) {
        auto taken = socket_.accept();
        if (!taken) break;
        callers_.push_back({std::move(*taken), {}, {}, std::chrono::steady_clock::now() + limit::caller_time});
    }
    std::erase_if(callers_, [this](Caller& caller) { return !step(caller); });
}

} // namespace settled::service
