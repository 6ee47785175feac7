#include <net/connection.hpp>

#include <net/access_tokens.hpp>

#include <settled/text.hpp>

#include <algorithm>

namespace settled::net {
namespace {

// Hears the server's lines. Of ours only the verb is looked at, for the login passes here too.
int hear(CURL*, curl_infotype kind, char* bytes, std::size_t size, void* user) {
    constexpr std::size_t line_bytes_max = 500;
    auto* greeting = static_cast<Greeting*>(user);
    if (greeting == nullptr) return 0;
    const std::string_view said(bytes, size);
    if (kind == CURLINFO_HEADER_OUT && said.starts_with("EHLO")) greeting->offers.clear();
    if (kind != CURLINFO_HEADER_IN) return 0;
    greeting->last_line = cut_at_character(trim(said), line_bytes_max);
    if (greeting->offers.size() < greeting_lines_max && greeting->last_line.starts_with("250"))
        greeting->offers.push_back(greeting->last_line);
    return 0;
}

void hear_until_login(CURL* handle, Greeting* greeting) {
    curl_easy_setopt(handle, CURLOPT_DEBUGFUNCTION, hear);
    curl_easy_setopt(handle, CURLOPT_DEBUGDATA, greeting);
    curl_easy_setopt(handle, CURLOPT_VERBOSE, greeting == nullptr ? 0L : 1L); // to the function above, which prints nothing
}

} // namespace

Connection::Connection(Server server, CurlHandle handle, curl_socket_t socket)
    : server_(std::move(server)), handle_(std::move(handle)), waiter_(curl_multi_init()), socket_(socket) {}

Result<Connection> Connection::open(const Server& server, const char* protocols, Greeting* greeting) {
    if (!server.tokens) return reach(server, protocols, greeting);
    for (;;) {
        Server with_token = server;
        auto token = server.tokens->get();
        if (!token) return pass(token);
        with_token.access_token = std::move(*token);
        auto opened = reach(with_token, protocols, greeting);
        const bool refused = !opened && opened.error().code == SETTLED_ACCESS_DENIED && login_was_refused(opened.error());
        if (!refused || !server.tokens->refused()) return opened;
    }
}

Result<Connection> Connection::reach(const Server& server, const char* protocols, Greeting* greeting) {
    CurlHandle handle(server, protocols);
    curl_easy_setopt(handle.get(), CURLOPT_CONNECT_ONLY, 1L);
    hear_until_login(handle.get(), greeting);
    const CURLcode result = curl_easy_perform(handle.get());
    hear_until_login(handle.get(), nullptr);
    if (greeting != nullptr) {
        long code = 0;
        curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &code);
        greeting->reply_code = static_cast<int>(code);
    }
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
    auto patience = std::chrono::milliseconds(std::chrono::seconds(server_.timeout_seconds));
    if (end_)
        patience = std::min(patience, std::chrono::ceil<std::chrono::milliseconds>(*end_ - std::chrono::steady_clock::now()));
    if (patience.count() <= 0) return lost("it took longer than allowed");
    curl_waitfd entry{socket_, static_cast<short>(what == Wait::readable ? CURL_WAIT_POLLIN : CURL_WAIT_POLLOUT), 0};
    int ready = 0;
    const CURLMcode result = curl_multi_wait(waiter_.get(), &entry, 1, static_cast<int>(patience.count()), &ready);
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

Result<std::size_t> Connection::receive_waiting(std::span<char> buffer) {
    std::size_t got = 0;
    const CURLcode result = curl_easy_recv(handle_.get(), buffer.data(), buffer.size(), &got);
    if (result == CURLE_AGAIN) return std::size_t{0};
    if (result != CURLE_OK) return lost(handle_.words(result));
    if (got == 0) return lost("the server closed the connection");
    return got;
}

Result<std::size_t> Connection::receive(std::span<char> buffer) {
    for (;;) {
        auto got = receive_waiting(buffer);
        if (!got || *got > 0) return got;
        if (Status ready = wait(Wait::readable); !ready) return pass(ready);
    }
}

} // namespace settled::net
