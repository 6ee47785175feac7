// connection.hpp -- bytes to and from a server that libcurl has reached: the name found, TLS verified,
// and, where the protocol has one, the login done. What is then said belongs to the caller.
#pragma once

#include <net/curl_handle.hpp>

#include <chrono>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace settled::net {

// What a server said until the login was done, for a caller who must know its code or its offers.
struct Greeting {
    int reply_code = 0;              // the last one; 0: it never spoke
    std::string last_line;           // as it came, without the line's end
    std::vector<std::string> offers; // the lines that answered the last EHLO
};
inline constexpr std::size_t greeting_lines_max = 100;

class Connection {
  public:
    // For a protocol that libcurl knows it ends after the login; "telnet" is the bare TCP connection. Where an access token that
    // was kept is refused, it is tried once more with a new one.
    static Result<Connection> open(const Server& server, const char* protocols, Greeting* greeting = nullptr);

    Status send(std::string_view bytes);
    // At least one byte; UNAVAILABLE when the other side closed, or said nothing for timeout_seconds.
    Result<std::size_t> receive(std::span<char> buffer);
    // What is there already, without waiting: 0 where the other side is silent.
    Result<std::size_t> receive_waiting(std::span<char> buffer);
    // From now on everything together takes this long at most, however slowly bytes trickle.
    void limit_to(std::chrono::seconds from_now) { end_ = std::chrono::steady_clock::now() + from_now; }
    // Still owned here: for a library that speaks on it by itself.
    curl_socket_t socket() const { return socket_; }

  private:
    enum class Wait { readable, writable };
    static Result<Connection> reach(const Server& server, const char* protocols, Greeting* greeting);
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
    std::optional<std::chrono::steady_clock::time_point> end_;
};

} // namespace settled::net
