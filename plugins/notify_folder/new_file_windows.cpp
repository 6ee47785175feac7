#include "new_file.hpp"

#include <settled/windows_text.hpp>

#include <algorithm>

#include <windows.h>

namespace settled::notify_folder {
namespace {

std::error_code last_error() { return {static_cast<int>(::GetLastError()), std::system_category()}; }

std::error_code write_and_sync(HANDLE handle, std::string_view bytes) {
    constexpr std::size_t piece_max = std::size_t{16} << 20;
    while (!bytes.empty()) {
        DWORD written = 0;
        if (!::WriteFile(handle, bytes.data(), static_cast<DWORD>(std::min(bytes.size(), piece_max)), &written, nullptr))
            return last_error();
        bytes.remove_prefix(written);
    }
    return ::FlushFileBuffers(handle) ? std::error_code() : last_error();
}

} // namespace

std::error_code write_new_file(const std::filesystem::path& file, std::string_view bytes) {
    const HANDLE handle = ::CreateFileW(file.c_str(), GENERIC_WRITE, 0, nullptr, CREATE_NEW, FILE_ATTRIBUTE_NORMAL, nullptr);
    if (handle == INVALID_HANDLE_VALUE) return last_error();
    const std::error_code failed = write_and_sync(handle, bytes);
    ::CloseHandle(handle);
    return failed;
}

// Rights are a list that only the system adds up: a file is made, and gone when it is closed.
std::error_code may_write_into(const std::filesystem::path& folder) {
    const std::filesystem::path probe = folder / (".settled." + std::to_string(::GetCurrentProcessId()) + ".probe");
    const HANDLE handle = ::CreateFileW(probe.c_str(), GENERIC_WRITE | DELETE, 0, nullptr, CREATE_NEW,
                                        FILE_ATTRIBUTE_TEMPORARY | FILE_FLAG_DELETE_ON_CLOSE, nullptr);
    if (handle == INVALID_HANDLE_VALUE) return last_error();
    ::CloseHandle(handle);
    return {};
}

std::string words_of(const std::error_code& reason) { return windows_words(static_cast<unsigned long>(reason.value())); }

} // namespace settled::notify_folder
