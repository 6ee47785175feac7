#include "cli/service_registration.hpp"

#include "world/files.hpp"
#include "world/process.hpp"

#include <settled/windows_text.hpp>

#include <fmt/format.h>

#include <array>
#include <utility>
#include <vector>

#include <windows.h>

#include <aclapi.h>

namespace settled::cli {
namespace {

constexpr const wchar_t* service_name = L"settled";
constexpr const wchar_t* event_key = L"SYSTEM\\CurrentControlSet\\Services\\EventLog\\Application\\settled";
// A program of every Windows whose table of messages says nothing but the text that is given.
constexpr const wchar_t* event_messages = L"%SystemRoot%\\System32\\EventCreate.exe";
constexpr const char* own_account = "NT SERVICE\\settled"; // made by the system for this service; it has no password

struct Options {
    std::string account = own_account;
};

struct CloseService {
    void operator()(SC_HANDLE__* handle) const { ::CloseServiceHandle(handle); }
};
using ServiceHandle = std::unique_ptr<SC_HANDLE__, CloseService>;

Error trouble(std::string_view what) {
    const DWORD error = ::GetLastError();
    return {error == ERROR_ACCESS_DENIED ? SETTLED_ACCESS_DENIED : SETTLED_UNAVAILABLE,
            fmt::format("cannot {}: {}{}", what, windows_words(error),
                        error == ERROR_ACCESS_DENIED ? "; run this as administrator" : ""),
            0};
}

// With quotation marks: without them "C:\Program Files\…" could start a program called C:\Program.exe.
std::wstring command_line(Session& session) {
    const std::string file = std::filesystem::absolute(session.config_file()).string();
    return wide_of(fmt::format("\"{}\" --config \"{}\" run", session.tools().executable.string(), file));
}

// Each of these makes the service better, and none of them is worth having no service at all.
std::vector<std::string> set_details(SC_HANDLE service) {
    std::vector<std::string> warnings;
    const auto set = [&](DWORD what, void* value, const char* words) {
        if (!::ChangeServiceConfig2W(service, what, value))
            warnings.push_back(fmt::format("{} is not set: {}", words, windows_words(::GetLastError())));
    };
    std::wstring text = L"Reads receivables and bank statements, reconciles them, and reminds who has not paid.";
    SERVICE_DESCRIPTIONW description{text.data()};
    set(SERVICE_CONFIG_DESCRIPTION, &description, "the description");
    SERVICE_DELAYED_AUTO_START_INFO delayed{TRUE};
    set(SERVICE_CONFIG_DELAYED_AUTO_START_INFO, &delayed, "the delayed start");
    std::array<SC_ACTION, 3> actions = {SC_ACTION{SC_ACTION_RESTART, 10'000}, SC_ACTION{SC_ACTION_RESTART, 60'000},
                                        SC_ACTION{SC_ACTION_RESTART, 300'000}};
    constexpr DWORD forget_after_seconds = 24 * 3600;
    SERVICE_FAILURE_ACTIONSW failure{forget_after_seconds, nullptr, nullptr, static_cast<DWORD>(actions.size()), actions.data()};
    set(SERVICE_CONFIG_FAILURE_ACTIONS, &failure, "the restart after a failure");
    SERVICE_FAILURE_ACTIONS_FLAG also_without_crash{TRUE};
    set(SERVICE_CONFIG_FAILURE_ACTIONS_FLAG, &also_without_crash, "the restart after an end with an error");
    SERVICE_PRESHUTDOWN_INFO before_shutdown{20'000};
    set(SERVICE_CONFIG_PRESHUTDOWN_INFO, &before_shutdown, "the time to stop before the system does");
    SERVICE_SID_INFO own_sid{SERVICE_SID_TYPE_UNRESTRICTED};
    set(SERVICE_CONFIG_SERVICE_SID_INFO, &own_sid, "the service's own identity");
    return warnings;
}

void register_events(std::vector<std::string>& warnings) {
    HKEY key = nullptr;
    const LSTATUS made =
        ::RegCreateKeyExW(HKEY_LOCAL_MACHINE, event_key, 0, nullptr, 0, KEY_SET_VALUE | KEY_WOW64_64KEY, nullptr, &key, nullptr);
    if (made != ERROR_SUCCESS) {
        warnings.push_back("the event log's source is not registered: " + windows_words(static_cast<DWORD>(made)));
        return;
    }
    const std::wstring messages = event_messages;
    const DWORD types = EVENTLOG_ERROR_TYPE | EVENTLOG_WARNING_TYPE | EVENTLOG_INFORMATION_TYPE;
    ::RegSetValueExW(key, L"EventMessageFile", 0, REG_EXPAND_SZ, reinterpret_cast<const BYTE*>(messages.c_str()),
                     static_cast<DWORD>((messages.size() + 1) * sizeof(wchar_t)));
    ::RegSetValueExW(key, L"TypesSupported", 0, REG_DWORD, reinterpret_cast<const BYTE*>(&types), sizeof types);
    ::RegCloseKey(key);
}

// The folder of configuration, secrets and state: the system, administrators and the service's account, nobody else.
void guard_folder(const std::filesystem::path& folder, const std::string& account, std::vector<std::string>& warnings) {
    if (Status made = world::make_folder(folder); !made) {
        warnings.push_back(made.error().message);
        return;
    }
    std::array<std::wstring, 3> names = {L"SYSTEM", L"Administrators", wide_of(account)};
    std::array<EXPLICIT_ACCESSW, 3> entries{};
    std::array<std::array<BYTE, SECURITY_MAX_SID_SIZE>, 2> known{};
    const std::array<WELL_KNOWN_SID_TYPE, 2> types = {WinLocalSystemSid, WinBuiltinAdministratorsSid};
    for (std::size_t i = 0; i < entries.size(); ++i) {
        entries.at(i).grfAccessPermissions = i < known.size()
                                                 ? DWORD{FILE_ALL_ACCESS}
                                                 : DWORD{FILE_GENERIC_READ | FILE_GENERIC_WRITE | FILE_GENERIC_EXECUTE | DELETE};
        entries.at(i).grfAccessMode = SET_ACCESS;
        entries.at(i).grfInheritance = SUB_CONTAINERS_AND_OBJECTS_INHERIT;
        if (i < known.size()) { // their names are those of the system's language
            DWORD size = SECURITY_MAX_SID_SIZE;
            ::CreateWellKnownSid(types.at(i), nullptr, known.at(i).data(), &size);
            ::BuildTrusteeWithSidW(&entries.at(i).Trustee, known.at(i).data());
        } else {
            ::BuildTrusteeWithNameW(&entries.at(i).Trustee, names.at(i).data());
        }
    }
    PACL list = nullptr;
    DWORD error = ::SetEntriesInAclW(static_cast<ULONG>(entries.size()), entries.data(), nullptr, &list);
    std::wstring path = folder.wstring();
    if (error == ERROR_SUCCESS)
        error =
            ::SetNamedSecurityInfoW(path.data(), SE_FILE_OBJECT, DACL_SECURITY_INFORMATION | PROTECTED_DACL_SECURITY_INFORMATION,
                                    nullptr, nullptr, list, nullptr);
    ::LocalFree(list);
    if (error != ERROR_SUCCESS)
        warnings.push_back(fmt::format("{}: its rights are not set: {}; see the page on Windows for icacls", folder.string(),
                                       windows_words(error)));
}

int run_install(Session& session, const Options& options) {
    const ServiceHandle manager(::OpenSCManagerW(nullptr, nullptr, SC_MANAGER_CONNECT | SC_MANAGER_CREATE_SERVICE));
    if (!manager) return report(session, trouble("reach the list of services"));
    const std::wstring line = command_line(session), account = wide_of(options.account);
    constexpr DWORD access = SERVICE_ALL_ACCESS;
    ServiceHandle service(::CreateServiceW(manager.get(), service_name, L"settled", access, SERVICE_WIN32_OWN_PROCESS,
                                           SERVICE_AUTO_START, SERVICE_ERROR_NORMAL, line.c_str(), nullptr, nullptr, nullptr,
                                           account.c_str(), nullptr));
    const bool is_new = service != nullptr;
    if (!is_new) {
        if (::GetLastError() != ERROR_SERVICE_EXISTS) return report(session, trouble("register the service"));
        service.reset(::OpenServiceW(manager.get(), service_name, access));
        if (!service ||
            !::ChangeServiceConfigW(service.get(), SERVICE_WIN32_OWN_PROCESS, SERVICE_AUTO_START, SERVICE_ERROR_NORMAL,
                                    line.c_str(), nullptr, nullptr, nullptr, account.c_str(), nullptr, L"settled"))
            return report(session, trouble("change the service"));
    }
    std::vector<std::string> warnings = set_details(service.get());
    register_events(warnings);
    const std::filesystem::path file = std::filesystem::absolute(session.config_file());
    if (file == world::packaged_configuration_file()) // a folder that IT chose has the rights that IT gave it
        guard_folder(file.parent_path(), options.account, warnings);
    for (const std::string& warning : warnings) session.tools().err("warning: " + warning + "\n");
    session.tools().out(fmt::format("the service settled is {}; it runs as {} and reads {}\n", is_new ? "installed" : "changed",
                                    options.account, file.string()));
    return 0;
}

bool is_stopped(SC_HANDLE service) {
    SERVICE_STATUS status{};
    return !::QueryServiceStatus(service, &status) || status.dwCurrentState == SERVICE_STOPPED;
}

int run_uninstall(Session& session) {
    constexpr int looks = 300;
    constexpr DWORD pause_ms = 50;
    const ServiceHandle manager(::OpenSCManagerW(nullptr, nullptr, SC_MANAGER_CONNECT));
    if (!manager) return report(session, trouble("reach the list of services"));
    const ServiceHandle service(::OpenServiceW(manager.get(), service_name, SERVICE_ALL_ACCESS));
    if (!service) {
        if (::GetLastError() != ERROR_SERVICE_DOES_NOT_EXIST) return report(session, trouble("open the service"));
        session.tools().out("the service settled is not installed\n");
        return 0;
    }
    SERVICE_STATUS status{};
    ::ControlService(service.get(), SERVICE_CONTROL_STOP, &status);
    for (int look = 0; look < looks && !is_stopped(service.get()); ++look) ::Sleep(pause_ms);
    if (!is_stopped(service.get()))
        return report(session, {SETTLED_UNAVAILABLE, "the service settled was asked to stop and still runs; try again", 0});
    if (!::DeleteService(service.get())) return report(session, trouble("remove the service"));
    ::RegDeleteKeyExW(HKEY_LOCAL_MACHINE, event_key, KEY_WOW64_64KEY, 0);
    session.tools().out("the service settled is removed; its configuration and its data are left as they are\n");
    return 0;
}

} // namespace

void add_service_registration(Commands& commands, CLI::App& service_group) {
    auto& options = commands.keep<Options>();
    commands
        .add_to(service_group, "install", "Register it with Windows, or bring its registration up to date",
                [&](Session& session) { return run_install(session, options); })
        .add_option("--account", options.account, "Account it runs as (default NT SERVICE\\settled)")
        ->type_name("ACCOUNT");
    commands.add_to(service_group, "uninstall", "Stop it and remove its registration; data stays", run_uninstall);
}

} // namespace settled::cli
