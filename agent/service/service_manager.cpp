#include "service/service_manager.hpp"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstring>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace settled::service {

ServiceManager::ServiceManager(const Environment& environment) : socket_(environment("NOTIFY_SOCKET").value_or("")) {
    const std::string microseconds = environment("WATCHDOG_USEC").value_or("");
    const std::string process = environment("WATCHDOG_PID").value_or("");
    std::int64_t interval = 0;
    std::from_chars(microseconds.data(), microseconds.data() + microseconds.size(), interval);
    if (interval > 0 && (process.empty() || process == std::to_string(::getpid())))
        watchdog_ =
            std::max(std::chrono::milliseconds(1), std::chrono::milliseconds(interval / 1000 / 2)); // as its manual advises
}

void ServiceManager::say(std::string_view state) const {
    sockaddr_un address{};
    if (socket_.size() < 2 || socket_.size() >= sizeof address.sun_path) return;
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, socket_.data(), socket_.size());
    if (address.sun_path[0] == '@') address.sun_path[0] = '\0'; // a name without a file
    const int out = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (out < 0) return;
    const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + socket_.size());
    static_cast<void>(::sendto(out, state.data(), state.size(), MSG_NOSIGNAL, reinterpret_cast<const sockaddr*>(&address), size));
    ::close(out);
}

} // namespace settled::service
