#include "world/local_socket.hpp"

#include "world/waiting.hpp"
#include "world/windows_accounts.hpp"
#include "world/windows_handle.hpp"

#include <settled/windows_text.hpp>

#include <algorithm>
#include <array>
#include <memory>

#include <sddl.h>

namespace settled::world {
namespace {

constexpr std::string_view pipe_prefix = "\\\\.\\pipe\\";
constexpr DWORD pipe_bytes = 64 * 1024;
constexpr DWORD callers_max = 16;
// Administrators and this account everything; whoever has logged on may speak, but not make a pipe of this name himself (0x4).
constexpr const wchar_t* pipe_rights = L"D:P(A;;GA;;;SY)(A;;GA;;;BA)(A;;GA;;;OW)(A;;0x0012019b;;;AU)";

// Where the service listens if the configuration says nothing has one name everywhere; here it stands for this pipe.
constexpr std::string_view usual_place = "/run/settled/settled.sock";
constexpr const wchar_t* usual_pipe = L"\\\\.\\pipe\\settled";

std::filesystem::path pipe_of(const std::filesystem::path& path) {
    return path.generic_string() == usual_place ? std::filesystem::path(usual_pipe) : path;
}

std::unexpected<Error> no_pipe(const std::filesystem::path& path) {
    return fail(SETTLED_INVALID_CONFIG, path.string() + ": is no name of a pipe; expected for example \\\\.\\pipe\\settled");
}

bool is_pipe(const std::filesystem::path& path) {
    std::string text = path.string();
    std::ranges::replace(text, '/', '\\');
    return text.starts_with(pipe_prefix) && text.size() > pipe_prefix.size();
}

// One transfer of an end that was opened for transfers that go on by themselves.
template <class Begin>
Result<DWORD> transferred(HANDLE pipe, std::chrono::seconds patience, std::string_view trouble, Begin&& begin) {
    const WindowsHandle done(::CreateEventW(nullptr, TRUE, FALSE, nullptr));
    OVERLAPPED transfer{};
    transfer.hEvent = done.get();
    DWORD bytes = 0;
    if (!begin(&transfer) && ::GetLastError() != ERROR_IO_PENDING) return fail(SETTLED_UNAVAILABLE, std::string(trouble));
    const DWORD milliseconds = patience.count() > 0 ? static_cast<DWORD>(patience.count() * 1000) : INFINITE;
    if (::WaitForSingleObject(done.get(), milliseconds) != WAIT_OBJECT_0) ::CancelIoEx(pipe, &transfer);
    if (!::GetOverlappedResult(pipe, &transfer, &bytes, TRUE) || bytes == 0)
        return fail(SETTLED_UNAVAILABLE, std::string(trouble));
    return bytes;
}

// Undone when this goes.
class Impersonation {
  public:
    explicit Impersonation(HANDLE pipe) : is_on_(::ImpersonateNamedPipeClient(pipe) != 0) {}
    Impersonation(const Impersonation&) = delete;
    Impersonation& operator=(const Impersonation&) = delete;
    ~Impersonation() {
        if (is_on_ && !::RevertToSelf()) ::TerminateProcess(::GetCurrentProcess(), 3); // never go on as somebody else
    }
    bool is_on() const { return is_on_; }

  private:
    bool is_on_;
};

std::vector<std::byte> facts_of(HANDLE token, TOKEN_INFORMATION_CLASS what) {
    DWORD size = 0;
    ::GetTokenInformation(token, what, nullptr, 0, &size);
    std::vector<std::byte> facts(size);
    if (!::GetTokenInformation(token, what, facts.data(), size, &size)) facts.clear();
    return facts;
}

} // namespace

struct LocalListener::Waiting {
    WindowsHandle pipe, event;
    OVERLAPPED transfer{};
};

LocalConnection::~LocalConnection() {
    if (descriptor_ == no_handle) return;
    ::FlushFileBuffers(descriptor_); // the last words are taken before the pipe goes
    ::CloseHandle(descriptor_);
}

Status LocalConnection::send(std::string_view bytes) const {
    while (!bytes.empty()) {
        auto sent = transferred(descriptor_, sending_, "the other side takes no more", [&](OVERLAPPED* transfer) {
            return ::WriteFile(descriptor_, bytes.data(), static_cast<DWORD>(bytes.size()), nullptr, transfer);
        });
        if (!sent) return pass(sent);
        bytes.remove_prefix(*sent);
    }
    return {};
}

Status LocalConnection::receive(std::span<char> into) const {
    while (!into.empty()) {
        auto got = transferred(descriptor_, receiving_, "the other side broke off", [&](OVERLAPPED* transfer) {
            return ::ReadFile(descriptor_, into.data(), static_cast<DWORD>(into.size()), nullptr, transfer);
        });
        if (!got) return pass(got);
        into = into.subspan(*got);
    }
    return {};
}

void LocalConnection::set_patience(std::chrono::seconds receiving, std::chrono::seconds sending) {
    receiving_ = receiving, sending_ = sending;
}

LocalConnection inherited_connection() { return LocalConnection(::GetStdHandle(STD_INPUT_HANDLE)); }

// The pipe of the next caller. The first one proves that nobody else has this name.
Status LocalListener::wait_for_the_next(bool is_first) {
    SECURITY_ATTRIBUTES rights{sizeof rights, nullptr, FALSE};
    ::ConvertStringSecurityDescriptorToSecurityDescriptorW(pipe_rights, SDDL_REVISION_1, &rights.lpSecurityDescriptor, nullptr);
    const DWORD alone = is_first ? FILE_FLAG_FIRST_PIPE_INSTANCE : 0;
    waiting_->pipe = WindowsHandle(::CreateNamedPipeW(path_.c_str(), PIPE_ACCESS_DUPLEX | FILE_FLAG_OVERLAPPED | alone,
                                                      PIPE_TYPE_BYTE | PIPE_WAIT | PIPE_REJECT_REMOTE_CLIENTS, callers_max,
                                                      pipe_bytes, pipe_bytes, 0, &rights));
    const DWORD error = ::GetLastError();
    ::LocalFree(rights.lpSecurityDescriptor);
    if (!waiting_->pipe) {
        if (is_first && (error == ERROR_ACCESS_DENIED || error == ERROR_PIPE_BUSY))
            return fail(SETTLED_UNAVAILABLE, path_.string() + ": another process listens there");
        return fail(SETTLED_UNAVAILABLE, "cannot listen at " + path_.string() + ": " + windows_words(error));
    }
    ::ResetEvent(waiting_->event.get());
    waiting_->transfer = {};
    waiting_->transfer.hEvent = waiting_->event.get();
    if (!::ConnectNamedPipe(waiting_->pipe.get(), &waiting_->transfer) && ::GetLastError() == ERROR_PIPE_CONNECTED)
        ::SetEvent(waiting_->event.get()); // he was quicker
    return {};
}

Result<LocalListener> LocalListener::open(const std::filesystem::path& place) {
    const std::filesystem::path path = pipe_of(place);
    if (!is_pipe(path)) return no_pipe(path);
    auto waiting = std::make_unique<Waiting>();
    waiting->event = WindowsHandle(::CreateEventW(nullptr, TRUE, FALSE, nullptr));
    LocalListener made(waiting->event.get(), path);
    made.waiting_ = waiting.release();
    if (Status begun = made.wait_for_the_next(true); !begun) return pass(begun);
    return made;
}

LocalListener::LocalListener(LocalListener&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, no_handle)), path_(std::exchange(other.path_, {})),
      waiting_(std::exchange(other.waiting_, nullptr)) {}

