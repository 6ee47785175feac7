#include "folder.hpp"

#include <digest/sha256.hpp>
#include <settled/text.hpp>
#include <settled/windows_text.hpp>

#include <algorithm>
#include <array>
#include <filesystem>
#include <utility>

#include <windows.h>

#include <aclapi.h>

namespace settled::folder {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t piece_bytes = 262144;
constexpr DWORD everybody = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;
constexpr DWORD not_a_file = FILE_ATTRIBUTE_DIRECTORY | FILE_ATTRIBUTE_REPARSE_POINT | FILE_ATTRIBUTE_DEVICE;
constexpr std::int64_t ticks_per_millisecond = 10'000, milliseconds_to_1970 = 11'644'473'600'000;

class OpenFile {
  public:
    explicit OpenFile(HANDLE handle) : handle_(handle) {}
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;
    ~OpenFile() {
        if (is_open()) ::CloseHandle(handle_);
    }
    bool is_open() const { return handle_ != INVALID_HANDLE_VALUE; }
    HANDLE get() const { return handle_; }

  private:
    HANDLE handle_;
};

std::int64_t unix_ms(const FILETIME& time) {
    const std::int64_t ticks = (std::int64_t{time.dwHighDateTime} << 32) | time.dwLowDateTime;
    return ticks / ticks_per_millisecond - milliseconds_to_1970;
}

std::string owner_of(const fs::path& file) {
    PSID owner = nullptr;
    PSECURITY_DESCRIPTOR whole = nullptr;
    if (::GetNamedSecurityInfoW(file.c_str(), SE_FILE_OBJECT, OWNER_SECURITY_INFORMATION, &owner, nullptr, nullptr, nullptr,
                                &whole) != ERROR_SUCCESS)
        return {};
    std::array<wchar_t, 256> name{}, domain{};
    DWORD name_units = static_cast<DWORD>(name.size()), domain_units = static_cast<DWORD>(domain.size());
    SID_NAME_USE use{};
    std::string made;
    if (::LookupAccountSidW(nullptr, owner, name.data(), &name_units, domain.data(), &domain_units, &use))
        made = utf8_of({domain.data(), domain_units}) + "\\" + utf8_of({name.data(), name_units});
    ::LocalFree(whole);
    return made;
}

// A name leads nowhere else: no folder, no drive, no stream of a file.
bool is_plain(const std::string& name) {
    return !name.empty() && name != "." && name != ".." && name.find_first_of("/\\:") == name.npos;
}

} // namespace

// Held without the right to rename or remove it, so that the way to it stays the same; links in it are refused one by one.
Result<Folder> Folder::open(const std::string& path) {
    const fs::path wanted(path);
    const HANDLE handle = ::CreateFileW(wanted.c_str(), FILE_LIST_DIRECTORY, FILE_SHARE_READ | FILE_SHARE_WRITE, nullptr,
                                        OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS, nullptr);
    if (handle == INVALID_HANDLE_VALUE) {
        const DWORD error = ::GetLastError();
        const std::string why = "cannot open the folder " + visible(path) + ": " + windows_words(error);
        if (error == ERROR_ACCESS_DENIED)
            return fail(SETTLED_ACCESS_DENIED, why + "; give the account settled runs under the right");
        return fail(SETTLED_UNAVAILABLE, why + "; is the share reachable by the service's account?");
    }
    BY_HANDLE_FILE_INFORMATION facts{};
    if (!::GetFileInformationByHandle(handle, &facts) || (facts.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) == 0) {
        ::CloseHandle(handle);
        return fail(SETTLED_UNAVAILABLE, visible(path) + " is no folder");
    }
    return Folder(handle, path);
}

Folder::Folder(Folder&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)), path_(std::move(other.path_)) {}

Folder::~Folder() {
    if (handle_ != nullptr) ::CloseHandle(handle_);
}

std::unexpected<Error> Folder::refuse(std::string_view what, const std::string& name) const {
    const DWORD error = ::GetLastError();
    const bool denied = error == ERROR_ACCESS_DENIED || error == ERROR_WRITE_PROTECT || error == ERROR_CANT_ACCESS_FILE;
    return fail(denied ? SETTLED_ACCESS_DENIED : SETTLED_UNAVAILABLE,
                std::string(what) + " " + visible(name) + " in " + visible(path_) + ": " +
                    (error == ERROR_CANT_ACCESS_FILE ? "it is a link, which is never followed" : windows_words(error)));
}

