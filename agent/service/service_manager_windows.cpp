#include "service/service_manager.hpp"

#include "service/system_log.hpp"
#include "world/signals.hpp"

#include <settled/windows_text.hpp>

#include <mutex>

#include <windows.h>

namespace settled::service {
namespace {

constexpr DWORD stop_hint_ms = 15'000; // the supervisor needs at most 10 s

// What the service control manager knows of us. It calls back from a thread of its own.
class WindowsService {
  public:
    explicit WindowsService(const std::function<Status()>& run) : run_(&run) {}

    // False: nobody has started this process as a service.
    bool serve(Status& done) {
        current() = this;
        const SERVICE_TABLE_ENTRYW table[] = {{name(), begin}, {nullptr, nullptr}};
        const bool was_service = ::StartServiceCtrlDispatcherW(table) != 0;
        current() = nullptr;
        if (was_service) done = std::move(done_);
        return was_service;
    }

    void tell(DWORD state, DWORD exit_code = 0) {
        const std::scoped_lock turn(mutex_);
        if (handle_ == nullptr || state_ == SERVICE_STOPPED) return;
        state_ = state;
        SERVICE_STATUS status{};
        status.dwServiceType = SERVICE_WIN32_OWN_PROCESS;
        status.dwCurrentState = state;
        const bool takes_orders = state == SERVICE_RUNNING || state == SERVICE_PAUSED;
        if (takes_orders)
            status.dwControlsAccepted =
                SERVICE_ACCEPT_STOP | SERVICE_ACCEPT_PRESHUTDOWN | SERVICE_ACCEPT_PAUSE_CONTINUE | SERVICE_ACCEPT_PARAMCHANGE;
        status.dwWaitHint = takes_orders || state == SERVICE_STOPPED ? 0 : stop_hint_ms;
        status.dwCheckPoint = takes_orders || state == SERVICE_STOPPED ? 0 : ++check_point_;
        status.dwWin32ExitCode = exit_code == 0 ? NO_ERROR : ERROR_SERVICE_SPECIFIC_ERROR;
        status.dwServiceSpecificExitCode = exit_code;
        ::SetServiceStatus(handle_, &status);
    }

    // The system calls a function without any memory of ours; there is one service in a process.
    static WindowsService*& current() {
        static WindowsService* one = nullptr;
        return one;
    }

  private:
    static wchar_t* name() {
        static wchar_t text[] = L"settled"; // the interface wants it writable; of a service alone in its process it is ignored
        return text;
    }

    static void WINAPI begin(DWORD, wchar_t**) {
        WindowsService& self = *current();
        self.handle_ = ::RegisterServiceCtrlHandlerExW(name(), control, &self);
        self.tell(SERVICE_START_PENDING);
        self.done_ = (*self.run_)();
        if (!self.done_ && !self.done_.error().message.empty())
            SystemLog([](const std::string&) { return std::nullopt; }).write(Level::error, self.done_.error().message);
        self.tell(SERVICE_STOPPED, self.done_ ? 0 : static_cast<DWORD>(self.done_.error().code));
    }

    static DWORD WINAPI control(DWORD order, DWORD, void*, void* context) {
        WindowsService& self = *static_cast<WindowsService*>(context);
        const auto ask = [](world::Ask what) {
            return world::ask_process(::GetCurrentProcessId(), what) ? DWORD{NO_ERROR} : DWORD{ERROR_SERVICE_CANNOT_ACCEPT_CTRL};
        };
        switch (order) {
        case SERVICE_CONTROL_STOP:
        case SERVICE_CONTROL_PRESHUTDOWN:
        case SERVICE_CONTROL_SHUTDOWN:
            self.tell(SERVICE_STOP_PENDING);
            return ask(world::Ask::stop);
        case SERVICE_CONTROL_PARAMCHANGE:
            return ask(world::Ask::reload);
        case SERVICE_CONTROL_PAUSE:
            return ask(world::Ask::pause);
        case SERVICE_CONTROL_CONTINUE:
            return ask(world::Ask::go_on);
        case SERVICE_CONTROL_INTERROGATE:
            return NO_ERROR;
        default:
            return ERROR_CALL_NOT_IMPLEMENTED;
        }
    }

    const std::function<Status()>* run_;
    Status done_;
    std::mutex mutex_;
    SERVICE_STATUS_HANDLE handle_ = nullptr;
    DWORD state_ = 0, check_point_ = 0;
};

} // namespace

ServiceManager::ServiceManager(const Environment&) {}

void ServiceManager::say(std::string_view state) const {
    WindowsService* const service = WindowsService::current();
    if (service == nullptr) return;
    if (state == "READY=1") service->tell(SERVICE_RUNNING);
    if (state == "PAUSED=1") service->tell(SERVICE_PAUSED);
    if (state == "STOPPING=1") service->tell(SERVICE_STOP_PENDING);
}

Status run_under_manager(const std::function<Status()>& run) {
    Status done;
    return WindowsService(run).serve(done) ? done : run();
}

} // namespace settled::service
