#include "support/child.hpp"

#include "support/temporary_folder.hpp"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <fstream>
#include <sstream>

#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace settled::support {
namespace {

constexpr int exit_not_started = 127;

struct Identity {
    uid_t user = 0;
    gid_t group = 0;
    bool change = false;
};

// Only calls that are safe between fork and exec.
[[noreturn]] void become(const Command& command, char* const* arguments, const Identity& identity) {
    const int input = open(command.input.empty() ? "/dev/null" : command.input.c_str(), O_RDONLY | O_CLOEXEC);
    const int output =
        open(command.output.empty() ? "/dev/null" : command.output.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (input < 0 || output < 0 || dup2(input, 0) < 0 || dup2(output, 1) < 0 || dup2(output, 2) < 0) _exit(exit_not_started);
    if (identity.change && (setgroups(1, &identity.group) != 0 || setgid(identity.group) != 0 || setuid(identity.user) != 0))
        _exit(exit_not_started);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    execv(arguments[0], arguments);
    _exit(exit_not_started);
}

int wait_for(pid_t pid) {
    int status = 0;
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    return status;
}

} // namespace

bool root() { return geteuid() == 0; }

std::string text_of(const std::filesystem::path& file) {
    const std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

Result<Child> Child::start(const Command& command) {
    Identity identity;
    if (!command.user.empty() && root()) {
        const passwd* const entry = getpwnam(command.user.c_str());
        if (entry == nullptr) return fail(SETTLED_UNAVAILABLE, "this machine has no user " + command.user);
        identity = {entry->pw_uid, entry->pw_gid, true};
    }
    std::vector<char*> arguments;
    std::vector<std::string> texts = command.arguments;
    arguments.reserve(texts.size() + 1);
    for (std::string& text : texts) arguments.push_back(text.data());
    arguments.push_back(nullptr);
    const pid_t pid = fork();
    if (pid < 0) return fail(SETTLED_UNAVAILABLE, std::string("fork: ") + std::strerror(errno));
    if (pid == 0) become(command, arguments.data(), identity);
    return Child(pid);
}

Child::~Child() {
    if (pid_ != 0) stop(SIGKILL);
}

bool Child::running() {
    if (pid_ == 0) return false;
    if (waitpid(pid_, nullptr, WNOHANG) == 0) return true;
    pid_ = 0;
    return false;
}

void Child::stop(int signal) {
    if (pid_ == 0) return;
    kill(pid_, signal);
    wait_for(pid_);
    pid_ = 0;
}

Result<std::string> run(const Command& command) {
    const TemporaryFolder folder("settled-run");
    Command logged = command;
    logged.output = folder / "output";
    Result<Child> child = Child::start(logged);
    if (!child) return pass(child);
    const pid_t pid = child->pid();
    siginfo_t ended{};
    while (waitid(P_PID, static_cast<id_t>(pid), &ended, WEXITED | WNOWAIT) != 0 && errno == EINTR) {
    }
    child->running(); // collects it
    std::string words = text_of(logged.output);
    if (ended.si_code != CLD_EXITED || ended.si_status != 0)
        return fail(SETTLED_UNAVAILABLE,
                    command.arguments.front() + " ended with " + std::to_string(ended.si_status) + ": " + words);
    return words;
}

} // namespace settled::support
