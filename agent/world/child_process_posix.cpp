#include "world/child_process.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <system_error>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace settled::world {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr int pipe_bytes = 1 << 20;               // fewer, larger hand-overs between two busy processes
constexpr std::chrono::milliseconds tick = 100ms; // how soon an interruption is noticed
constexpr int first_free_descriptor = 3;
constexpr std::array hidden_variables = {std::string_view("SETTLED_SECRET_"), std::string_view("CREDENTIALS_DIRECTORY=")};

std::string words_of(int error_number) { return std::system_category().message(error_number); }

class Descriptor {
  public:
    Descriptor() = default;
    explicit Descriptor(int number) : number_(number) {}
    Descriptor(Descriptor&& other) noexcept : number_(other.release()) {}
    Descriptor& operator=(Descriptor&& other) noexcept { return std::swap(number_, other.number_), *this; }
    ~Descriptor() {
        if (number_ >= 0) ::close(number_);
    }
    int get() const { return number_; }
    int release() { return std::exchange(number_, -1); }

  private:
    int number_ = -1;
};

// Away from 0, 1 and 2, which a daemon may have closed and which the child's streams take.
Descriptor moved_up(int number) {
    const Descriptor low(number); // closed behind its copy
    return Descriptor(::fcntl(number, F_DUPFD_CLOEXEC, first_free_descriptor));
}

struct Ends {
    Descriptor ours, childs;
};

Result<Ends> make_ends(const std::filesystem::path& program, bool we_read) {
    std::array<int, 2> made{}; // a socket for what we write: a reader that died must not cost us a SIGPIPE
    const int failed =
        we_read ? ::pipe2(made.data(), O_CLOEXEC) : ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, made.data());
    if (failed) return fail(SETTLED_UNAVAILABLE, "cannot make a pipe to " + program.string() + ": " + words_of(errno));
    Ends ends{moved_up(made[0]), moved_up(made[1])};
    if (ends.ours.get() < 0 || ends.childs.get() < 0)
        return fail(SETTLED_UNAVAILABLE, "cannot make a pipe to " + program.string() + ": " + words_of(errno));
    ::fcntl(ends.ours.get(), F_SETFL, O_NONBLOCK);
    if (we_read) ::fcntl(ends.ours.get(), F_SETPIPE_SZ, pipe_bytes); // a wish; the default works too
    return ends;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> found;
    for (std::string& text : texts) found.push_back(text.data());
    found.push_back(nullptr);
    return found;
}

std::vector<std::string> environment_of(const ChildCommand& command) {
    std::vector<std::string> kept;
    const auto begins = [](const char* variable, std::string_view name) { return std::string_view(variable).starts_with(name); };
    for (char** variable = environ; *variable; ++variable) {
        const bool hidden =
            !command.is_job && std::ranges::any_of(hidden_variables, [&](auto name) { return begins(*variable, name); });
        const bool replaced =
            std::ranges::any_of(command.environment, [&](const auto& ours) { return begins(*variable, ours.first + '='); });
        if (!hidden && !replaced && !begins(*variable, job_variable)) kept.emplace_back(*variable);
    }
    for (const auto& [name, value] : command.environment) kept.push_back(name + '=' + value);
    if (command.is_job) kept.push_back(std::string(job_variable) + '=' + std::to_string(::getpid()));
    return kept;
}

class SpawnPlan {
  public:
    SpawnPlan(int input, int output, int error) {
        ::posix_spawn_file_actions_init(&actions_);
        ::posix_spawn_file_actions_adddup2(&actions_, input, STDIN_FILENO);
        ::posix_spawn_file_actions_adddup2(&actions_, output, STDOUT_FILENO);
        ::posix_spawn_file_actions_adddup2(&actions_, error, STDERR_FILENO);
        ::posix_spawn_file_actions_addclosefrom_np(&actions_, first_free_descriptor);
        ::posix_spawnattr_init(&attributes_);
        ::posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
        ::posix_spawnattr_setpgroup(&attributes_, 0);
        sigset_t none, all;
        ::sigemptyset(&none), ::sigfillset(&all);
        ::posix_spawnattr_setsigmask(&attributes_, &none);
        ::posix_spawnattr_setsigdefault(&attributes_, &all);
    }
    SpawnPlan(const SpawnPlan&) = delete;
    SpawnPlan& operator=(const SpawnPlan&) = delete;
    ~SpawnPlan() {
        ::posix_spawnattr_destroy(&attributes_);
        ::posix_spawn_file_actions_destroy(&actions_);
    }
    int run(const std::string& program, char** arguments, char** environment, int& pid) const {
        return ::posix_spawn(&pid, program.c_str(), &actions_, &attributes_, arguments, environment);
    }

  private:
    posix_spawn_file_actions_t actions_;
    posix_spawnattr_t attributes_;
};

