#include "world/lock_file.hpp"

#include "world/windows_handle.hpp"

#include <settled/windows_text.hpp>

#include <array>
#include <charconv>
#include <string>
#include <utility>

namespace settled::world {
namespace {

constexpr DWORD everybody = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;

// What is locked cannot be read by others here, so it is a byte far behind the number.
OVERLAPPED locked_byte() {
    OVERLAPPED place{};
    place.OffsetHigh = 1;
    return place;
}

bool lock(HANDLE file) {
    OVERLAPPED place = locked_byte();
    return ::LockFileEx(file, LOCKFILE_EXCLUSIVE_LOCK | LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, &place) != 0;
}

bool is_alive(std::int64_t number) {
    const WindowsHandle process(::OpenProcess(SYNCHRONIZE, FALSE, static_cast<DWORD>(number)));
    if (!process) return ::GetLastError() == ERROR_ACCESS_DENIED;
    return ::WaitForSingleObject(process.get(), 0) == WAIT_TIMEOUT;
}

// The number is written just after the lock is taken: what stands there for a moment is nobody's, or the last holder's.
std::int64_t living_number_in(HANDLE file) {
    constexpr int looks = 100;
    constexpr DWORD pause_ms = 10;
    for (int look = 0; look < looks; ++look) {
        std::array<char, 32> text{};
        OVERLAPPED begin{};
        DWORD got = 0;
        std::int64_t number = 0;
        if (::ReadFile(file, text.data(), static_cast<DWORD>(text.size()), &got, &begin))
            std::from_chars(text.data(), text.data() + got, number);
        if (number > 0 && is_alive(number)) return number;
        ::Sleep(pause_ms);
    }
    return 0;
}

} // namespace

Result<LockFile> LockFile::take(const std::filesystem::path& file) {
    WindowsHandle handle(::CreateFileW(file.c_str(), GENERIC_READ | GENERIC_WRITE, everybody, nullptr, OPEN_ALWAYS,
                                       FILE_ATTRIBUTE_NORMAL, nullptr));
    if (!handle) {
        const DWORD error = ::GetLastError();
        return fail(error == ERROR_ACCESS_DENIED ? SETTLED_ACCESS_DENIED : SETTLED_UNAVAILABLE,
                    "cannot open " + file.string() + ": " + windows_words(error));
    }
    if (!lock(handle.get())) {
        const DWORD error = ::GetLastError();
        if (error != ERROR_LOCK_VIOLATION && error != ERROR_IO_PENDING)
            return fail(SETTLED_UNAVAILABLE, "cannot lock " + file.string() + ": " + windows_words(error) +
                                                 "; the data folder must be on a local disk");
        const std::int64_t holder = living_number_in(handle.get());
        return fail(SETTLED_UNAVAILABLE,
                    file.string() + " is held by " + (holder > 0 ? "process " + std::to_string(holder) : "another process"));
    }
    const std::string number = std::to_string(::GetCurrentProcessId()) + "\n";
    DWORD written = 0;
    OVERLAPPED begin{};
    if (!::WriteFile(handle.get(), number.data(), static_cast<DWORD>(number.size()), &written, &begin) ||
        written != number.size() ||
        ::SetFilePointer(handle.get(), static_cast<LONG>(number.size()), nullptr, FILE_BEGIN) == INVALID_SET_FILE_POINTER ||
        !::SetEndOfFile(handle.get()))
        return fail(SETTLED_UNAVAILABLE, "cannot write " + file.string() + ": " + windows_words(::GetLastError()));
    return LockFile(handle.release());
}

LockFile::LockFile(LockFile&& other) noexcept : descriptor_(std::exchange(other.descriptor_, no_handle)) {}

LockFile::~LockFile() {
    if (descriptor_ != no_handle) ::CloseHandle(descriptor_);
}

std::optional<std::int64_t> lock_holder(const std::filesystem::path& file) {
    const WindowsHandle handle(::CreateFileW(file.c_str(), GENERIC_READ, everybody, nullptr, OPEN_EXISTING, 0, nullptr));
    if (!handle) return std::nullopt;
    if (!lock(handle.get())) return living_number_in(handle.get());
    OVERLAPPED place = locked_byte();
    ::UnlockFileEx(handle.get(), 0, 1, 0, &place);
    return std::nullopt;
}

} // namespace settled::world
