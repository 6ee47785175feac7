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

constexpr int start_time_field = 22; // proc(5): starttime, in clock ticks since boot

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

std::string start_of(std::int64_t process) {
    const std::string line = first_line("/proc/" + std::to_string(process) + "/stat");
    const std::size_t name_end = line.rfind(')'); // the command's name may hold blanks
    if (name_end == std::string::npos) return {};
    std::istringstream fields(line.substr(name_end + 1));
    std::string field;
    for (int number = 3; number <= start_time_field; ++number)
        if (!(fields >> field)) return {};
    return first_line("/proc/sys/kernel/random/boot_id").substr(0, 8) + ':' + field;
}

} // namespace

ProcessIdentity this_process() {
    const std::int64_t process = getpid();
    return {host_name(), process, start_of(process)};
}

ProcessIdentity process_of(std::string_view owner) {
    const std::vector<std::string_view> words = split(owner, ' ');
    std::int64_t process = 0;
    if (words.size() >= 2) {
        const char* const end = words[1].data() + words[1].size();
        auto [rest, error] = std::from_chars(words[1].data(), end, process);
        if (error != std::errc() || rest != end) process = 0;
    }
    if (process <= 0) return this_process();
    return {std::string(words[0]), process, start_of(process)};
}

bool gone(const ProcessIdentity& process) {
    if (process.host != host_name()) return false;
    if (kill(static_cast<pid_t>(process.process), 0) != 0 && errno == ESRCH) return true;
    const std::string start = start_of(process.process);
    return !start.empty() && !process.start.empty() && start != process.start;
}

} // namespace settled::store
