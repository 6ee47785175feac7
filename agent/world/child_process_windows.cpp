#include "world/child_process.hpp"

#include "world/windows_handle.hpp"

#include <settled/windows_text.hpp>

#include <algorithm>
#include <array>
#include <csignal>

namespace settled::world {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds tick = 100ms;       // how soon an interruption is noticed
constexpr DWORD killed_by_us = 0xC000013A;              // STATUS_CONTROL_C_EXIT
constexpr DWORD out_of_quota = ERROR_NOT_ENOUGH_QUOTA;  // how the system ends who has used up his processor time
constexpr int signal_of_quota = 24, signal_of_kill = 9; // SIGXCPU, SIGKILL

std::string seconds_text(std::chrono::milliseconds time) {
    return time % 1s == 0ms ? std::to_string(time / 1s) + " s" : std::to_string(time.count()) + " ms";
}

bool is_gone(DWORD error) { return error == ERROR_BROKEN_PIPE || error == ERROR_NO_DATA || error == ERROR_HANDLE_EOF; }

std::string crash_words(DWORD status) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string number = "0x";
    for (int shift = 28; shift >= 0; shift -= 4) number += digits[(status >> static_cast<unsigned>(shift)) & 0xFU];
    switch (status) {
    case 0xC0000005:
        return number + ", access violation";
    case 0xC00000FD:
        return number + ", stack overflow";
    case 0xC0000135:
        return number + ", a DLL is missing";
    case 0xC0000409:
        return number + ", it ended itself";
    default:
        return number;
    }
}

} // namespace

ChildProcess::ChildProcess(ChildProcess&& other) noexcept
    : pid_(std::exchange(other.pid_, 0)), input_(std::exchange(other.input_, no_handle)),
      output_(std::exchange(other.output_, no_handle)), error_(std::exchange(other.error_, no_handle)),
      end_(std::exchange(other.end_, no_handle)), job_(std::exchange(other.job_, no_handle)),
      stop_(std::exchange(other.stop_, no_handle)), transferred_(std::exchange(other.transferred_, no_handle)),
      limited_(other.limited_), timed_out_(other.timed_out_), waiting_limit_(other.waiting_limit_), grace_(other.grace_),
      waiting_left_(other.waiting_left_), interrupted_(other.interrupted_), error_output_(std::move(other.error_output_)) {}

ChildProcess::~ChildProcess() {
    if (pid_ > 0) {
        kill();
        ::WaitForSingleObject(end_, INFINITE);
    }
    close_all();
}

void ChildProcess::close_all() {
    for (NativeHandle* const handle : {&input_, &output_, &error_, &end_, &job_, &stop_, &transferred_})
        if (const NativeHandle open = std::exchange(*handle, no_handle); open != no_handle) ::CloseHandle(open);
}

void ChildProcess::close_input() {
    if (const NativeHandle open = std::exchange(input_, no_handle); open != no_handle) ::CloseHandle(open);
}

void ChildProcess::kill() {
    if (pid_ > 0) ::TerminateJobObject(job_, killed_by_us);
}

void ChildProcess::ask_to_stop() {
    if (pid_ > 0) ::SetEvent(stop_);
}

std::vector<Awaited> ChildProcess::awaited() const {
    return end_ == no_handle ? std::vector<Awaited>() : std::vector<Awaited>{{end_}};
}

std::string ChildProcess::take_error_output() { return std::exchange(error_output_, {}); }

bool ChildProcess::look() {
    if (pid_ == 0) return true;
    const bool over = ::WaitForSingleObject(end_, 0) == WAIT_OBJECT_0; // before its last words are taken
    std::array<char, 65536> dropped;
    DWORD at_hand = 0;
    while (output_ != no_handle && ::PeekNamedPipe(output_, nullptr, 0, nullptr, &at_hand, nullptr) && at_hand > 0)
        if (auto got = read(dropped); !got || *got == 0) break;
    drain_error_output();
    return over;
}

void ChildProcess::drain_error_output() {
    std::array<char, 4096> buffer;
    DWORD at_hand = 0;
    while (error_ != no_handle && ::PeekNamedPipe(error_, nullptr, 0, nullptr, &at_hand, nullptr) && at_hand > 0) {
        OVERLAPPED transfer{};
        DWORD got = 0;
        if (!::ReadFile(error_, buffer.data(), std::min<DWORD>(at_hand, buffer.size()), nullptr, &transfer) &&
            ::GetLastError() != ERROR_IO_PENDING)
            return;
        if (!::GetOverlappedResult(error_, &transfer, &got, TRUE) || got == 0) return; // it is at hand: no wait
        error_output_.append(buffer.data(), got);
        if (error_output_.size() > 2 * limit::child_error_bytes_max)
            error_output_.erase(0, error_output_.size() - limit::child_error_bytes_max);
    }
}

