// How a child begins: its pipes, its command line and environment, the Job object it lives in. The rest of its life is in
// child_process_windows.cpp.
#include "world/child_process.hpp"

#include "world/process.hpp"
#include "world/windows_handle.hpp"

#include <settled/windows_text.hpp>

#include <algorithm>
#include <array>
#include <map>

namespace settled::world {
namespace {

using namespace std::chrono_literals;

constexpr DWORD pipe_bytes = 1 << 20; // fewer, larger hand-overs between two busy processes
constexpr DWORD not_begun = 1;        // exit status of a process that was made and could not be limited
constexpr std::array hidden_variables = {std::string_view("SETTLED_SECRET_"), std::string_view("CREDENTIALS_DIRECTORY=")};

struct Ends {
    WindowsHandle ours, childs;
};

// A pipe with a name, because those without one know no waiting with a limit; nobody else can hold an end of it: there is one
// instance, and we connect to it ourselves.
Result<Ends> make_ends(const std::filesystem::path& program, bool we_read) {
    const auto trouble = [&] {
        return fail(SETTLED_UNAVAILABLE, "cannot make a pipe to " + program.string() + ": " + windows_words(::GetLastError()));
    };
    constexpr int tries = 100;
    for (int i = 0; i < tries; ++i) {
        LARGE_INTEGER count{};
        ::QueryPerformanceCounter(&count);
        const std::wstring name = wide_of("\\\\.\\pipe\\settled.child." + std::to_string(::GetCurrentProcessId()) + "." +
                                          std::to_string(::GetCurrentThreadId()) + "." + std::to_string(count.QuadPart + i));
        const DWORD direction = we_read ? PIPE_ACCESS_INBOUND : PIPE_ACCESS_OUTBOUND;
        Ends ends;
        ends.ours = WindowsHandle(
            ::CreateNamedPipeW(name.c_str(), direction | FILE_FLAG_OVERLAPPED | FILE_FLAG_FIRST_PIPE_INSTANCE,
                               PIPE_TYPE_BYTE | PIPE_WAIT | PIPE_REJECT_REMOTE_CLIENTS, 1, pipe_bytes, pipe_bytes, 0, nullptr));
        if (!ends.ours && ::GetLastError() == ERROR_ACCESS_DENIED) continue; // the name is taken
        if (!ends.ours) return trouble();
        SECURITY_ATTRIBUTES inherited{sizeof inherited, nullptr, TRUE};
        ends.childs = WindowsHandle(
            ::CreateFileW(name.c_str(), we_read ? GENERIC_WRITE : GENERIC_READ, 0, &inherited, OPEN_EXISTING, 0, nullptr));
        if (!ends.childs) return trouble();
        return ends;
    }
    return trouble();
}

// As CommandLineToArgvW takes it apart again: backslashes count only before a quotation mark.
std::wstring quoted(const std::string& argument) {
    std::wstring made = L"\"";
    std::size_t backslashes = 0;
    for (const wchar_t unit : wide_of(argument)) {
        if (unit == L'"') made.append(backslashes + 1, L'\\');
        backslashes = unit == L'\\' ? backslashes + 1 : 0;
        made += unit;
    }
    return made.append(backslashes, L'\\') + L'"';
}

std::wstring command_line(const ChildCommand& command) {
    std::wstring line = quoted(command.program.string());
    for (const std::string& argument : command.arguments) line += L' ' + quoted(argument);
    return line;
}

// NAME=VALUE, each ended by 0, in the order that the system wants, and another 0.
std::wstring environment_of(const ChildCommand& command, HANDLE stop) {
    std::map<std::wstring, std::wstring> by_upper_name; // names differ in more than their case
    const auto keep = [&](const std::wstring& variable) {
        std::wstring name = variable.substr(0, variable.find(L'=', 1));
        ::CharUpperW(name.data());
        by_upper_name[name] = variable;
    };
    wchar_t* const own = ::GetEnvironmentStringsW();
    for (const wchar_t* variable = own; *variable != 0; variable += std::wstring_view(variable).size() + 1) {
        const std::string text = utf8_of(variable);
        const bool hidden =
            !command.is_job && std::ranges::any_of(hidden_variables, [&](auto name) { return text.starts_with(name); });
        if (!hidden && !text.starts_with(job_variable) && !text.starts_with(stop_event_variable)) keep(variable);
    }
    ::FreeEnvironmentStringsW(own);
    const auto add = [&](const std::string& name, const std::string& value) { keep(wide_of(name + '=' + value)); };
    for (const auto& [name, value] : command.environment) add(name, value);
    if (command.is_job) {
        add(job_variable, std::to_string(::GetCurrentProcessId()));
        add(stop_event_variable, std::to_string(reinterpret_cast<std::uintptr_t>(stop)));
    }
    std::wstring block;
    for (const auto& [name, variable] : by_upper_name) block += variable + L'\0';
    return block + L'\0';
}

// Everything that is started is in it, and ends when our handle is closed.
Result<WindowsHandle> make_job(const ChildLimits& limits) {
    constexpr std::int64_t ticks_per_second = 10'000'000;
    WindowsHandle job(::CreateJobObjectW(nullptr, nullptr));
    JOBOBJECT_EXTENDED_LIMIT_INFORMATION all{};
    DWORD& flags = all.BasicLimitInformation.LimitFlags;
    flags = JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE | JOB_OBJECT_LIMIT_DIE_ON_UNHANDLED_EXCEPTION;
    if (limits.cpu > 0s) {
        flags |= JOB_OBJECT_LIMIT_PROCESS_TIME;
        all.BasicLimitInformation.PerProcessUserTimeLimit.QuadPart = limits.cpu.count() * ticks_per_second;
    }
    if (limits.memory_bytes > 0) {
        flags |= JOB_OBJECT_LIMIT_PROCESS_MEMORY;
        all.ProcessMemoryLimit = static_cast<SIZE_T>(limits.memory_bytes);
    }
    if (!job || !::SetInformationJobObject(job.get(), JobObjectExtendedLimitInformation, &all, sizeof all))
        return fail(SETTLED_UNAVAILABLE, "cannot limit a child: " + windows_words(::GetLastError()));
    return job;
}

// Handles that the child inherits, and no others.
class InheritedHandles {
  public:
    explicit InheritedHandles(std::vector<HANDLE> handles) : handles_(std::move(handles)) {
        SIZE_T bytes = 0;
        ::InitializeProcThreadAttributeList(nullptr, 1, 0, &bytes);
        storage_.resize(bytes);
        made_ = ::InitializeProcThreadAttributeList(list(), 1, 0, &bytes) &&
                ::UpdateProcThreadAttribute(list(), 0, PROC_THREAD_ATTRIBUTE_HANDLE_LIST, handles_.data(),
                                            handles_.size() * sizeof(HANDLE), nullptr, nullptr);
    }
    InheritedHandles(const InheritedHandles&) = delete;
    InheritedHandles& operator=(const InheritedHandles&) = delete;
    ~InheritedHandles() {
        if (made_) ::DeleteProcThreadAttributeList(list());
    }
    bool made() const { return made_; }
    LPPROC_THREAD_ATTRIBUTE_LIST list() { return reinterpret_cast<LPPROC_THREAD_ATTRIBUTE_LIST>(storage_.data()); }

