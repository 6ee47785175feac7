#include "service/log_files.hpp"

#include <string>
#include <system_error>
#include <utility>

namespace settled::service {
namespace {

namespace fs = std::filesystem;

fs::path numbered(const fs::path& folder, int number) {
    return folder / (number == 0 ? "settled.log" : "settled.log." + std::to_string(number));
}

} // namespace

bool LogFiles::open() {
    if (file_) return true;
    if (folder_.empty()) return false;
    std::error_code failed;
    fs::create_directories(folder_, failed);
    file_ = world::AppendedFile::open(numbered(folder_, 0));
    return file_.has_value();
}

void LogFiles::change(fs::path folder, const LogLimits& limits) {
    file_.reset();
    folder_ = std::move(folder), limits_ = limits;
}

void LogFiles::rotate() {
    file_.reset();
    std::error_code ignored;
    fs::remove(numbered(folder_, limits_.files_kept), ignored);
    for (int number = limits_.files_kept; number > 0; --number)
        fs::rename(numbered(folder_, number - 1), numbered(folder_, number), ignored);
}

// In one write, so that a full disk leaves whole lines.
bool LogFiles::put(std::string_view line) {
    std::string text(line);
    text += '\n';
    return file_->write(text);
}

void LogFiles::write(std::string_view line) {
    if (folder_.empty()) return;
    if (file_ && file_->byte_count() + static_cast<std::int64_t>(line.size()) > limits_.file_bytes_max) rotate();
    if (!open() || (lost_ > 0 && !put(std::to_string(lost_) + " lines before this one could not be written"))) {
        ++lost_;
        return;
    }
    lost_ = put(line) ? 0 : 1;
}

} // namespace settled::service
