// waiting.hpp -- waits for the first of several things: a descriptor that can be read or written, on Windows an object that is
// signalled.
#pragma once

#include "world/native_handle.hpp"

#include <chrono>
#include <vector>

namespace settled::world {

struct Awaited {
    NativeHandle handle = no_handle;
    bool to_write = false; // a descriptor: until it takes more; else until there is something to read
};

// Returns at once when one is ready, else after the time. On Windows at most limit::awaited_max are looked at; what else there is
// waits for the end of the time.
void wait_for_any(const std::vector<Awaited>& awaited, std::chrono::milliseconds longest);

namespace limit {
inline constexpr int awaited_max = 64; // WaitForMultipleObjects takes no more
} // namespace limit

} // namespace settled::world
