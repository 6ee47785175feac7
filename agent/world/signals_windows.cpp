#include "world/signals.hpp"

#include "world/windows_handle.hpp"

#include <settled/windows_text.hpp>

#include <array>

#include <sddl.h>

namespace settled::world {
namespace {

std::wstring name_of(Ask what, DWORD process) {
    constexpr std::array words = {".stop", ".reload", ".pause", ".continue"}; // in the order of Ask
    return wide_of("Global\\settled." + std::to_string(process) + words.at(static_cast<std::size_t>(what)));
}

// The system, administrators and this account may ask.
HANDLE make_event(Ask what) {
    SECURITY_ATTRIBUTES rights{sizeof rights, nullptr, FALSE};
    ::ConvertStringSecurityDescriptorToSecurityDescriptorW(L"D:P(A;;GA;;;SY)(A;;GA;;;BA)(A;;GA;;;OW)", SDDL_REVISION_1,
                                                           &rights.lpSecurityDescriptor, nullptr);
    const HANDLE made = ::CreateEventW(&rights, TRUE, FALSE, name_of(what, ::GetCurrentProcessId()).c_str());
    ::LocalFree(rights.lpSecurityDescriptor);
    return made;
}

// Ctrl-C and a closed console; called by the system in a thread of its own. That somebody logs off is told to services too and
// means nothing to them.
BOOL WINAPI on_control(DWORD what) {
    if (what == CTRL_LOGOFF_EVENT || what == CTRL_SHUTDOWN_EVENT) return TRUE;
    return ask_process(::GetCurrentProcessId(), Ask::stop).has_value() ? TRUE : FALSE;
}

} // namespace

Signals::Signals()
    : stop_(make_event(Ask::stop)), reload_(make_event(Ask::reload)), pause_(make_event(Ask::pause)),
      go_on_(make_event(Ask::go_on)) {
    ::SetConsoleCtrlHandler(on_control, TRUE);
}

Signals::~Signals() {
    ::SetConsoleCtrlHandler(on_control, FALSE);
    for (const NativeHandle event : {stop_, reload_, pause_, go_on_})
        if (event != no_handle) ::CloseHandle(event);
}

std::vector<Awaited> Signals::awaited() const { return {{stop_}, {reload_}, {pause_}, {go_on_}}; }

Asked Signals::take() {
    const auto taken = [](HANDLE event) { return ::WaitForSingleObject(event, 0) == WAIT_OBJECT_0 && ::ResetEvent(event); };
    return {.stop = taken(stop_), .reload = taken(reload_), .pause = taken(pause_), .go_on = taken(go_on_)};
}

Status ask_process(std::int64_t process, Ask what) {
    const WindowsHandle event(::OpenEventW(EVENT_MODIFY_STATE, FALSE, name_of(what, static_cast<DWORD>(process)).c_str()));
    if (event && ::SetEvent(event.get())) return {};
    return fail(SETTLED_ACCESS_DENIED, "may not ask process " + std::to_string(process) +
                                           ", the service: " + windows_words(::GetLastError()) + "; run this as administrator");
}

} // namespace settled::world
