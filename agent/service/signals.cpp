#include "service/signals.hpp"

#include <csignal>
#include <initializer_list>

#include <sys/signalfd.h>
#include <unistd.h>

namespace settled::service {
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

Asked Signals::take() {
    Asked asked;
    signalfd_siginfo got{};
    while (::read(descriptor_, &got, sizeof got) == static_cast<ssize_t>(sizeof got))
        (got.ssi_signo == SIGHUP ? asked.reload : asked.stop) = true;
    return asked;
}

} // namespace settled::service
