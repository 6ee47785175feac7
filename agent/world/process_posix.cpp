#include "world/process.hpp"

#include <array>
#include <cerrno>
#include <clocale>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <grp.h>
#include <iostream>
#include <pwd.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

namespace settled::world {
namespace {

std::atomic<bool>* to_set = nullptr; // a signal handler can reach nothing else
static_assert(std::atomic<bool>::is_always_lock_free);

void on_signal(int) { *to_set = true; }

int descriptor(Stream stream) {
    return stream == Stream::input ? STDIN_FILENO : stream == Stream::output ? STDOUT_FILENO : STDERR_FILENO;
}

} // namespace

void prepare_process(std::atomic<bool>& interrupted) {
    ::umask(077); // store, backups and workbooks are this account's alone, whether its service or its shell makes them
    std::setlocale(LC_CTYPE, "C.UTF-8"); // ODBC drivers ask it
    to_set = &interrupted;
    struct sigaction action{};
    action.sa_handler = on_signal;
    ::sigaction(SIGINT, &action, nullptr);
    ::sigaction(SIGTERM, &action, nullptr);
    ::signal(SIGPIPE, SIG_IGN);
}

std::vector<std::string> arguments_of_process(int count, char** arguments) { return {arguments, arguments + count}; }

std::optional<std::string> environment_variable(const std::string& name) {
    const char* const value = std::getenv(name.c_str());
    return value ? std::optional<std::string>(value) : std::nullopt;
}

void write_stream(Stream stream, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor(stream), bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return;
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
}

Result<std::size_t> read_input(std::span<char> buffer) {
    for (;;) {
        const ssize_t got = ::read(STDIN_FILENO, buffer.data(), buffer.size());
        if (got >= 0) return static_cast<std::size_t>(got);
        if (errno != EINTR) return fail(SETTLED_UNAVAILABLE, std::strerror(errno));
    }
}

Result<PrivateOutput> PrivateOutput::take() {
    PrivateOutput made(::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1));
    if (made.descriptor_ < 0 || ::dup2(STDERR_FILENO, STDOUT_FILENO) < 0)
        return fail(SETTLED_UNAVAILABLE, "standard output is closed");
    return made;
}

PrivateOutput::~PrivateOutput() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

Status PrivateOutput::write(std::string_view bytes) const {
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return fail(SETTLED_UNAVAILABLE, std::strerror(errno));
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
}

bool is_terminal(Stream stream) { return ::isatty(descriptor(stream)) != 0; }

std::size_t terminal_columns() {
    winsize size{};
    return is_terminal(Stream::output) && ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

std::string read_hidden() {
    termios shown{};
    const bool terminal = is_terminal(Stream::input) && ::tcgetattr(STDIN_FILENO, &shown) == 0;
    if (terminal) {
        termios hidden = shown;
        hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
        write_stream(Stream::error, "Value (not shown): ");
    }
    std::string value;
    // A private key has many lines, so what is piped in is taken whole.
    const bool read = static_cast<bool>(std::getline(std::cin, value, terminal ? '\n' : '\0'));
    if (terminal) {
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
        write_stream(Stream::error, "\n");
    }
    if (!terminal && value.ends_with('\n')) value.pop_back();
    return read ? value : std::string();
}

std::string user_name() {
    const passwd* user = ::getpwuid(::geteuid());
    return user ? user->pw_name : std::to_string(::geteuid());
}

Status become_owner_of(const std::filesystem::path& folder) {
    struct stat facts{};
    if (::geteuid() != 0 || ::stat(folder.c_str(), &facts) != 0 || facts.st_uid == 0) return {};
    const passwd* owner = ::getpwuid(facts.st_uid);
    const std::string name = owner ? owner->pw_name : std::to_string(facts.st_uid);
    const gid_t group = owner ? owner->pw_gid : facts.st_gid;
    const bool is_done = (owner ? ::initgroups(owner->pw_name, group) : ::setgroups(0, nullptr)) == 0 && ::setgid(group) == 0 &&
                         ::setuid(facts.st_uid) == 0;
    if (is_done) return {};
    return fail(SETTLED_ACCESS_DENIED, folder.string() + ": belongs to " + name + ", whom root may not become here: " +
                                           std::strerror(errno) + "; run settled as " + name);
}

Status is_ours_to_write(const std::filesystem::path& place) {
    struct stat facts{};
    if (::faccessat(AT_FDCWD, place.c_str(), W_OK, AT_EACCESS) == 0 || errno != EACCES || ::stat(place.c_str(), &facts) != 0)
        return {}; // a file system that nobody may write says so when it is written
    const passwd* owner = ::getpwuid(facts.st_uid);
    const std::string theirs = owner ? owner->pw_name : std::to_string(facts.st_uid);
    const std::string own = user_name();
    const std::string file = place.string();
    return fail(SETTLED_ACCESS_DENIED, file + ": belongs to " + theirs + ", and settled runs as " + own +
                                           ", who may not write it; if it is this service's, run as root: chown -R " + own +
                                           ": '" + file + "'");
}

std::string host_name() {
    std::array<char, 256> name{};
    return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "localhost";
}

std::int64_t process_number() { return ::getpid(); }

Result<std::filesystem::path> this_executable() {
    std::error_code failed;
    auto path = std::filesystem::read_symlink("/proc/self/exe", failed);
    if (failed)
        return fail(SETTLED_UNAVAILABLE, "cannot tell which program this is: " + failed.message() + "; is /proc mounted?");
    return path;
}

std::filesystem::path packaged_configuration_file() { return "/etc/settled/settled.toml"; }
std::string packaged_store_url() { return "sqlite:/var/lib/settled/settled.db"; }

} // namespace settled::world