// From outside and at once, so that no code of the child has to be trusted with its own limits.
void apply(const ChildLimits& limits, int pid) {
    const auto set = [&](auto resource, std::int64_t soft, std::int64_t hard) {
        const rlimit both{static_cast<rlim_t>(soft), static_cast<rlim_t>(hard)};
        ::prlimit(pid, resource, &both, nullptr);
    };
    set(RLIMIT_CORE, 0, 0); // a core would hold secrets
    if (limits.open_files > 0) set(RLIMIT_NOFILE, limits.open_files, limits.open_files);
    if (limits.cpu > 0s) set(RLIMIT_CPU, limits.cpu.count(), limits.cpu.count() + 1);
#if !defined(__SANITIZE_ADDRESS__)
    if (limits.memory_bytes > 0) set(RLIMIT_AS, limits.memory_bytes, limits.memory_bytes);
#endif
}

std::string seconds_text(std::chrono::milliseconds time) {
    return time % 1s == 0ms ? std::to_string(time / 1s) + " s" : std::to_string(time.count()) + " ms";
}

} // namespace

Result<ChildProcess> ChildProcess::start(const ChildCommand& command) {
    auto input = make_ends(command.program, false);
    if (!input) return pass(input);
    auto output = make_ends(command.program, true);
    if (!output) return pass(output);
    auto error = make_ends(command.program, true);
    if (!error) return pass(error);
    std::vector<std::string> texts = {command.program.string()};
    texts.insert(texts.end(), command.arguments.begin(), command.arguments.end());
    const auto stream = [&](const Ends& ends) { return command.connection >= 0 ? command.connection : ends.childs.get(); };
    const SpawnPlan plan(stream(*input), stream(*output), error->childs.get());
    int pid = 0;
    std::vector<std::string> environment = environment_of(command);
    if (const int failed = plan.run(texts.front(), pointers(texts).data(), pointers(environment).data(), pid))
        return fail(SETTLED_UNAVAILABLE, "cannot start " + texts.front() + ": " + words_of(failed));
    apply(command.limits, pid);

    ChildProcess child;
    child.pid_ = pid;
    child.input_ = input->ours.release();
    child.output_ = output->ours.release();
    child.error_ = error->ours.release();
    child.end_ = static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)); // -1 on an old kernel: end() then looks every tick
    child.limited_ = command.limits.waiting > 0ms;
    child.waiting_limit_ = command.limits.waiting;
    child.waiting_left_ = command.limits.waiting;
    child.grace_ = command.limits.grace;
    child.interrupted_ = command.interrupted;
    return child;
}

ChildProcess::ChildProcess(ChildProcess&& other) noexcept
    : pid_(std::exchange(other.pid_, 0)), input_(std::exchange(other.input_, -1)), output_(std::exchange(other.output_, -1)),
      error_(std::exchange(other.error_, -1)), end_(std::exchange(other.end_, -1)), limited_(other.limited_),
      timed_out_(other.timed_out_), waiting_limit_(other.waiting_limit_), grace_(other.grace_),
      waiting_left_(other.waiting_left_), interrupted_(other.interrupted_), error_output_(std::move(other.error_output_)) {}

ChildProcess::~ChildProcess() {
    if (pid_ > 0) {
        kill();
        ::waitpid(pid_, nullptr, 0);
    }
    close_all();
}

void ChildProcess::close_all() {
    for (int* const descriptor : {&input_, &output_, &error_, &end_})
        if (const int open = std::exchange(*descriptor, -1); open >= 0) ::close(open);
}

void ChildProcess::close_input() {
    if (const int open = std::exchange(input_, -1); open >= 0) ::close(open);
}

void ChildProcess::kill() {
    if (pid_ > 0) ::kill(-pid_, SIGKILL);
}

void ChildProcess::ask_to_stop() {
    if (pid_ > 0) ::kill(-pid_, SIGTERM);
}

std::vector<Awaited> ChildProcess::awaited() const {
    std::vector<Awaited> open;
    for (const int descriptor : {output_, error_, end_})
        if (descriptor >= 0) open.push_back({descriptor});
    return open;
}

std::string ChildProcess::take_error_output() { return std::exchange(error_output_, {}); }

bool ChildProcess::look() {
    if (pid_ == 0) return true;
    std::array<char, 65536> dropped;
    while (output_ >= 0) {
        const ssize_t got = ::read(output_, dropped.data(), dropped.size());
        if (got == 0) ::close(std::exchange(output_, -1));
        if (got <= 0 && errno != EINTR) break;
    }
    if (error_ >= 0) drain_error_output();
    siginfo_t told{};
    return ::waitid(P_PID, static_cast<id_t>(pid_), &told, WEXITED | WNOWAIT | WNOHANG) == 0 && told.si_pid == pid_;
}

