#include "world/process.hpp"

#include "world/child_process.hpp"
#include "world/windows_handle.hpp"

#include <settled/windows_text.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <thread>

#include <io.h>
#include <knownfolders.h>
#include <lmcons.h>
#include <shellapi.h>
#include <shlobj.h>

namespace settled::world {
namespace {

std::atomic<bool>* to_set = nullptr; // the system calls back with no memory of ours

BOOL WINAPI on_control(DWORD what) {
    if (what != CTRL_LOGOFF_EVENT && what != CTRL_SHUTDOWN_EVENT) *to_set = true; // services hear of those too
    return TRUE;
}

HANDLE handle_of(Stream stream) {
    const HANDLE found = ::GetStdHandle(stream == Stream::input    ? STD_INPUT_HANDLE
                                        : stream == Stream::output ? STD_OUTPUT_HANDLE
                                                                   : STD_ERROR_HANDLE);
    return found == INVALID_HANDLE_VALUE ? nullptr : found;
}

// Who started us as a job can ask for the end by an event whose handle we inherited.
void watch_for_the_end() {
    const std::string number = environment_variable(stop_event_variable).value_or("");
    std::uintptr_t value = 0;
    std::from_chars(number.data(), number.data() + number.size(), value);
    if (value == 0) return;
    ::SetEnvironmentVariableW(wide_of(stop_event_variable).c_str(), nullptr); // it means nothing to children of ours
    std::thread([value] {
        if (::WaitForSingleObject(reinterpret_cast<HANDLE>(value), INFINITE) == WAIT_OBJECT_0) *to_set = true;
    }).detach(); // as long as the process
}

std::wstring known_folder(REFKNOWNFOLDERID folder) {
    wchar_t* text = nullptr;
    std::wstring made = SUCCEEDED(::SHGetKnownFolderPath(folder, 0, nullptr, &text)) ? text : L"C:\\ProgramData";
    ::CoTaskMemFree(text);
    return made;
}

std::filesystem::path packaged_folder() { return std::filesystem::path(known_folder(FOLDERID_ProgramData)) / "settled"; }

} // namespace

void prepare_process(std::atomic<bool>& interrupted) {
    to_set = &interrupted;
    ::SetErrorMode(SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX | SEM_NOOPENFILEERRORBOX); // nobody is there to press a button
    ::SetConsoleOutputCP(CP_UTF8);
    ::SetConsoleCtrlHandler(on_control, TRUE);
    watch_for_the_end();
}

std::vector<std::string> arguments_of_process(int, char**) {
    int count = 0;
    wchar_t** const wide = ::CommandLineToArgvW(::GetCommandLineW(), &count);
    std::vector<std::string> made;
    for (int i = 0; wide != nullptr && i < count; ++i) made.push_back(utf8_of(wide[i]));
    ::LocalFree(wide);
    return made;
}

std::optional<std::string> environment_variable(const std::string& name) {
    const std::wstring wide = wide_of(name);
    ::SetLastError(ERROR_SUCCESS);
    std::wstring value(::GetEnvironmentVariableW(wide.c_str(), nullptr, 0), L'\0');
    if (value.empty()) return ::GetLastError() == ERROR_ENVVAR_NOT_FOUND ? std::nullopt : std::optional(std::string());
    value.resize(::GetEnvironmentVariableW(wide.c_str(), value.data(), static_cast<DWORD>(value.size())));
    return utf8_of(value);
}

void write_stream(Stream stream, std::string_view bytes) {
    constexpr std::size_t piece_max = 1 << 20;
    const HANDLE handle = handle_of(stream);
    while (handle != nullptr && !bytes.empty()) {
        DWORD written = 0;
        if (!::WriteFile(handle, bytes.data(), static_cast<DWORD>(std::min(bytes.size(), piece_max)), &written, nullptr) ||
            written == 0)
            return;
        bytes.remove_prefix(written);
    }
}

Result<std::size_t> read_input(std::span<char> buffer) {
    DWORD got = 0;
    if (::ReadFile(handle_of(Stream::input), buffer.data(), static_cast<DWORD>(buffer.size()), &got, nullptr)) return got;
    const DWORD error = ::GetLastError();
    if (error == ERROR_BROKEN_PIPE || error == ERROR_HANDLE_EOF) return std::size_t{0};
    return fail(SETTLED_UNAVAILABLE, windows_words(error));
}

Result<PrivateOutput> PrivateOutput::take() {
    HANDLE copy = nullptr;
    const HANDLE output = handle_of(Stream::output), self = ::GetCurrentProcess();
    if (output == nullptr || !::DuplicateHandle(self, output, self, &copy, 0, FALSE, DUPLICATE_SAME_ACCESS))
        return fail(SETTLED_UNAVAILABLE, "standard output is closed");
    ::SetStdHandle(STD_OUTPUT_HANDLE, handle_of(Stream::error)); // for who asks the system
    std::fflush(stdout);
    ::_dup2(::_fileno(stderr), ::_fileno(stdout)); // for who asks the C library; closes its own handle of the pipe
    return PrivateOutput(copy);
}

PrivateOutput::~PrivateOutput() {
    if (descriptor_ != no_handle) ::CloseHandle(descriptor_);
}

Status PrivateOutput::write(std::string_view bytes) const {
    constexpr std::size_t piece_max = 1 << 20;
    while (!bytes.empty()) {
        DWORD written = 0;
        if (!::WriteFile(descriptor_, bytes.data(), static_cast<DWORD>(std::min(bytes.size(), piece_max)), &written, nullptr))
            return fail(SETTLED_UNAVAILABLE, windows_words(::GetLastError()));
        bytes.remove_prefix(written);
    }
    return {};
}

bool is_terminal(Stream stream) {
    DWORD mode = 0;
    return ::GetConsoleMode(handle_of(stream), &mode) != 0;
}

std::size_t terminal_columns() {
    CONSOLE_SCREEN_BUFFER_INFO facts{};
    if (!::GetConsoleScreenBufferInfo(handle_of(Stream::output), &facts)) return 0;
    return static_cast<std::size_t>(facts.srWindow.Right - facts.srWindow.Left + 1);
}

std::string read_hidden() {
    const HANDLE input = handle_of(Stream::input);
    DWORD shown = 0;
    if (::GetConsoleMode(input, &shown)) {
        ::SetConsoleMode(input, shown & ~static_cast<DWORD>(ENABLE_ECHO_INPUT));
        write_stream(Stream::error, "Value (not shown): ");
        std::array<wchar_t, 4096> line{};
        DWORD units = 0;
        ::ReadConsoleW(input, line.data(), static_cast<DWORD>(line.size()), &units, nullptr);
        ::SetConsoleMode(input, shown);
        write_stream(Stream::error, "\n");
        std::string value = utf8_of({line.data(), units});
        while (value.ends_with('\n') || value.ends_with('\r')) value.pop_back();
        return value;
    }
    constexpr std::size_t value_bytes_max = 1 << 20;
    std::string value;
    std::array<char, 4096> piece{};
    while (value.size() < value_bytes_max) {
        auto got = read_input(piece);
        if (!got || *got == 0) break;
        value.append(piece.data(), *got);
    }
    if (value.ends_with('\n')) value.pop_back();
    if (value.ends_with('\r')) value.pop_back();
    return value;
}

Status become_owner_of(const std::filesystem::path&) { return {}; }
Status is_ours_to_write(const std::filesystem::path&) { return {}; }

std::string user_name() {
    std::array<wchar_t, UNLEN + 1> name{};
    DWORD units = static_cast<DWORD>(name.size());
    return ::GetUserNameW(name.data(), &units) && units > 0 ? utf8_of({name.data(), units - 1}) : "unknown";
}

std::string host_name() {
    std::array<wchar_t, 256> name{};
    DWORD units = static_cast<DWORD>(name.size());
    return ::GetComputerNameExW(ComputerNameDnsHostname, name.data(), &units) ? utf8_of({name.data(), units}) : "localhost";
}

std::int64_t process_number() { return ::GetCurrentProcessId(); }

Result<std::filesystem::path> this_executable() {
    std::array<wchar_t, 32768> name{};
    const DWORD units = ::GetModuleFileNameW(nullptr, name.data(), static_cast<DWORD>(name.size()));
    if (units == 0) return fail(SETTLED_UNAVAILABLE, "cannot tell which program this is: " + windows_words(::GetLastError()));
    return std::filesystem::path(std::wstring(name.data(), units));
}

std::filesystem::path packaged_configuration_file() { return packaged_folder() / "settled.toml"; }
std::string packaged_store_url() { return "sqlite:" + (packaged_folder() / "state" / "settled.db").generic_string(); }

} // namespace settled::world