  private:
    std::vector<HANDLE> handles_;
    std::vector<std::byte> storage_;
    bool made_ = false;
};

Result<WindowsHandle> inheritable_copy(HANDLE handle) {
    HANDLE copy = nullptr;
    if (!::DuplicateHandle(::GetCurrentProcess(), handle, ::GetCurrentProcess(), &copy, 0, TRUE, DUPLICATE_SAME_ACCESS))
        return fail(SETTLED_UNAVAILABLE, "cannot hand a connection to a child: " + windows_words(::GetLastError()));
    return WindowsHandle(copy);
}

} // namespace

Result<ChildProcess> ChildProcess::start(const ChildCommand& command) {
    auto input = make_ends(command.program, false);
    if (!input) return pass(input);
    auto output = make_ends(command.program, true);
    if (!output) return pass(output);
    auto error = make_ends(command.program, true);
    if (!error) return pass(error);
    WindowsHandle connection;
    if (command.connection != no_handle) {
        auto copy = inheritable_copy(command.connection);
        if (!copy) return pass(copy);
        connection = std::move(*copy);
    }
    SECURITY_ATTRIBUTES inherited{sizeof inherited, nullptr, TRUE};
    WindowsHandle stop(::CreateEventW(&inherited, TRUE, FALSE, nullptr)),
        transferred(::CreateEventW(nullptr, TRUE, FALSE, nullptr));
    auto job = make_job(command.limits);
    if (!job) return pass(job);

    STARTUPINFOEXW begin{};
    begin.StartupInfo.cb = sizeof begin;
    begin.StartupInfo.dwFlags = STARTF_USESTDHANDLES;
    begin.StartupInfo.hStdInput = connection ? connection.get() : input->childs.get();
    begin.StartupInfo.hStdOutput = connection ? connection.get() : output->childs.get();
    begin.StartupInfo.hStdError = error->childs.get();
    std::vector<HANDLE> handed = {begin.StartupInfo.hStdInput, begin.StartupInfo.hStdError, stop.get()};
    if (!connection) handed.push_back(begin.StartupInfo.hStdOutput);
    InheritedHandles handles(std::move(handed));
    begin.lpAttributeList = handles.list();
    std::wstring line = command_line(command), environment = environment_of(command, stop.get());
    PROCESS_INFORMATION made{};
    if (!handles.made() || !::CreateProcessW(command.program.c_str(), line.data(), nullptr, nullptr, TRUE,
                                             CREATE_SUSPENDED | CREATE_UNICODE_ENVIRONMENT | CREATE_NO_WINDOW |
                                                 CREATE_NEW_PROCESS_GROUP | EXTENDED_STARTUPINFO_PRESENT,
                                             environment.data(), nullptr, &begin.StartupInfo, &made))
        return fail(SETTLED_UNAVAILABLE, "cannot start " + command.program.string() + ": " + windows_words(::GetLastError()));
    WindowsHandle process(made.hProcess);
    const WindowsHandle thread(made.hThread);
    // Before its first instruction, so that no code of the child has to be trusted with its own limits.
    if (!::AssignProcessToJobObject(job->get(), process.get())) {
        const std::string words = windows_words(::GetLastError());
        ::TerminateProcess(process.get(), not_begun);
        return fail(SETTLED_UNAVAILABLE, "cannot limit " + command.program.string() + ": " + words);
    }
    ::ResumeThread(thread.get());

    ChildProcess child;
    child.pid_ = static_cast<int>(made.dwProcessId);
    child.input_ = input->ours.release();
    child.output_ = output->ours.release();
    child.error_ = error->ours.release();
    child.end_ = process.release();
    child.job_ = job->release();
    child.stop_ = stop.release();
    child.transferred_ = transferred.release();
    child.limited_ = command.limits.waiting > 0ms;
    child.waiting_limit_ = command.limits.waiting;
    child.waiting_left_ = command.limits.waiting;
    child.grace_ = command.limits.grace;
    child.interrupted_ = command.interrupted;
    return child;
}

} // namespace settled::world