void ChildProcess::drain_error_output() {
    std::array<char, 4096> buffer;
    for (;;) {
        const ssize_t got = ::read(error_, buffer.data(), buffer.size());
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return; // nothing at hand
        if (got == 0) {
            ::close(std::exchange(error_, -1));
            return;
        }
        error_output_.append(buffer.data(), static_cast<std::size_t>(got));
        if (error_output_.size() > 2 * limit::child_error_bytes_max)
            error_output_.erase(0, error_output_.size() - limit::child_error_bytes_max);
    }
}

// Returns when the descriptor is ready, or -1 stands for the child's end. Only the time spent here
// counts against the limit: a child that waits for us to take its rows has done nothing wrong.
Status ChildProcess::wait_for(const Awaited& one) {
    const int descriptor = one.handle;
    const short events = one.to_write ? POLLOUT : POLLIN;
    for (;;) {
        if (interrupted_ && interrupted_->load()) return fail(SETTLED_STOPPED, "interrupted");
        auto patience = std::chrono::duration_cast<Clock::duration>(tick);
        if (limited_) patience = std::min(patience, waiting_left_);
        std::array<pollfd, 2> watched = {pollfd{descriptor, events, 0}, pollfd{error_, POLLIN, 0}};
        const Clock::time_point before = Clock::now();
        const int ready = ::poll(watched.data(), watched.size(),
                                 static_cast<int>(std::chrono::ceil<std::chrono::milliseconds>(patience).count()));
        waiting_left_ -= std::min(waiting_left_, Clock::now() - before);
        if (ready > 0 && watched[1].revents != 0) drain_error_output();
        if (ready > 0 && watched[0].revents != 0) return {};
        if (descriptor < 0) return {}; // the caller looks again
        if (limited_ && waiting_left_ <= Clock::duration::zero()) {
            timed_out_ = true;
            return fail(SETTLED_UNAVAILABLE, "no answer within " + seconds_text(waiting_limit_));
        }
    }
}

Status ChildProcess::write(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t sent = ::send(input_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent >= 0) {
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
            if (auto ready = wait_for({input_, true}); !ready) return ready;
        } else if (errno != EINTR) {
            return fail(SETTLED_UNAVAILABLE, "it does not read what it is asked: " + words_of(errno));
        }
    }
    return {};
}

Result<std::size_t> ChildProcess::read(std::span<char> buffer) {
    for (;;) {
        const ssize_t got = ::read(output_, buffer.data(), buffer.size());
        if (got >= 0) return static_cast<std::size_t>(got);
        if (errno == EINTR) continue;
        if (errno != EAGAIN && errno != EWOULDBLOCK)
            return fail(SETTLED_UNAVAILABLE, "cannot read its answer: " + words_of(errno));
        if (auto ready = wait_for({output_}); !ready) return pass(ready);
    }
}

// Interrupted: what it has begun it may bring to a good end, or give up by itself.
void ChildProcess::wait_for_grace() {
    if (grace_ <= 0ms) return;
    ask_to_stop();
    for (const Clock::time_point until = Clock::now() + grace_; Clock::now() < until && !look();) {
        std::array<pollfd, 2> watched = {pollfd{end_, POLLIN, 0}, pollfd{error_, POLLIN, 0}};
        ::poll(watched.data(), watched.size(), static_cast<int>(tick.count()));
    }
}

ChildEnd ChildProcess::end() {
    ChildEnd end;
    if (pid_ == 0) return end;
    close_input();
    if (const int open = std::exchange(output_, -1); open >= 0) ::close(open);
    siginfo_t told{};
    if (timed_out_) kill();
    // WNOWAIT: the number still belongs to the child while its group is ended.
    while (::waitid(P_PID, static_cast<id_t>(pid_), &told, WEXITED | WNOWAIT | WNOHANG) == 0 && told.si_pid == 0) {
        const bool exhausted = limited_ && waiting_left_ <= Clock::duration::zero();
        timed_out_ = timed_out_ || exhausted;
        if (exhausted || (interrupted_ && interrupted_->load()) || !wait_for({end_})) {
            if (!exhausted) wait_for_grace();
            kill();
            ::waitid(P_PID, static_cast<id_t>(pid_), &told, WEXITED | WNOWAIT);
            break;
        }
    }
    kill();
    int status = 0;
    while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    pid_ = 0;
    if (error_ >= 0) drain_error_output();
    close_all();

    end.timed_out = timed_out_;
    if (WIFSIGNALED(status)) end.signal = WTERMSIG(status);
    if (WIFEXITED(status)) end.exit_status = WEXITSTATUS(status);
    end.out_of_processor_time = end.signal == SIGXCPU;
    if (timed_out_)
        end.words = "was stopped after " + seconds_text(waiting_limit_) + " without an end";
    else if (end.out_of_processor_time)
        end.words = "used up its processor time";
    else if (end.signal != 0)
        end.words = "was killed by signal " + std::to_string(end.signal) + " (" + ::sigdescr_np(end.signal) + ")";
    else
        end.words = "ended with exit status " + std::to_string(end.exit_status);
    return end;
}

} // namespace settled::world
