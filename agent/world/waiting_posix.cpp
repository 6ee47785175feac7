#include "world/waiting.hpp"

#include <poll.h>

namespace settled::world {

void wait_for_any(const std::vector<Awaited>& awaited, std::chrono::milliseconds longest) {
    std::vector<pollfd> watched;
    watched.reserve(awaited.size());
    for (const Awaited& one : awaited) watched.push_back({one.handle, static_cast<short>(one.to_write ? POLLOUT : POLLIN), 0});
    ::poll(watched.data(), watched.size(), static_cast<int>(longest.count()));
}

} // namespace settled::world
