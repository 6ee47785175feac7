#include "world/lock_file.hpp"

#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <string>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace settled::world {
namespace {

constexpr mode_t anybody_may_look = 0644; // only a process number stands in it

std::string words_of(int error_number) { return std::system_category().message(error_number); }

std::int64_t number_in(int descriptor) {
    std::array<char, 32> text{};
    const ssize_t got = ::pread(descriptor, text.data(), text.size(), 0);
    std::int64_t number = 0;
    if (got > 0) std::from_chars(text.data(), text.data() + got, number);
    return number;
}

// The number is written just after the lock is taken: what stands there for a moment is nobody's, or the last holder's.
std::int64_t living_number_in(int descriptor) {
    constexpr int looks = 100;
    constexpr useconds_t pause_us = 10'000;
    for (int look = 0; look < looks; ++look) {
        const std::int64_t number = number_in(descriptor);
        if (number > 0 && (::kill(static_cast<pid_t>(number), 0) == 0 || errno == EPERM)) return number;
        ::usleep(pause_us);
    }
    return 0;
}

} // namespace

Result<LockFile> LockFile::take(const std::filesystem::path& file) {
    LockFile lock(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, anybody_may_look));
    if (lock.descriptor_ < 0)
        return fail(errno == EACCES || errno == EPERM || errno == EROFS ? SETTLED_ACCESS_DENIED : SETTLED_UNAVAILABLE,
                    "cannot open " + file.string() + ": " + words_of(errno));
    if (::flock(lock.descriptor_, LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK)
            return fail(SETTLED_UNAVAILABLE,
                        "cannot lock " + file.string() + ": " + words_of(errno) + "; the data folder must be on a local disk");
        const std::int64_t holder = living_number_in(lock.descriptor_);
        return fail(SETTLED_UNAVAILABLE,
                    file.string() + " is held by " + (holder > 0 ? "process " + std::to_string(holder) : "another process"));
    }
    const std::string number = std::to_string(::getpid()) + "\n";
    if (::ftruncate(lock.descriptor_, 0) != 0 ||
        ::pwrite(lock.descriptor_, number.data(), number.size(), 0) != static_cast<ssize_t>(number.size()))
        return fail(SETTLED_UNAVAILABLE, "cannot write " + file.string() + ": " + words_of(errno));
    return lock;
}

LockFile::LockFile(LockFile&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

// The file stays: removing it would let two processes hold two files of one name.
LockFile::~LockFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

std::optional<std::int64_t> lock_holder(const std::filesystem::path& file) {
    const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (descriptor < 0) return std::nullopt;
    std::optional<std::int64_t> holder;
    if (::flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK) holder = living_number_in(descriptor);
    ::close(descriptor);
    return holder;
}

} // namespace settled::world
