#include "world/local_socket.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <optional>
#include <system_error>

#include <grp.h>
#include <pwd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

namespace settled::world {
namespace {

constexpr int callers_waiting_max = 16;
constexpr mode_t everybody_may_connect = 0666; // who may act is decided by who it is
constexpr std::size_t database_entry_bytes = std::size_t{64} * 1024;
constexpr int groups_max = 1024;

std::string words_of(int error_number) { return std::system_category().message(error_number); }

std::optional<sockaddr_un> address_of(const std::filesystem::path& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string& text = path.native();
    if (text.empty() || text.size() >= sizeof address.sun_path) return std::nullopt;
    std::memcpy(static_cast<char*>(address.sun_path), text.data(), text.size());
    return address;
}

const sockaddr* generic(const sockaddr_un& address) { return reinterpret_cast<const sockaddr*>(&address); }

std::unexpected<Error> too_long(const std::filesystem::path& path) {
    return fail(SETTLED_INVALID_CONFIG, path.string() + ": too long for a socket; expected at most " +
                                            std::to_string(sizeof(sockaddr_un::sun_path) - 1) +
                                            " bytes, such as /run/settled/settled.sock");
}

} // namespace

LocalConnection::~LocalConnection() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

Status LocalConnection::send(std::string_view bytes) const {
    while (!bytes.empty()) {
        const ssize_t sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) continue;
        if (sent <= 0) return fail(SETTLED_UNAVAILABLE, "the other side takes no more");
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return {};
}

Status LocalConnection::receive(std::span<char> into) const {
    while (!into.empty()) {
        const ssize_t got = ::recv(descriptor_, into.data(), into.size(), 0);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return fail(SETTLED_UNAVAILABLE, "the other side broke off");
        into = into.subspan(static_cast<std::size_t>(got));
    }
    return {};
}

void LocalConnection::set_patience(std::chrono::seconds receiving, std::chrono::seconds sending) {
    receiving_ = receiving, sending_ = sending;
    const timeval in{.tv_sec = receiving.count(), .tv_usec = 0}, out{.tv_sec = sending.count(), .tv_usec = 0};
    ::setsockopt(descriptor_, SOL_SOCKET, SO_RCVTIMEO, &in, sizeof in);
    ::setsockopt(descriptor_, SOL_SOCKET, SO_SNDTIMEO, &out, sizeof out);
}

LocalConnection inherited_connection() { return LocalConnection(STDIN_FILENO); }

Result<LocalListener> LocalListener::open(const std::filesystem::path& path) {
    const auto address = address_of(path);
    if (!address) return too_long(path);
    struct stat there{};
    if (::lstat(path.c_str(), &there) == 0) {
        if (!S_ISSOCK(there.st_mode))
            return fail(SETTLED_INVALID_CONFIG,
                        path.string() + ": something that is no socket stands there; choose another path");
        if (connect_local(path)) return fail(SETTLED_UNAVAILABLE, path.string() + ": another process listens there");
        ::unlink(path.c_str()); // left by one that was killed
    }
    LocalListener made(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), {});
    const bool bound = made.descriptor_ >= 0 && ::bind(made.descriptor_, generic(*address), sizeof *address) == 0;
    if (bound) made.path_ = path;
    if (!bound || ::chmod(path.c_str(), everybody_may_connect) != 0 || ::listen(made.descriptor_, callers_waiting_max) != 0)
        return fail(errno == EACCES || errno == EPERM || errno == EROFS ? SETTLED_ACCESS_DENIED : SETTLED_UNAVAILABLE,
                    "cannot listen at " + path.string() + ": " + words_of(errno) +
                        "; its folder must be there and the service's own");
    return made;
}

LocalListener::LocalListener(LocalListener&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), path_(std::exchange(other.path_, {})) {}

LocalListener::~LocalListener() {
    if (descriptor_ >= 0) ::close(descriptor_);
    if (!path_.empty()) ::unlink(path_.c_str());
}

LocalConnection LocalListener::accept() { return LocalConnection(::accept4(descriptor_, nullptr, nullptr, SOCK_CLOEXEC)); }

Result<LocalConnection> connect_local(const std::filesystem::path& path) {
    const auto address = address_of(path);
    if (!address) return too_long(path);
    LocalConnection made(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (made.descriptor() < 0 || ::connect(made.descriptor(), generic(*address), sizeof *address) != 0)
        return fail(SETTLED_UNAVAILABLE, path.string() + ": " + words_of(errno));
    return made;
}

namespace {

Result<std::uint32_t> caller_number(const LocalConnection& connection) {
    ucred peer{};
    socklen_t size = sizeof peer;
    if (::getsockopt(connection.descriptor(), SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0)
        return fail(SETTLED_UNAVAILABLE, "cannot tell who is at the other end: " + words_of(errno));
    return peer.uid;
}

} // namespace

Result<std::string> caller_key(const LocalConnection& connection) {
    auto number = caller_number(connection);
    if (!number) return pass(number);
    return "account " + std::to_string(*number);
}

Result<Account> caller_account(const LocalConnection& connection) {
    auto number = caller_number(connection);
    if (!number) return pass(number);
    return account(*number);
}

Result<Account> account(std::uint32_t number) {
    std::string buffer(database_entry_bytes, '\0');
    passwd entry{};
    passwd* known = nullptr;
    if (::getpwuid_r(number, &entry, buffer.data(), buffer.size(), &known) != 0 || known == nullptr)
        return fail(SETTLED_UNSUPPORTED, "account " + std::to_string(number) + " has no name on this system");
    Account made{entry.pw_name, {}};
    std::array<gid_t, groups_max> numbers{};
    int count = groups_max;
    if (::getgrouplist(entry.pw_name, entry.pw_gid, numbers.data(), &count) < 0) count = groups_max; // the first ones count
    for (int i = 0; i < count; ++i) {
        std::string text(database_entry_bytes, '\0');
        group one{};
        group* found = nullptr;
        int failed = 0;
        while ((failed = ::getgrgid_r(numbers[static_cast<std::size_t>(i)], &one, text.data(), text.size(), &found)) == ERANGE &&
               text.size() < database_entry_bytes << 8) // a group of a whole domain
            text.resize(text.size() * 4);
        if (failed == 0 && found != nullptr) made.groups.emplace_back(one.gr_name);
    }
    return made;
}

bool is_denied(const std::filesystem::path& path, bool writing) {
    return ::access(path.c_str(), writing ? W_OK : R_OK) != 0 && (errno == EACCES || errno == EPERM);
}

} // namespace settled::world
