#include "new_file.hpp"

#include <cerrno>

#include <fcntl.h>
#include <unistd.h>

namespace settled::notify_folder {
namespace {

std::error_code last_error() { return {errno, std::generic_category()}; }

std::error_code write_and_sync(int descriptor, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return last_error();
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return ::fsync(descriptor) == 0 ? std::error_code() : last_error();
}

} // namespace

std::error_code write_new_file(const std::filesystem::path& file, std::string_view bytes) {
    const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0640);
    if (descriptor < 0) return last_error();
    const std::error_code failed = write_and_sync(descriptor, bytes);
    ::close(descriptor);
    return failed;
}

std::error_code may_write_into(const std::filesystem::path& folder) {
    return ::access(folder.c_str(), W_OK) == 0 ? std::error_code() : last_error();
}

std::string words_of(const std::error_code& reason) { return reason.message(); }

} // namespace settled::notify_folder
