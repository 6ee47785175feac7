// Rights are those of the folder: a file takes them over when it is made. Who may read what is kept there is decided once, for
// the whole folder, by the installer (docs/windows.md); Permission has nothing to add to that.
#include "world/files.hpp"

#include "world/windows_accounts.hpp"
#include "world/windows_handle.hpp"

#include <settled/windows_text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include <aclapi.h>

namespace settled::world {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t ticks_per_millisecond = 10'000;            // a FILETIME counts 100 ns
constexpr std::int64_t milliseconds_to_1970 = 11'644'473'600'000; // since 1601

settled_code code_of(DWORD error) {
    switch (error) {
    case ERROR_ACCESS_DENIED:
    case ERROR_WRITE_PROTECT:
    case ERROR_PRIVILEGE_NOT_HELD:
        return SETTLED_ACCESS_DENIED;
    case ERROR_FILE_NOT_FOUND:
    case ERROR_PATH_NOT_FOUND:
    case ERROR_INVALID_NAME:
    case ERROR_BAD_PATHNAME:
    case ERROR_DIRECTORY:
    case ERROR_FILENAME_EXCED_RANGE:
        return SETTLED_INVALID_CONFIG;
    case ERROR_FILE_EXISTS:
    case ERROR_ALREADY_EXISTS:
        return SETTLED_REJECTED;
    default:
        return SETTLED_UNAVAILABLE;
    }
}

std::string_view next_step(DWORD error) {
    switch (error) {
    case ERROR_ACCESS_DENIED:
        return "; give the account settled runs under the right to it";
    case ERROR_SHARING_VIOLATION:
    case ERROR_LOCK_VIOLATION:
        return "; close the program that has it open";
    case ERROR_DISK_FULL:
    case ERROR_HANDLE_DISK_FULL:
        return "; free some disk space";
    case ERROR_FILE_NOT_FOUND:
    case ERROR_PATH_NOT_FOUND:
        return "; check the path";
    case ERROR_FILE_EXISTS:
    case ERROR_ALREADY_EXISTS:
        return "; it is left as it was";
    default:
        return "";
    }
}

std::unexpected<Error> failed(std::string_view what, const fs::path& path, DWORD error) {
    return fail(code_of(error), fmt::format("{}: cannot {}: {}{}", path.string(), what, windows_words(error), next_step(error)));
}

bool write_all(HANDLE file, std::string_view bytes) {
    constexpr std::size_t piece_max = std::size_t{16} << 20;
    while (!bytes.empty()) {
        DWORD written = 0;
        if (!::WriteFile(file, bytes.data(), static_cast<DWORD>(std::min(bytes.size(), piece_max)), &written, nullptr))
            return false;
        bytes.remove_prefix(written);
    }
    return true;
}

WindowsHandle opened(const fs::path& file, DWORD access, DWORD sharing, DWORD how) {
    return WindowsHandle(::CreateFileW(file.c_str(), access, sharing, nullptr, how, FILE_ATTRIBUTE_NORMAL, nullptr));
}

Status fill(WindowsHandle file, const fs::path& path, std::string_view bytes) {
    if (!write_all(file.get(), bytes) || !::FlushFileBuffers(file.get())) return failed("write", path, ::GetLastError());
    return {};
}

std::int64_t unix_ms(const FILETIME& time) {
    const std::int64_t ticks = (std::int64_t{time.dwHighDateTime} << 32) | time.dwLowDateTime;
    return ticks / ticks_per_millisecond - milliseconds_to_1970;
}

// A reader of ours, of a backup or of a virus scanner holds a file for a moment: what would replace it tries again.
bool move_over(const fs::path& from, const fs::path& to) {
    constexpr int tries = 50;
    constexpr DWORD pause_ms = 20;
    for (int i = 0; i < tries; ++i) {
        if (::MoveFileExW(from.c_str(), to.c_str(), MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH)) return true;
        const DWORD error = ::GetLastError();
        if (error != ERROR_SHARING_VIOLATION && error != ERROR_ACCESS_DENIED) return false;
        ::Sleep(pause_ms);
        ::SetLastError(error);
    }
    return false;
}

} // namespace

Result<std::string> read_file(const fs::path& file, std::size_t bytes_max) {
    const WindowsHandle handle =
        opened(file, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, OPEN_EXISTING);
    if (!handle) {
        const DWORD error = ::GetLastError();
        std::error_code ignored;
        if (fs::is_directory(file, ignored)) return fail(SETTLED_INVALID_CONFIG, file.string() + ": is not a file");
        return failed("open", file, error);
    }
    if (::GetFileType(handle.get()) != FILE_TYPE_DISK) return fail(SETTLED_INVALID_CONFIG, file.string() + ": is not a file");
    LARGE_INTEGER size{};
    if (!::GetFileSizeEx(handle.get(), &size)) return failed("read", file, ::GetLastError());
    const auto too_large = [&] {
        return fail(SETTLED_BAD_DATA, fmt::format("{}: is larger than the {} bytes allowed", file.string(), bytes_max));
    };
    if (static_cast<std::uint64_t>(size.QuadPart) > bytes_max) return too_large();
    std::string bytes(static_cast<std::size_t>(size.QuadPart) + 1, '\0'); // one more shows a file that grows meanwhile
    std::size_t filled = 0;
    for (;;) {
        DWORD got = 0;
        if (!::ReadFile(handle.get(), bytes.data() + filled,
                        static_cast<DWORD>(std::min<std::size_t>(bytes.size() - filled, 1U << 30)), &got, nullptr))
            return failed("read", file, ::GetLastError());
        if (got == 0) break;
        filled += got;
        if (filled > bytes_max) return too_large();
        if (filled == bytes.size()) bytes.resize(std::min(bytes.size() * 2, bytes_max + 1));
    }
    bytes.resize(filled);
    return bytes;
}

