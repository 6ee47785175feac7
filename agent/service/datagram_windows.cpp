#include "service/datagram.hpp"

namespace settled::service {

// What hears datagrams on Linux, systemd and syslog, is not there: the service's manager and the event log are told otherwise
// (windows_service.hpp, system_log_windows.cpp).
void send_datagram(const std::string&, std::string_view, WhenFull) {}

} // namespace settled::service
