// child.hpp -- a program started by a test, as a user of its own where that is needed.
#pragma once

#include <settled/result.hpp>

#include <filesystem>
#include <string>
#include <vector>

#include <sys/types.h>

namespace settled::support {

struct Command {
    std::vector<std::string> arguments; // the first is the program's absolute path
    std::string user;                   // run as this one when we are root; empty: as we are
    std::filesystem::path input;        // standard input; empty: /dev/null
    std::filesystem::path output;       // both outputs, appended; empty: /dev/null
};

// A server: killed with the test program, stopped by its own pid, never by name.
class Child {
  public:
    static Result<Child> start(const Command& command);
    Child(Child&& other) noexcept : pid_(other.pid_) { other.pid_ = 0; }
    Child& operator=(Child&&) = delete;
    ~Child(); // SIGKILL, if still running

    pid_t pid() const { return pid_; }
    bool running();
    void stop(int signal); // sends it and waits for the end

  private:
    explicit Child(pid_t pid) : pid_(pid) {}
    pid_t pid_ = 0;
};

// A tool: waits for its end. The error holds what it wrote; the result too.
Result<std::string> run(const Command& command);

bool root();
// The whole file, for messages.
std::string text_of(const std::filesystem::path& file);

} // namespace settled::support
