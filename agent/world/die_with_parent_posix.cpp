#include "world/child_process.hpp"

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <string>

#include <sys/prctl.h>
#include <unistd.h>

namespace settled::world {
namespace {

// Linux sends it when the *thread* that started us ends, which means nothing while its process lives
// on: only another parent means that ours is gone. A handler has no other memory than this.
std::atomic<pid_t> parent_at_start = 0;
int parent_gone_signal() { return SIGRTMAX - 1; }
void end_if_orphaned(int) {
    if (::getppid() == parent_at_start.load()) return;
    const pid_t self = ::getpid();
    ::kill(::getpgrp() == self ? -self : self, SIGKILL); // with our own group, what we started goes too
}

} // namespace

// Should the parent be gone before this call, the child sees the end of its input instead.
void die_with_parent() {
    parent_at_start = ::getppid();
    struct sigaction action{};
    action.sa_handler = end_if_orphaned;
    action.sa_flags = SA_RESTART;
    ::sigaction(parent_gone_signal(), &action, nullptr);
    ::prctl(PR_SET_PDEATHSIG, parent_gone_signal());
}

void die_with_parent_if_job() {
    const char* const starter = std::getenv(job_variable);
    if (!starter) return;
    die_with_parent();
    if (std::to_string(::getppid()) != starter) ::_exit(1); // gone before we could ask to be told
}

} // namespace settled::world