// Returns when the object is signalled. Only the time spent here counts against the limit: a child that waits for us to take its
// rows has done nothing wrong.
Status ChildProcess::wait_for(const Awaited& one) {
    for (;;) {
        if (interrupted_ && interrupted_->load()) return fail(SETTLED_STOPPED, "interrupted");
        auto patience = std::chrono::duration_cast<Clock::duration>(tick);
        if (limited_) patience = std::min(patience, waiting_left_);
        const Clock::time_point before = Clock::now();
        const DWORD milliseconds = static_cast<DWORD>(std::chrono::ceil<std::chrono::milliseconds>(patience).count());
        const bool ready = ::WaitForSingleObject(one.handle, milliseconds) == WAIT_OBJECT_0;
        waiting_left_ -= std::min(waiting_left_, Clock::now() - before);
        drain_error_output();
        if (ready) return {};
        if (limited_ && waiting_left_ <= Clock::duration::zero()) {
            timed_out_ = true;
            return fail(SETTLED_UNAVAILABLE, "no answer within " + seconds_text(waiting_limit_));
        }
    }
}

Status ChildProcess::write(std::string_view bytes) {
    constexpr std::size_t piece_max = 1 << 20;
    while (!bytes.empty()) {
        OVERLAPPED transfer{};
        transfer.hEvent = transferred_;
        DWORD sent = 0;
        const BOOL begun =
            ::WriteFile(input_, bytes.data(), static_cast<DWORD>(std::min(bytes.size(), piece_max)), nullptr, &transfer);
        if (!begun && ::GetLastError() != ERROR_IO_PENDING)
            return fail(SETTLED_UNAVAILABLE, "it does not read what it is asked: " + windows_words(::GetLastError()));
        if (!begun)
            if (auto ready = wait_for({transferred_}); !ready) {
                ::CancelIoEx(input_, &transfer);
                ::GetOverlappedResult(input_, &transfer, &sent, TRUE); // it lies in this frame
                return ready;
            }
        if (!::GetOverlappedResult(input_, &transfer, &sent, TRUE))
            return fail(SETTLED_UNAVAILABLE, "it does not read what it is asked: " + windows_words(::GetLastError()));
        bytes.remove_prefix(sent);
    }
    return {};
}

Result<std::size_t> ChildProcess::read(std::span<char> buffer) {
    OVERLAPPED transfer{};
    transfer.hEvent = transferred_;
    DWORD got = 0;
    const auto trouble = [](DWORD error) -> Result<std::size_t> {
        if (is_gone(error)) return std::size_t{0};
        return fail(SETTLED_UNAVAILABLE, "cannot read its answer: " + windows_words(error));
    };
    const BOOL begun = ::ReadFile(output_, buffer.data(), static_cast<DWORD>(buffer.size()), nullptr, &transfer);
    if (!begun && ::GetLastError() != ERROR_IO_PENDING) return trouble(::GetLastError());
    if (!begun)
        if (auto ready = wait_for({transferred_}); !ready) {
            ::CancelIoEx(output_, &transfer);
            ::GetOverlappedResult(output_, &transfer, &got, TRUE); // it lies in this frame
            return pass(ready);
        }
    if (!::GetOverlappedResult(output_, &transfer, &got, TRUE)) return trouble(::GetLastError());
    return got;
}

// Interrupted: what it has begun it may bring to a good end, or give up by itself.
void ChildProcess::wait_for_grace() {
    if (grace_ <= 0ms) return;
    ask_to_stop();
    for (const Clock::time_point until = Clock::now() + grace_; Clock::now() < until && !look();) wait_for_any({{end_}}, tick);
}

ChildEnd ChildProcess::end() {
    ChildEnd end;
    if (pid_ == 0) return end;
    close_input();
    if (const NativeHandle open = std::exchange(output_, no_handle); open != no_handle) ::CloseHandle(open);
    if (timed_out_) kill();
    while (::WaitForSingleObject(end_, 0) == WAIT_TIMEOUT) {
        const bool exhausted = limited_ && waiting_left_ <= Clock::duration::zero();
        timed_out_ = timed_out_ || exhausted;
        if (exhausted || (interrupted_ && interrupted_->load()) || !wait_for({end_})) {
            if (!exhausted) wait_for_grace();
            kill();
            ::WaitForSingleObject(end_, INFINITE);
            break;
        }
    }
    kill(); // what it started itself
    DWORD status = 0;
    ::GetExitCodeProcess(end_, &status);
    pid_ = 0;
    drain_error_output();
    close_all();

    end.timed_out = timed_out_;
    end.out_of_processor_time = status == out_of_quota;
    constexpr DWORD first_crash = 0xC0000000;
    if (timed_out_) {
        end.signal = signal_of_kill;
        end.words = "was stopped after " + seconds_text(waiting_limit_) + " without an end";
    } else if (end.out_of_processor_time) {
        end.signal = signal_of_quota;
        end.words = "used up its processor time";
    } else if (status == killed_by_us) {
        end.signal = signal_of_kill;
        end.words = "was killed";
    } else if (status >= first_crash) {
        end.signal = SIGSEGV;
        end.words = "crashed (" + crash_words(status) + ")";
    } else {
        end.exit_status = static_cast<int>(status);
        end.words = "ended with exit status " + std::to_string(end.exit_status);
    }
    return end;
}

} // namespace settled::world
