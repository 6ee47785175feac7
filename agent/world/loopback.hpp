// loopback.hpp -- TCP to callers on this machine only, without waiting: for figures that Prometheus asks for.
#pragma once

#include "world/native_handle.hpp"
#include "world/waiting.hpp"

#include <settled/result.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace settled::world {

// A socket and its one owner.
class LoopbackSocket {
  public:
    // Listens at 127.0.0.1, or ::1. UNAVAILABLE: the port is taken; the words are the system's.
    static Result<LoopbackSocket> listen(bool ip6, std::uint16_t port, int callers_waiting);
    LoopbackSocket(LoopbackSocket&& other) noexcept;
    LoopbackSocket& operator=(LoopbackSocket&& other) noexcept;
    ~LoopbackSocket();

    std::optional<LoopbackSocket> accept() const; // nothing: nobody waits

    // What passed now; 0: nothing can at the moment. Nothing: the other side is gone.
    std::optional<std::size_t> receive(std::span<char> into) const;
    std::optional<std::size_t> send(std::string_view bytes) const;
    Awaited awaited(bool to_send) const;

  private:
    explicit LoopbackSocket(std::intptr_t socket);
    std::intptr_t socket_;
#if defined(_WIN32) // a socket is waited for through an event
    NativeHandle event_ = no_handle;
#endif
};

} // namespace settled::world
