#include "world/trusted_file.hpp"

#include "world/windows_accounts.hpp"
#include "world/windows_handle.hpp"

#include <settled/windows_text.hpp>

#include <fmt/format.h>

#include <array>
#include <string>
#include <utility>

namespace settled::world {
namespace {

namespace fs = std::filesystem;

// Above the file's own folder others may add what they like beside the way; they must not take the way itself away. Into the
// file's own folder nobody else may put anything, because the loader looks for other libraries there.
constexpr DWORD takes_the_way_away = DELETE | WRITE_DAC | WRITE_OWNER | FILE_DELETE_CHILD;
constexpr DWORD changes_what_is_there = takes_the_way_away | FILE_WRITE_DATA | FILE_APPEND_DATA;

std::unexpected<Error> not_opened(const fs::path& place) {
    const DWORD error = ::GetLastError();
    return fail(error == ERROR_ACCESS_DENIED || error == ERROR_SHARING_VIOLATION ? SETTLED_ACCESS_DENIED : SETTLED_INVALID_CONFIG,
                fmt::format("{} cannot be opened: {}", place.string(), windows_words(error)));
}

// Whoever may change the program that runs here gains nothing by changing what it loads.
std::string owner_of_the_program() {
    std::array<wchar_t, 32768> name{};
    if (::GetModuleFileNameW(nullptr, name.data(), static_cast<DWORD>(name.size())) == 0) return {};
    const WindowsHandle program(
        ::CreateFileW(name.data(), READ_CONTROL, FILE_SHARE_READ | FILE_SHARE_DELETE, nullptr, OPEN_EXISTING, 0, nullptr));
    return program ? rights_of(program.get()).owner : std::string();
}

Status check(HANDLE handle, const fs::path& place, DWORD refused_rights) {
    const RightsOf rights = rights_of(handle);
    const auto refuse = [&](const std::string& why) {
        return fail(SETTLED_ACCESS_DENIED, fmt::format("{}: {}; run as administrator: icacls \"{}\" /reset, or install it anew",
                                                       place.string(), why, place.string()));
    };
    if (!rights.readable) return refuse("its rights cannot be read");
    if (rights.everything) return refuse("everybody may write it");
    const std::string program_owner = owner_of_the_program();
    const auto trusted = [&](const std::string& sid) { return is_trusted_account(sid) || sid == program_owner; };
    if (!trusted(rights.owner)) return refuse(fmt::format("belongs to {}, who could change what is loaded", rights.owner));
    for (const AllowedRights& one : rights.allowed)
        if ((one.rights & refused_rights) != 0 && !trusted(one.sid)) return refuse(fmt::format("{} may write it", one.name));
    return {};
}

} // namespace

// Without FILE_SHARE_DELETE nobody can rename or remove it, and without FILE_SHARE_WRITE nobody write it, while it is open.
Result<TrustedFile> TrustedFile::open(const fs::path& file) {
    std::error_code failed;
    const fs::path real = fs::canonical(file, failed);
    if (failed) return fail(SETTLED_INVALID_CONFIG, fmt::format("{} cannot be found: {}", file.string(), failed.message()));
    std::vector<WindowsHandle> way; // each is held until the file itself is
    fs::path place = real.root_path();
    const auto look = [&](bool is_last) -> Status {
        WindowsHandle folder(::CreateFileW(place.c_str(), READ_CONTROL | FILE_TRAVERSE, FILE_SHARE_READ | FILE_SHARE_WRITE,
                                           nullptr, OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS, nullptr));
        if (!folder) return not_opened(place);
        way.push_back(std::move(folder));
        return check(way.back().get(), place, is_last ? changes_what_is_there : takes_the_way_away);
    };
    const fs::path folder = real.parent_path();
    if (Status fits = look(place == folder); !fits) return pass(fits);
    for (const fs::path& part : folder.relative_path()) {
        place /= part;
        if (Status fits = look(place == folder); !fits) return pass(fits);
    }
    WindowsHandle opened(::CreateFileW(real.c_str(), GENERIC_READ | READ_CONTROL, FILE_SHARE_READ, nullptr, OPEN_EXISTING,
                                       FILE_FLAG_OPEN_REPARSE_POINT, nullptr));
    if (!opened) return not_opened(real);
    if (Status fits = check(opened.get(), real, changes_what_is_there); !fits) return pass(fits);
    TrustedFile made(opened.release());
    made.path_ = real;
    return made;
}

TrustedFile::TrustedFile(TrustedFile&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, no_handle)), path_(std::move(other.path_)) {}

TrustedFile::~TrustedFile() {
    if (descriptor_ != no_handle) ::CloseHandle(descriptor_);
}

fs::path TrustedFile::name() const { return path_; }

} // namespace settled::world
