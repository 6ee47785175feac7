// service_manager.hpp -- what systemd wants to hear: ready, alive, reloading, stopping (sd_notify(3)); on Windows the same is
// told to its service control manager.
//
// Without a service manager nothing is said. systemd's protocol is one datagram to a socket whose name stands in the
// environment; no library is needed for it.
#pragma once

#include <settled/result.hpp>

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace settled::service {

class ServiceManager {
  public:
    using Environment = std::function<std::optional<std::string>(const std::string& name)>;
    explicit ServiceManager(const Environment& environment);

    void say(std::string_view state) const; // "READY=1", "STATUS=…"; lines of their own
    // How often it wants to hear "WATCHDOG=1"; 0: not at all.
    std::chrono::milliseconds watchdog() const { return watchdog_; }

  private:
    std::string socket_;
    std::chrono::milliseconds watchdog_{0};
};

// Calls `run` and answers what it does. Where Windows has started this process as a service it runs as one: stop, preshutdown,
// pause, continue and a change of parameters (reload) reach world::Signals, and the answer becomes the service's exit code.
Status run_under_manager(const std::function<Status()>& run);

} // namespace settled::service
