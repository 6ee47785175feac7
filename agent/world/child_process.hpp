// child_process.hpp -- a program started by this one: pipes, limits, and an end that is always told.
//
// The child is leader of its own process group and is killed with it. It inherits its three
// standard streams and nothing else: no open file, no secret of our environment. Start as many as
// needed; one object is used by one thread at a time. On Windows the group is a Job object, which ends with us too.
#pragma once

#include "world/native_handle.hpp"
#include "world/waiting.hpp"

#include <settled/result.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace settled::world {

// In force when start() returns: a child of ours then still waits for what it is to do.
struct ChildLimits {
    std::chrono::milliseconds waiting{0}; // in all, that we wait for it to write; 0: no limit
    std::chrono::seconds cpu{0};          // processor time; 0: no limit
    std::int64_t memory_bytes = 0;        // address space; 0: no limit; not applied under AddressSanitizer
    int open_files = 0;                   // descriptors; 0: as many as we may have ourselves; Windows counts none
    std::chrono::milliseconds grace{0};   // when interrupted, from asking it to stop to killing it; 0: killed at once
};

struct ChildCommand {
    std::filesystem::path program;
    std::vector<std::string> arguments; // without the program's own name
    ChildLimits limits;
    const std::atomic<bool>* interrupted = nullptr; // true: reads and writes give up with STOPPED
    // One of our own jobs, not foreign code: it is told where secrets lie, and dies with us.
    bool is_job = false;
    std::vector<std::pair<std::string, std::string>> environment; // beside ours
    NativeHandle connection =
        no_handle; // an open socket that becomes its standard input and output; then write() and read() have nothing to do
};

struct ChildEnd {
    int exit_status = 0;    // when it ended by itself
    int signal = 0;         // when a signal ended it, else 0; on Windows the nearest one to what did
    bool timed_out = false; // we killed it, because the waiting limit was used up
    bool out_of_processor_time = false;
    std::string words; // "ended with exit status 3", "was killed by signal 11 (Segmentation fault)"

    bool success() const { return signal == 0 && exit_status == 0 && !timed_out; }
};

class ChildProcess {
  public:
    static Result<ChildProcess> start(const ChildCommand& command);
    ChildProcess(ChildProcess&& other) noexcept;
    ChildProcess& operator=(ChildProcess&&) = delete;
    ~ChildProcess(); // kills its group and reaps it, if end() was not called

    // To its standard input. UNAVAILABLE: it does not read any more, or the time is used up.
    Status write(std::string_view bytes);
    void close_input();
    // From its standard output, as much as is at hand; 0 at the end. UNAVAILABLE: the time is used up.
    Result<std::size_t> read(std::span<char> buffer);
    // The last of what it wrote to standard error (limit::child_error_bytes_max).
    const std::string& error_output() const { return error_output_; }

    void ask_to_stop(); // the whole group
    void kill();        // the whole group, at once
    // For who watches several: takes what is at hand without waiting (what it wrote to standard output is dropped) and
    // says whether it has ended; then end() answers at once. `awaited`: what says that there is something to do; on Windows only
    // its end, so that who waits looks at what it wrote from time to time.
    bool look();
    std::string take_error_output(); // what came since the last call
    std::vector<Awaited> awaited() const;
    // Closes the pipes, waits for the end (killing the group when the time is used up), reaps.
    ChildEnd end();

    int pid() const { return pid_; }

  private:
    ChildProcess() = default;
    Status wait_for(const Awaited& one);
    void drain_error_output();
    void wait_for_grace();
    void close_all();

    int pid_ = 0; // 0: reaped
    NativeHandle input_ = no_handle, output_ = no_handle, error_ = no_handle;
    NativeHandle end_ = no_handle; // becomes readable when the child has ended
#if defined(_WIN32) // there is no group of processes by number, no signal that asks, and a pipe is read in two steps
    NativeHandle job_ = no_handle, stop_ = no_handle, transferred_ = no_handle;
#endif
    bool limited_ = false;
    bool timed_out_ = false;
    std::chrono::milliseconds waiting_limit_{}, grace_{};
    std::chrono::steady_clock::duration waiting_left_{};
    const std::atomic<bool>* interrupted_ = nullptr;
    std::string error_output_;
};

namespace limit {
inline constexpr std::size_t child_error_bytes_max = std::size_t{16} * 1024;
} // namespace limit

inline constexpr const char* job_variable = "SETTLED_JOB_OF"; // in a job's environment: the process that started it

// First thing in a child of ours: it dies when the parent dies.
void die_with_parent();
// The same for a job (ChildCommand::is_job), which reads no standard input; anything else is left alone.
void die_with_parent_if_job();

inline constexpr const char* stop_event_variable = "SETTLED_STOP_EVENT"; // Windows: by which a job is asked to stop

} // namespace settled::world
