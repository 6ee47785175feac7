#include "world/appended_file.hpp"

#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace settled::world {
namespace {

constexpr mode_t group_may_read = 0640;

} // namespace

std::optional<AppendedFile> AppendedFile::open(const std::filesystem::path& file) {
    const int made = ::open(file.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, group_may_read);
    if (made < 0) return std::nullopt;
    struct stat found{};
    return AppendedFile(made, ::fstat(made, &found) == 0 ? found.st_size : 0);
}

AppendedFile::AppendedFile(AppendedFile&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, no_handle)), byte_count_(other.byte_count_) {}

AppendedFile& AppendedFile::operator=(AppendedFile&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    std::swap(byte_count_, other.byte_count_);
    return *this;
}

AppendedFile::~AppendedFile() {
    if (descriptor_ != no_handle) ::close(descriptor_);
}

bool AppendedFile::write(std::string_view bytes) {
    const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
    if (written > 0) byte_count_ += written;
    return written == static_cast<ssize_t>(bytes.size());
}

} // namespace settled::world
