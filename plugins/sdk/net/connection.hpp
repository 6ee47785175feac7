// connection.hpp -- bytes to and from a server that libcurl has reached: the name found, TLS verified,
// and, where the protocol has one, the login done. What is then said belongs to the caller.
#pragma once

#include <net/curl_handle.hpp>

#include <cstddef>
#include <span>
#include <string_view>

namespace settled::net {

class Connection {
  public:
    // For a protocol that libcurl knows it ends after the login; "telnet" is the bare TCP connection.
    static Result<Connection> open(const Server& server, const char* protocols);

    Status send(std::string_view bytes);
    // At least one byte; UNAVAILABLE when the other side closed, or said nothing for timeout_seconds.
    Result<std::size_t> receive(std::span<char> buffer);
    // Still owned here: for a library that speaks on it by itself.
    curl_socket_t socket() const { return socket_; }

  private:
    enum class Wait { readable, writable };
    Connection(Server server, CurlHandle handle, curl_socket_t socket);
    Status wait(Wait what) const;
    std::unexpected<Error> lost(std::string_view why) const;

    struct ReleaseMulti {
        void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
    };
    Server server_;
    CurlHandle handle_;
    std::unique_ptr<CURLM, ReleaseMulti> waiter_; // waits for the socket on every system
    curl_socket_t socket_;
};

} // namespace settled::net