Result<std::vector<FileFacts>> Folder::files(std::size_t files_max) const {
    WIN32_FIND_DATAW found{};
    const HANDLE search =
        ::FindFirstFileExW((fs::path(path_) / L"*").c_str(), FindExInfoBasic, &found, FindExSearchNameMatch, nullptr, 0);
    if (search == INVALID_HANDLE_VALUE) return refuse("cannot list", ".");
    std::vector<FileFacts> made;
    bool too_many = false;
    do {
        if ((found.dwFileAttributes & not_a_file) != 0) continue;
        too_many = made.size() == files_max;
        if (too_many) break;
        const std::string name = utf8_of(static_cast<const wchar_t*>(found.cFileName));
        made.push_back({name, (std::int64_t{found.nFileSizeHigh} << 32) | found.nFileSizeLow, unix_ms(found.ftLastWriteTime),
                        owner_of(fs::path(path_) / name)});
    } while (::FindNextFileW(search, &found));
    const DWORD error = ::GetLastError();
    ::FindClose(search);
    if (too_many)
        return fail(SETTLED_BAD_DATA,
                    "more than " + std::to_string(files_max) + " files in " + visible(path_) + "; move old ones away");
    ::SetLastError(error);
    if (error != ERROR_NO_MORE_FILES) return refuse("cannot list", ".");
    std::ranges::sort(made, {}, &FileFacts::name);
    return made;
}

Result<Folder::Handle> Folder::open_file(const std::string& name) const {
    if (!is_plain(name)) return fail(SETTLED_BAD_DATA, visible(name) + " is no name of a file");
    const HANDLE handle = ::CreateFileW((fs::path(path_) / name).c_str(), GENERIC_READ, everybody, nullptr, OPEN_EXISTING,
                                        FILE_FLAG_OPEN_REPARSE_POINT | FILE_FLAG_SEQUENTIAL_SCAN, nullptr);
    if (handle == INVALID_HANDLE_VALUE) return refuse("cannot read", name);
    BY_HANDLE_FILE_INFORMATION facts{};
    if (::GetFileInformationByHandle(handle, &facts) && (facts.dwFileAttributes & not_a_file) == 0) return handle;
    ::CloseHandle(handle);
    if ((facts.dwFileAttributes & FILE_ATTRIBUTE_REPARSE_POINT) != 0) {
        ::SetLastError(ERROR_CANT_ACCESS_FILE);
        return refuse("cannot read", name);
    }
    return fail(SETTLED_BAD_DATA, visible(name) + " in " + visible(path_) + " is not a file");
}

Result<FileFacts> Folder::facts(const std::string& name) const {
    auto opened = open_file(name);
    if (!opened)
        return fail(opened.error().code == SETTLED_BAD_DATA ? SETTLED_ACCESS_DENIED : opened.error().code,
                    opened.error().message);
    const OpenFile file(*opened);
    BY_HANDLE_FILE_INFORMATION facts{};
    if (!::GetFileInformationByHandle(file.get(), &facts)) return refuse("cannot find", name);
    return FileFacts{name, (std::int64_t{facts.nFileSizeHigh} << 32) | facts.nFileSizeLow, unix_ms(facts.ftLastWriteTime),
                     owner_of(fs::path(path_) / name)};
}

// Who has it open for writing does not share that, or else we are not let in when we do not share it either.
bool Folder::held_for_writing(const std::string& name) const {
    const OpenFile file(::CreateFileW((fs::path(path_) / name).c_str(), GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_DELETE,
                                      nullptr, OPEN_EXISTING, FILE_FLAG_OPEN_REPARSE_POINT, nullptr));
    return !file.is_open();
}

Status Folder::read(const std::string& name, const std::function<Status(std::string_view)>& sink) const {
    auto opened = open_file(name);
    if (!opened) return pass(opened);
    const OpenFile file(*opened);
    std::vector<char> buffer(piece_bytes);
    for (;;) {
        DWORD got = 0;
        if (!::ReadFile(file.get(), buffer.data(), static_cast<DWORD>(buffer.size()), &got, nullptr))
            return refuse("cannot read", name);
        if (got == 0) return {};
        if (Status done = sink({buffer.data(), got}); !done) return done;
    }
}

Result<std::string> Folder::sha256_hex(const std::string& name) const {
    digest::Sha256 sum;
    Status done = read(name, [&](std::string_view bytes) -> Status {
        sum.add(bytes);
        return {};
    });
    if (!done) return pass(done);
    return sum.hex();
}