LocalListener::~LocalListener() {
    if (waiting_ == nullptr) return;
    DWORD ignored = 0;
    if (waiting_->pipe && ::CancelIoEx(waiting_->pipe.get(), &waiting_->transfer))
        ::GetOverlappedResult(waiting_->pipe.get(), &waiting_->transfer, &ignored, TRUE);
    delete waiting_;
}

LocalConnection LocalListener::accept() {
    if (::WaitForSingleObject(waiting_->event.get(), 0) != WAIT_OBJECT_0) return LocalConnection(no_handle);
    LocalConnection taken(waiting_->pipe.release());
    if (!wait_for_the_next(false)) ::ResetEvent(waiting_->event.get()); // as many as may be: the next look tries again
    return taken;
}

Result<LocalConnection> connect_local(const std::filesystem::path& place) {
    const std::filesystem::path path = pipe_of(place);
    if (!is_pipe(path)) return no_pipe(path);
    constexpr DWORD patience_ms = 5000;
    ::WaitNamedPipeW(path.c_str(), patience_ms); // a moment lies between one caller and the next one's pipe
    // The service learns who we are, and can do nothing in our name.
    WindowsHandle pipe(::CreateFileW(path.c_str(), GENERIC_READ | FILE_WRITE_DATA, 0, nullptr, OPEN_EXISTING,
                                     FILE_FLAG_OVERLAPPED | SECURITY_SQOS_PRESENT | SECURITY_IDENTIFICATION, nullptr));
    if (!pipe) return fail(SETTLED_UNAVAILABLE, path.string() + ": " + windows_words(::GetLastError()));
    return LocalConnection(pipe.release());
}

Result<std::string> caller_key(const LocalConnection& connection) {
    ULONG session = 0;
    if (!::GetNamedPipeClientSessionId(connection.descriptor(), &session))
        return fail(SETTLED_UNAVAILABLE, "cannot tell who is at the other end: " + windows_words(::GetLastError()));
    return "session " + std::to_string(session);
}

Result<Account> caller_account(const LocalConnection& connection) {
    const auto trouble = [] {
        return fail(SETTLED_UNAVAILABLE, "cannot tell who is at the other end: " + windows_words(::GetLastError()));
    };
    WindowsHandle token;
    {
        const Impersonation as_caller(connection.descriptor());
        HANDLE opened = nullptr;
        if (!as_caller.is_on() || !::OpenThreadToken(::GetCurrentThread(), TOKEN_QUERY, TRUE, &opened)) return trouble();
        token = WindowsHandle(opened);
    }
    const std::vector<std::byte> user = facts_of(token.get(), TokenUser), groups = facts_of(token.get(), TokenGroups);
    if (user.empty() || groups.empty()) return trouble();
    Account made{account_name(reinterpret_cast<const TOKEN_USER*>(user.data())->User.Sid), {}};
    if (made.name.empty()) return fail(SETTLED_UNSUPPORTED, "the account at the other end has no name on this system");
    const auto* const all = reinterpret_cast<const TOKEN_GROUPS*>(groups.data());
    for (const SID_AND_ATTRIBUTES& group : std::span(static_cast<const SID_AND_ATTRIBUTES*>(all->Groups), all->GroupCount))
        if ((group.Attributes & SE_GROUP_ENABLED) != 0)
            if (std::string name = account_name(group.Sid); !name.empty()) made.groups.push_back(std::move(name));
    return made;
}

bool is_denied(const std::filesystem::path& path, bool writing) {
    const WindowsHandle handle(::CreateFileW(path.c_str(), writing ? GENERIC_WRITE : GENERIC_READ,
                                             FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, nullptr, OPEN_EXISTING,
                                             FILE_FLAG_BACKUP_SEMANTICS, nullptr));
    return !handle && ::GetLastError() == ERROR_ACCESS_DENIED;
}

} // namespace settled::world
