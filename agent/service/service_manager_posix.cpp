#include "service/service_manager.hpp"

#include "service/datagram.hpp"

#include "world/process.hpp"

#include <algorithm>
#include <charconv>

namespace settled::service {

ServiceManager::ServiceManager(const Environment& environment) : socket_(environment("NOTIFY_SOCKET").value_or("")) {
    const std::string microseconds = environment("WATCHDOG_USEC").value_or("");
    const std::string process = environment("WATCHDOG_PID").value_or("");
    std::int64_t interval = 0;
    std::from_chars(microseconds.data(), microseconds.data() + microseconds.size(), interval);
    if (interval > 0 && (process.empty() || process == std::to_string(world::process_number())))
        watchdog_ =
            std::max(std::chrono::milliseconds(1), std::chrono::milliseconds(interval / 1000 / 2)); // as its manual advises
}

void ServiceManager::say(std::string_view state) const { send_datagram(socket_, state, WhenFull::wait); }

Status run_under_manager(const std::function<Status()>& run) { return run(); }

} // namespace settled::service
