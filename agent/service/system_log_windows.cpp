#include "service/system_log.hpp"

#include <settled/windows_text.hpp>

#include <windows.h>

namespace settled::service {
namespace {

constexpr DWORD event_number = 1;              // whose text is the line alone
constexpr std::size_t line_bytes_max = 30'000; // the event log takes 31,839 characters

} // namespace

SystemLog::SystemLog(const ServiceManager::Environment&, std::string) {}

std::string_view SystemLog::mark(Level) const { return ""; }

// The source is registered by `settled service install`; without it the line stands there with a sentence about that before it.
void SystemLog::write(Level level, std::string_view line) const {
    const HANDLE log = ::RegisterEventSourceW(nullptr, L"settled");
    if (log == nullptr) return;
    const std::wstring text = wide_of(line.substr(0, line_bytes_max));
    const wchar_t* lines = text.c_str();
    const WORD type = level == Level::error     ? EVENTLOG_ERROR_TYPE
                      : level == Level::warning ? EVENTLOG_WARNING_TYPE
                                                : EVENTLOG_INFORMATION_TYPE;
    ::ReportEventW(log, type, 0, event_number, nullptr, 1, 0, &lines, nullptr);
    ::DeregisterEventSource(log);
}

} // namespace settled::service
