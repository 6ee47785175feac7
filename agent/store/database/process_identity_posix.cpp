#include "store/database/process_identity.hpp"

#include <settled/text.hpp>

#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <fstream>
#include <sstream>
#include <vector>

#include <unistd.h>

namespace settled::store {
namespace {

constexpr int state_field = 3;       // one letter; Z and X: dead
constexpr int start_time_field = 22; // in clock ticks since the machine's start

std::string first_line(const std::string& file) {
    std::ifstream in(file);
    std::string line;
    std::getline(in, line);
    return line;
}

std::string host_name() {
    std::array<char, 256> name{};
    if (gethostname(name.data(), name.size() - 1) != 0) return "localhost";
    return name.data();
}

// What the kernel says of a process; the fields are numbered as in proc(5).
struct ProcessState {
    bool over = false; // it runs no more, though its parent has not collected it yet
    std::string start; // "" where it cannot be told
};

ProcessState state_of(std::int64_t process) {
    const std::string line = first_line("/proc/" + std::to_string(process) + "/stat");
    const std::size_t name_end = line.rfind(')'); // the command's name may hold blanks
    if (name_end == std::string::npos) return {};
    std::istringstream fields(line.substr(name_end + 1));
    ProcessState known;
    std::string field;
    for (int number = state_field; number <= start_time_field; ++number) {
        if (!(fields >> field)) return {};
        if (number == state_field) known.over = field == "Z" || field == "X" || field == "x";
    }
    known.start = first_line("/proc/sys/kernel/random/boot_id").substr(0, 8) + ':' + field;
    return known;
}

} // namespace

ProcessIdentity this_process() {
    const std::int64_t process = getpid();
    return {host_name(), process, state_of(process).start};
}

ProcessIdentity process_of(std::string_view owner) {
    const std::vector<std::string_view> words = split(owner, ' ');
    std::int64_t process = 0;
    if (words.size() >= 2) {
        const std::string_view number = words[1];
        const auto [rest, error] = std::from_chars(number.data(), number.data() + number.size(), process);
        if (error != std::errc() || rest != number.data() + number.size()) process = 0;
    }
    if (process <= 0) return this_process();
    return {std::string(words[0]), process, state_of(process).start};
}

bool gone(const ProcessIdentity& process) {
    if (process.host != host_name()) return false;
    if (kill(static_cast<pid_t>(process.process), 0) != 0 && errno == ESRCH) return true;
    const ProcessState now = state_of(process.process);
    return now.over || (!now.start.empty() && !process.start.empty() && now.start != process.start);
}

} // namespace settled::store
