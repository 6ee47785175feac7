#include "world/waiting.hpp"

#include <windows.h>

namespace settled::world {

static_assert(limit::awaited_max == MAXIMUM_WAIT_OBJECTS);

void wait_for_any(const std::vector<Awaited>& awaited, std::chrono::milliseconds longest) {
    std::vector<HANDLE> watched;
    for (const Awaited& one : awaited)
        if (one.handle != no_handle && watched.size() < MAXIMUM_WAIT_OBJECTS) watched.push_back(one.handle);
    const auto milliseconds = static_cast<DWORD>(longest.count());
    if (watched.empty())
        ::Sleep(milliseconds);
    else
        ::WaitForMultipleObjects(static_cast<DWORD>(watched.size()), watched.data(), FALSE, milliseconds);
}

} // namespace settled::world
