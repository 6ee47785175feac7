// faults.hpp -- nine ways in which foreign code goes wrong, each by its name.
#pragma once

#include <settled/result.hpp>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string_view>
#include <thread>
#include <vector>

#include <unistd.h>

namespace settled::faults {

inline constexpr int descriptors_max = 256;

inline void deadlock() {
    std::mutex held;
    held.lock();
    std::thread waits_for_ever([&] { held.lock(); });
    waits_for_ever.join();
}

inline void fill_memory() {
    constexpr std::size_t piece = std::size_t{64} << 20;
    std::vector<std::unique_ptr<char[]>> kept;
    for (int i = 0; i < 160; ++i) kept.push_back(std::make_unique_for_overwrite<char[]>(piece)); // 10 GB
}

inline void garbage_on_the_pipe() {
    std::vector<char> garbage(1 << 16);
    for (std::size_t i = 0; i < garbage.size(); ++i) garbage[i] = static_cast<char>(i * 131 + 255);
    for (int descriptor = 3; descriptor < descriptors_max; ++descriptor)
        static_cast<void>(::write(descriptor, garbage.data(), garbage.size()) < 0);
}

// Returns for a name that is none of the nine.
inline Status commit(std::string_view fault) {
    if (fault == "segv") ::raise(SIGSEGV);
    if (fault == "abort") std::abort();
    if (fault == "throw") throw std::runtime_error("thrown on purpose");
    if (fault == "loop")
        for (const std::atomic<bool> for_ever{true}; for_ever;) {
        }
    if (fault == "deadlock") deadlock();
    if (fault == "memory") fill_memory();
    if (fault == "close")
        for (int descriptor = 3; descriptor < descriptors_max; ++descriptor) ::close(descriptor);
    if (fault == "garbage") garbage_on_the_pipe();
    if (fault == "exit") ::_exit(0);
    return {};
}

} // namespace settled::faults
