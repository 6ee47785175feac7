// main.cpp -- the composition root: reads the process's outside, builds every object, hands them
// down. The only file that knows everything, and the only one that knows the process.

#include "cli/through_service.hpp"
#include "cli/tools.hpp"
#include "host/catalog.hpp"
#include "host/child_main.hpp"
#include "host/plugin_library.hpp"
#include "service/service.hpp"
#include "world/child_process.hpp"

#include <atomic>
#include <cerrno>
#include <clocale>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <pwd.h>
#include <string_view>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

namespace {

using namespace settled;

std::atomic<bool> interrupted = false; // a signal handler can reach nothing else
static_assert(std::atomic<bool>::is_always_lock_free);

void on_signal(int) { interrupted = true; }

void write_all(int stream, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(stream, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return; // the reader went away: nobody is left to be told
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
}

std::string user_name() {
    const passwd* user = ::getpwuid(::geteuid());
    return user ? user->pw_name : std::to_string(::geteuid());
}

std::string host_name() {
    char name[256] = {};
    return ::gethostname(name, sizeof name - 1) == 0 ? name : "localhost";
}

std::size_t terminal_columns() {
    winsize size{};
    return ::isatty(STDOUT_FILENO) != 0 && ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

// From a terminal without showing it, else one line of standard input.
Result<std::string> read_secret() {
    termios shown{};
    const bool terminal = ::isatty(STDIN_FILENO) && ::tcgetattr(STDIN_FILENO, &shown) == 0;
    if (terminal) {
        termios hidden = shown;
        hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
        write_all(STDERR_FILENO, "Value (not shown): ");
    }
    std::string value;
    // A private key has many lines, so what is piped in is taken whole.
    const bool read = static_cast<bool>(std::getline(std::cin, value, terminal ? '\n' : '\0'));
    if (terminal) {
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
        write_all(STDERR_FILENO, "\n");
    }
    if (!terminal && value.ends_with('\n')) value.pop_back();
    if (!read || value.empty()) return fail(SETTLED_INVALID_CONFIG, "no value was given; type it, or pipe it to standard input");
    return value;
}

// The store (SOCI, SQLite, libpq) is a library of its own that most commands never load.
Result<void*> store_symbol(const std::filesystem::path& executable, const char* name) {
    const std::filesystem::path beside = executable.parent_path().parent_path() / "lib" / "libsettled_store.so";
    const std::filesystem::path packaged = executable.parent_path().parent_path() / "lib" / "settled" / "libsettled_store.so";
    return host::shared_symbol(std::filesystem::exists(packaged) ? packaged : beside, name);
}

Result<std::unique_ptr<store::Store>> open_store(const std::filesystem::path& executable, const store::StoreOptions& options) {
    using Open = void* (*)(const store::StoreOptions*, Error*);
    auto symbol = store_symbol(executable, "settled_open_store");
    if (!symbol) return pass(symbol);
    Error error;
    auto* opened = static_cast<store::Store*>(reinterpret_cast<Open>(*symbol)(&options, &error));
    if (!opened) return std::unexpected(std::move(error));
    return std::unique_ptr<store::Store>(opened);
}

Result<std::vector<store::CopiedTable>> copy_store(const std::filesystem::path& executable, const store::StoreOptions& from,
                                                   const store::StoreOptions& to) {
    using Copy = bool (*)(const store::StoreOptions*, const store::StoreOptions*, std::vector<store::CopiedTable>*, Error*);
    auto symbol = store_symbol(executable, "settled_copy_store");
    if (!symbol) return pass(symbol);
    Error error;
    std::vector<store::CopiedTable> copied;
    if (!reinterpret_cast<Copy>(*symbol)(&from, &to, &copied, &error)) return std::unexpected(std::move(error));
    return copied;
}

} // namespace

int main(int argc, char** argv) {
    std::setlocale(LC_CTYPE, "C.UTF-8"); // ODBC drivers ask it
    struct sigaction action{};
    action.sa_handler = on_signal;
    ::sigaction(SIGINT, &action, nullptr);
    ::sigaction(SIGTERM, &action, nullptr);
    ::signal(SIGPIPE, SIG_IGN);

    if (argc > 1 && std::string_view(argv[1]) == "child") return host::run_child(argc, argv);

    world::die_with_parent_if_job();
    const auto found = world::this_executable();
    if (!found) {
        write_all(STDERR_FILENO, "error: " + found.error().message + "\n");
        return 3; // cannot run at all
    }
    const std::filesystem::path& executable = *found;
    const world::SystemClock clock;
    world::SystemRandom random;
    cli::Tools tools{
        .executable = executable,
        .share_folder = executable.parent_path().parent_path() / "share" / "settled",
        .plugin_folders = host::plugin_folders(executable),
        .clock = clock,
        .random = random,
        .interrupted = interrupted,
        .out = [](std::string_view bytes) { write_all(STDOUT_FILENO, bytes); },
        .err = [](std::string_view bytes) { write_all(STDERR_FILENO, bytes); },
        .err_is_terminal = ::isatty(STDERR_FILENO) != 0,
        .out_columns = terminal_columns(),
        .environment =
            [](const std::string& name) {
                const char* value = std::getenv(name.c_str());
                return value ? std::optional<std::string>(value) : std::nullopt;
            },
        .read_secret = read_secret,
        .user = user_name(),
        .host = host_name(),
        .process = ::getpid(),
        .open_store = [&](const store::StoreOptions& options) { return open_store(executable, options); },
        .copy_store = [&](const store::StoreOptions& from,
                          const store::StoreOptions& to) { return copy_store(executable, from, to); },
        .run_service = {},
    };
    tools.run_service = [&](const cli::ServiceRun& run) {
        return service::run_service({.executable = executable,
                                     .job_arguments = run.job_arguments,
                                     .load = run.load,
                                     .err = tools.err,
                                     .environment = tools.environment,
                                     .random = random});
    };
    if (argc > 1 && std::string_view(argv[1]) == "act")
        return cli::serve_person(STDIN_FILENO, {argv + 2, argv + argc}, tools, [] { interrupted = true; });
    return cli::run(argc, argv, tools);
}
