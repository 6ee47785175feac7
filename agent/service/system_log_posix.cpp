#include "service/system_log.hpp"

#include "service/datagram.hpp"

#include <fmt/format.h>

#include <unistd.h>

namespace settled::service {
namespace {

constexpr int daemon_facility = 3 << 3; // RFC 3164, table 1

int severity(Level level) { return level == Level::error ? 3 : level == Level::warning ? 4 : 6; } // table 2

} // namespace

SystemLog::SystemLog(const ServiceManager::Environment& environment, std::string socket)
    : is_journal_(environment("JOURNAL_STREAM").has_value()), socket_(std::move(socket)) {}

std::string_view SystemLog::mark(Level level) const {
    if (!is_journal_) return "";
    return level == Level::error ? "<3>" : level == Level::warning ? "<4>" : "<6>";
}

void SystemLog::write(Level level, std::string_view line) const {
    if (is_journal_) return;
    send_datagram(socket_, fmt::format("<{}>settled[{}]: {}", daemon_facility + severity(level), ::getpid(), line),
                  WhenFull::lose);
}

} // namespace settled::service
