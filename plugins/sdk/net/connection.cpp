#include <net/connection.hpp>

namespace settled::net {

Connection::Connection(Server server, CurlHandle handle, curl_socket_t socket)
    : server_(std::move(server)), handle_(std::move(handle)), waiter_(curl_multi_init()), socket_(socket) {}

Result<Connection> Connection::open(const Server& server, const char* protocols) {
    CurlHandle handle(server, protocols);
    curl_easy_setopt(handle.get(), CURLOPT_CONNECT_ONLY, 1L);
    const CURLcode result = curl_easy_perform(handle.get());
    if (result != CURLE_OK) {
        const std::string words = handle.words(result);
        if (auto known = common_failure(server, result, words)) return std::unexpected(std::move(*known));
        return fail(SETTLED_UNAVAILABLE, server.url + ": " + words + "; it is tried again at the next run");
    }
    curl_socket_t socket = CURL_SOCKET_BAD;
    if (curl_easy_getinfo(handle.get(), CURLINFO_ACTIVESOCKET, &socket) != CURLE_OK || socket == CURL_SOCKET_BAD)
        return fail(SETTLED_UNAVAILABLE, server.url + ": the server closed the connection; it is tried again at the next run");
    return Connection(server, std::move(handle), socket);
}

std::unexpected<Error> Connection::lost(std::string_view why) const {
    return fail(SETTLED_UNAVAILABLE, server_.url + ": " + std::string(why) + "; it is tried again at the next run");
}

Status Connection::wait(Wait what) const {
    constexpr int milliseconds = 1000;
    curl_waitfd entry{socket_, static_cast<short>(what == Wait::readable ? CURL_WAIT_POLLIN : CURL_WAIT_POLLOUT), 0};
    int ready = 0;
    const CURLMcode result =
        curl_multi_wait(waiter_.get(), &entry, 1, static_cast<int>(server_.timeout_seconds) * milliseconds, &ready);
    if (result != CURLM_OK) return lost(curl_multi_strerror(result));
    if (ready == 0) return lost("no answer for " + std::to_string(server_.timeout_seconds) + " s");
    return {};
}

Status Connection::send(std::string_view bytes) {
    while (!bytes.empty()) {
        std::size_t sent = 0;
        const CURLcode result = curl_easy_send(handle_.get(), bytes.data(), bytes.size(), &sent);
        if (result == CURLE_AGAIN) {
            if (Status ready = wait(Wait::writable); !ready) return ready;
        } else if (result != CURLE_OK) {
            return lost(handle_.words(result));
        }
        bytes.remove_prefix(sent);
    }
    return {};
}

Result<std::size_t> Connection::receive(std::span<char> buffer) {
    for (;;) {
        std::size_t got = 0;
        const CURLcode result = curl_easy_recv(handle_.get(), buffer.data(), buffer.size(), &got);
        if (result == CURLE_AGAIN) {
            if (Status ready = wait(Wait::readable); !ready) return pass(ready);
        } else if (result != CURLE_OK) {
            return lost(handle_.words(result));
        } else if (got == 0) {
            return lost("the server closed the connection");
        } else {
            return got;
        }
    }
}

} // namespace settled::net
