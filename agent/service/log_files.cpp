#include "service/log_files.hpp"

#include <string>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace settled::service {
namespace {

namespace fs = std::filesystem;

constexpr mode_t group_may_read = 0640;

fs::path numbered(const fs::path& folder, int number) {
    return folder / (number == 0 ? "settled.log" : "settled.log." + std::to_string(number));
}

} // namespace

bool LogFiles::open() {
    if (file_ >= 0) return true;
    if (folder_.empty()) return false;
    std::error_code failed;
    fs::create_directories(folder_, failed);
    file_ = ::open(numbered(folder_, 0).c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, group_may_read);
    struct stat found{};
    bytes_ = file_ >= 0 && ::fstat(file_, &found) == 0 ? found.st_size : 0;
    return file_ >= 0;
}

void LogFiles::close() {
    if (file_ >= 0) ::close(std::exchange(file_, -1));
}

void LogFiles::change(fs::path folder, const LogLimits& limits) {
    close();
    folder_ = std::move(folder), limits_ = limits;
}

void LogFiles::rotate() {
    close();
    std::error_code ignored;
    fs::remove(numbered(folder_, limits_.files_kept), ignored);
    for (int number = limits_.files_kept; number > 0; --number)
        fs::rename(numbered(folder_, number - 1), numbered(folder_, number), ignored);
}

// In one write, so that a full disk leaves whole lines.
bool LogFiles::put(std::string_view line) {
    std::string text(line);
    text += '\n';
    const ssize_t written = ::write(file_, text.data(), text.size());
    if (written > 0) bytes_ += written;
    return written == static_cast<ssize_t>(text.size());
}

void LogFiles::write(std::string_view line) {
    if (folder_.empty()) return;
    if (bytes_ + static_cast<std::int64_t>(line.size()) > limits_.file_bytes_max && file_ >= 0) rotate();
    if (!open() || (lost_ > 0 && !put(std::to_string(lost_) + " lines before this one could not be written"))) {
        ++lost_;
        return;
    }
    lost_ = put(line) ? 0 : 1;
}

} // namespace settled::service