Status write_file(const fs::path& file, std::string_view bytes, Permission) {
    const fs::path beside =
        file.parent_path() / fmt::format(".{}.{:x}.{:x}", file.filename().string(), ::GetCurrentProcessId(), ::GetTickCount64());
    WindowsHandle handle = opened(beside, GENERIC_WRITE, 0, CREATE_NEW);
    if (!handle) return failed("write", file, ::GetLastError());
    if (auto filled = fill(std::move(handle), file, bytes); !filled) {
        ::DeleteFileW(beside.c_str());
        return filled;
    }
    if (move_over(beside, file)) return {};
    const DWORD error = ::GetLastError();
    ::DeleteFileW(beside.c_str());
    return failed("replace", file, error);
}

Status create_file(const fs::path& file, std::string_view bytes, Permission) {
    WindowsHandle handle = opened(file, GENERIC_WRITE, 0, CREATE_NEW);
    if (!handle) return failed("create", file, ::GetLastError());
    if (auto filled = fill(std::move(handle), file, bytes); !filled) {
        ::DeleteFileW(file.c_str());
        return filled;
    }
    return {};
}

Status append_file(const fs::path& file, std::string_view bytes, Permission) {
    WindowsHandle handle = opened(file, FILE_APPEND_DATA, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, OPEN_ALWAYS);
    if (!handle) return failed("append to", file, ::GetLastError());
    return fill(std::move(handle), file, bytes);
}

Status make_folder(const fs::path& folder, Permission permission) {
    std::error_code ignored;
    if (folder.empty() || fs::is_directory(folder, ignored)) return {};
    if (folder.has_parent_path() && folder.parent_path() != folder)
        if (auto parent = make_folder(folder.parent_path(), permission); !parent) return parent;
    if (::CreateDirectoryW(folder.c_str(), nullptr) || fs::is_directory(folder, ignored)) return {};
    return failed("make this folder", folder, ::GetLastError());
}

Status give_to_owner_of_folder(const fs::path&) { return {}; }

Result<std::string> file_owner(const fs::path& file) {
    PSID owner = nullptr;
    PSECURITY_DESCRIPTOR whole = nullptr;
    const DWORD error = ::GetNamedSecurityInfoW(file.c_str(), SE_FILE_OBJECT, OWNER_SECURITY_INFORMATION, &owner, nullptr,
                                                nullptr, nullptr, &whole);
    if (error != ERROR_SUCCESS) return failed("tell whose it is", file, error);
    const std::string name = account_name(owner);
    ::LocalFree(whole);
    if (name.empty()) return fail(SETTLED_UNSUPPORTED, file.string() + ": its owner has no name on this system");
    return name;
}

bool is_at_rest(const fs::path& file, int seconds) {
    WIN32_FILE_ATTRIBUTE_DATA facts{};
    if (!::GetFileAttributesExW(file.c_str(), GetFileExInfoStandard, &facts)) return false;
    FILETIME now{};
    ::GetSystemTimeAsFileTime(&now);
    return unix_ms(now) - unix_ms(facts.ftLastWriteTime) >= std::int64_t{seconds} * 1000;
}

Status remove_file(const fs::path& file) {
    if (::DeleteFileW(file.c_str())) return {};
    const DWORD error = ::GetLastError();
    if (error == ERROR_FILE_NOT_FOUND || error == ERROR_PATH_NOT_FOUND) return {};
    return failed("remove", file, error);
}

Result<std::int64_t> free_bytes(const fs::path& folder) {
    ULARGE_INTEGER free{};
    if (!::GetDiskFreeSpaceExW(folder.c_str(), &free, nullptr, nullptr))
        return failed("measure the free space of", folder, ::GetLastError());
    return static_cast<std::int64_t>(free.QuadPart);
}

Result<std::vector<FolderEntry>> list_folder(const fs::path& folder) {
    WIN32_FIND_DATAW found{};
    const HANDLE search = ::FindFirstFileExW((folder / L"*").c_str(), FindExInfoBasic, &found, FindExSearchNameMatch, nullptr, 0);
    if (search == INVALID_HANDLE_VALUE) return failed("list", folder, ::GetLastError());
    std::vector<FolderEntry> entries;
    bool too_many = false;
    do {
        const std::string name = utf8_of(static_cast<const wchar_t*>(found.cFileName));
        if (name == "." || name == "..") continue;
        too_many = entries.size() == limit::folder_entries_max;
        if (too_many) break;
        const bool is_folder = (found.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) != 0;
        const std::int64_t size = (std::int64_t{found.nFileSizeHigh} << 32) | found.nFileSizeLow;
        entries.push_back({name, is_folder, is_folder ? 0 : size, unix_ms(found.ftLastWriteTime)});
    } while (::FindNextFileW(search, &found));
    const DWORD error = too_many ? ERROR_NO_MORE_FILES : ::GetLastError();
    ::FindClose(search);
    if (too_many)
        return fail(SETTLED_BAD_DATA,
                    fmt::format("{}: holds more than {} files; move old ones away", folder.string(), limit::folder_entries_max));
    if (error != ERROR_NO_MORE_FILES) return failed("list", folder, error);
    std::ranges::sort(entries, {}, &FolderEntry::name);
    return entries;
}

} // namespace settled::world
