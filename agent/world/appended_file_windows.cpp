#include "world/appended_file.hpp"

#include "world/windows_handle.hpp"

#include <utility>

namespace settled::world {

std::optional<AppendedFile> AppendedFile::open(const std::filesystem::path& file) {
    WindowsHandle made(::CreateFileW(file.c_str(), FILE_APPEND_DATA | FILE_READ_ATTRIBUTES | SYNCHRONIZE,
                                     FILE_SHARE_READ | FILE_SHARE_DELETE, nullptr, OPEN_ALWAYS, FILE_FLAG_OPEN_REPARSE_POINT,
                                     nullptr));
    BY_HANDLE_FILE_INFORMATION facts{};
    if (!made || !::GetFileInformationByHandle(made.get(), &facts) ||
        (facts.dwFileAttributes & FILE_ATTRIBUTE_REPARSE_POINT) != 0)
        return std::nullopt;
    return AppendedFile(made.release(), (std::int64_t{facts.nFileSizeHigh} << 32) | facts.nFileSizeLow);
}

AppendedFile::AppendedFile(AppendedFile&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, no_handle)), byte_count_(other.byte_count_) {}

AppendedFile& AppendedFile::operator=(AppendedFile&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    std::swap(byte_count_, other.byte_count_);
    return *this;
}

AppendedFile::~AppendedFile() {
    if (descriptor_ != no_handle) ::CloseHandle(descriptor_);
}

bool AppendedFile::write(std::string_view bytes) {
    DWORD written = 0;
    const BOOL done = ::WriteFile(descriptor_, bytes.data(), static_cast<DWORD>(bytes.size()), &written, nullptr);
    byte_count_ += written;
    return done && written == bytes.size();
}

} // namespace settled::world