// Rights are a list that only the system adds up: a file is made, and gone when it is closed.
bool Folder::writable() const {
    const fs::path probe = fs::path(path_) / (".settled." + std::to_string(::GetCurrentProcessId()) + ".probe");
    const OpenFile file(::CreateFileW(probe.c_str(), GENERIC_WRITE | DELETE, 0, nullptr, CREATE_NEW,
                                      FILE_ATTRIBUTE_TEMPORARY | FILE_ATTRIBUTE_HIDDEN | FILE_FLAG_DELETE_ON_CLOSE, nullptr));
    return file.is_open();
}

Result<Folder> Folder::subfolder(const std::string& name) const {
    const fs::path wanted = fs::path(path_) / name;
    if (!is_plain(name)) return fail(SETTLED_BAD_DATA, visible(name) + " is no name of a folder");
    if (!::CreateDirectoryW(wanted.c_str(), nullptr) && ::GetLastError() != ERROR_ALREADY_EXISTS)
        return refuse("cannot make the folder", name);
    const HANDLE handle = ::CreateFileW(wanted.c_str(), FILE_LIST_DIRECTORY, FILE_SHARE_READ | FILE_SHARE_WRITE, nullptr,
                                        OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS | FILE_FLAG_OPEN_REPARSE_POINT, nullptr);
    if (handle == INVALID_HANDLE_VALUE) return refuse("cannot use", name);
    BY_HANDLE_FILE_INFORMATION facts{};
    const bool known = ::GetFileInformationByHandle(handle, &facts);
    if (known && (facts.dwFileAttributes & FILE_ATTRIBUTE_REPARSE_POINT) == 0 &&
        (facts.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) != 0)
        return Folder(handle, wanted.string());
    ::CloseHandle(handle);
    ::SetLastError(ERROR_CANT_ACCESS_FILE);
    return refuse("cannot use", name);
}

Result<std::string> Folder::move(const std::string& name, const Folder& target, const std::vector<std::string>& names) const {
    if (auto opened = open_file(name); !opened) // a link is not moved either
        return pass(opened);
    else
        ::CloseHandle(*opened);
    for (const std::string& wanted : names) {
        if (::MoveFileExW((fs::path(path_) / name).c_str(), (fs::path(target.path_) / wanted).c_str(), MOVEFILE_WRITE_THROUGH))
            return wanted;
        const DWORD error = ::GetLastError();
        if (error == ERROR_ALREADY_EXISTS || error == ERROR_FILE_EXISTS) continue;
        return refuse("cannot move", name);
    }
    ::SetLastError(ERROR_ALREADY_EXISTS);
    return refuse("cannot move", name);
}

Result<std::string> Folder::copy(const std::string& name, const Folder& target, const std::vector<std::string>& names) const {
    for (const std::string& wanted : names) {
        const fs::path made = fs::path(target.path_) / wanted;
        Status done;
        {
            const OpenFile out(
                ::CreateFileW(made.c_str(), GENERIC_WRITE, 0, nullptr, CREATE_NEW, FILE_ATTRIBUTE_NORMAL, nullptr));
            if (!out.is_open() && ::GetLastError() == ERROR_FILE_EXISTS) continue;
            if (!out.is_open()) return target.refuse("cannot write", wanted);
            done = read(name, [&](std::string_view bytes) -> Status {
                DWORD written = 0;
                if (!::WriteFile(out.get(), bytes.data(), static_cast<DWORD>(bytes.size()), &written, nullptr))
                    return target.refuse("cannot write", wanted);
                return {};
            });
        }
        if (done) return wanted;
        ::DeleteFileW(made.c_str());
        return pass(done);
    }
    ::SetLastError(ERROR_ALREADY_EXISTS);
    return target.refuse("cannot copy", name);
}

Status Folder::write(const std::string& name, std::string_view text) const {
    const OpenFile made(
        ::CreateFileW((fs::path(path_) / name).c_str(), GENERIC_WRITE, 0, nullptr, CREATE_NEW, FILE_ATTRIBUTE_NORMAL, nullptr));
    DWORD written = 0;
    if (!made.is_open() || !::WriteFile(made.get(), text.data(), static_cast<DWORD>(text.size()), &written, nullptr))
        return refuse("cannot write", name);
    return {};
}

bool Folder::exists(const std::string& name) const {
    return ::GetFileAttributesW((fs::path(path_) / name).c_str()) != INVALID_FILE_ATTRIBUTES;
}

Status Folder::remove(const std::string& name) const {
    return ::DeleteFileW((fs::path(path_) / name).c_str()) ? Status{} : Status(refuse("cannot delete", name));
}

} // namespace settled::folder
