#include "world/signals.hpp"

#include <csignal>
#include <initializer_list>
#include <string>

#include <sys/signalfd.h>
#include <unistd.h>

namespace settled::world {
namespace {

sigset_t ours() {
    sigset_t set;
    ::sigemptyset(&set);
    for (const int signal : {SIGTERM, SIGINT, SIGHUP}) ::sigaddset(&set, signal);
    return set;
}

} // namespace

Signals::Signals() {
    const sigset_t set = ours();
    ::sigprocmask(SIG_BLOCK, &set, nullptr);
    descriptor_ = ::signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

Signals::~Signals() {
    if (descriptor_ >= 0) ::close(descriptor_);
    const sigset_t set = ours();
    ::sigprocmask(SIG_UNBLOCK, &set, nullptr);
}

std::vector<Awaited> Signals::awaited() const { return {{descriptor_}}; }

Asked Signals::take() {
    Asked asked;
    signalfd_siginfo got{};
    while (::read(descriptor_, &got, sizeof got) == static_cast<ssize_t>(sizeof got))
        (got.ssi_signo == SIGHUP ? asked.reload : asked.stop) = true;
    return asked;
}

Status ask_process(std::int64_t process, Ask what) {
    if (what != Ask::stop && what != Ask::reload) return fail(SETTLED_UNSUPPORTED, "a service pauses on Windows only");
    if (::kill(static_cast<pid_t>(process), what == Ask::stop ? SIGTERM : SIGHUP) == 0) return {};
    return fail(SETTLED_ACCESS_DENIED,
                "may not signal process " + std::to_string(process) + ", the service; run this as its user or as root");
}

} // namespace settled::world
