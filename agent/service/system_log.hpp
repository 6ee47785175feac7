// system_log.hpp -- the service's lines in the system's own log: journald, or syslog (RFC 3164) by its socket; on Windows the
// event log.
//
// Under systemd, standard error is the journal already and a line there gets its weight from a mark at its beginning
// (sd-daemon(3)); elsewhere a line is a datagram to /dev/log. A log that is not there never holds the service up.
#pragma once

#include "service/level.hpp"
#include "service/service_manager.hpp"

#include <string>
#include <string_view>

namespace settled::service {

class SystemLog {
  public:
    SystemLog(const ServiceManager::Environment& environment, std::string socket = "/dev/log");

    // What goes before a line on standard error: "<4>" where that is the journal.
    std::string_view mark(Level level) const;
    void write(Level level, std::string_view line) const; // does nothing where standard error is the journal

  private:
    bool is_journal_ = false;
    std::string socket_;
};

} // namespace settled::service
