#include "world/private_file.hpp"

#include "world/files.hpp"
#include "world/windows_accounts.hpp"
#include "world/windows_handle.hpp"

#include <settled/windows_text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include <dpapi.h>

namespace settled::world {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t encryption_bytes_max = 4096;       // what DPAPI adds
constexpr std::string_view purpose = "settled secret 1"; // mixed in, so that no other program's text is taken for one of ours

DATA_BLOB blob_of(std::string_view bytes) {
    return {static_cast<DWORD>(bytes.size()), reinterpret_cast<BYTE*>(const_cast<char*>(bytes.data()))}; // it is not written
}

std::string taken(const DATA_BLOB& made) {
    std::string bytes(reinterpret_cast<const char*>(made.pbData), made.cbData);
    ::SecureZeroMemory(made.pbData, made.cbData);
    ::LocalFree(made.pbData);
    return bytes;
}

// Groups that nearly everybody is in.
bool is_everybody(const std::string& sid) {
    using namespace std::string_view_literals;
    constexpr std::array groups = {"S-1-1-0"sv, "S-1-5-11"sv, "S-1-5-7"sv, "S-1-5-32-545"sv, "S-1-5-32-546"sv};
    return std::ranges::find(groups, sid) != groups.end() || (sid.starts_with("S-1-5-21-") && sid.ends_with("-513"));
}

Status check_rights(const fs::path& file, HANDLE handle) {
    const RightsOf rights = rights_of(handle);
    const auto refuse = [&](const std::string& who) {
        return fail(SETTLED_ACCESS_DENIED,
                    fmt::format("{}: {} can read this secret; run as administrator: icacls \"{}\" /inheritance:r /grant:r "
                                "*S-1-5-18:F *S-1-5-32-544:F \"NT SERVICE\\settled\":R",
                                file.string(), who, file.string()));
    };
    if (!rights.readable || rights.everything) return refuse("everybody");
    for (const AllowedRights& one : rights.allowed)
        if (is_everybody(one.sid) && (one.rights & FILE_READ_DATA) != 0) return refuse(one.name);
    return {};
}

} // namespace

Result<std::optional<std::string>> read_private_file(const fs::path& file, Guard guard, std::size_t bytes_max) {
    {
        const WindowsHandle handle(::CreateFileW(file.c_str(), READ_CONTROL | FILE_READ_ATTRIBUTES,
                                                 FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, nullptr, OPEN_EXISTING,
                                                 FILE_FLAG_OPEN_REPARSE_POINT, nullptr));
        if (!handle) {
            const DWORD error = ::GetLastError();
            if (error == ERROR_FILE_NOT_FOUND || error == ERROR_PATH_NOT_FOUND) return std::nullopt;
            return fail(SETTLED_ACCESS_DENIED, fmt::format("{}: this account may not look into the folder of secrets: {}; run as "
                                                           "administrator or as the service's account",
                                                           file.string(), windows_words(error)));
        }
        BY_HANDLE_FILE_INFORMATION facts{};
        constexpr DWORD not_ordinary = FILE_ATTRIBUTE_DIRECTORY | FILE_ATTRIBUTE_REPARSE_POINT;
        if (!::GetFileInformationByHandle(handle.get(), &facts) || (facts.dwFileAttributes & not_ordinary) != 0)
            return fail(SETTLED_ACCESS_DENIED, file.string() + ": is not an ordinary file; remove it and set the secret again");
        if (guard == Guard::by_mode)
            if (Status fits = check_rights(file, handle.get()); !fits) return pass(fits);
    }
    auto bytes = read_file(file, bytes_max + encryption_bytes_max);
    if (!bytes) return pass(bytes);
    DATA_BLOB from = blob_of(*bytes), entropy = blob_of(purpose), plain{};
    if (!::CryptUnprotectData(&from, nullptr, &entropy, nullptr, nullptr, CRYPTPROTECT_UI_FORBIDDEN, &plain))
        return fail(SETTLED_ACCESS_DENIED,
                    fmt::format("{}: cannot be decrypted: {}; it is plain text or of another machine. Run: settled secret set {}",
                                file.string(), windows_words(::GetLastError()), file.filename().string()));
    return taken(plain);
}

// For the machine, not for the account: an administrator sets it, the service's account reads it.
Status write_private_file(const fs::path& file, std::string_view text) {
    DATA_BLOB from = blob_of(text), entropy = blob_of(purpose), made{};
    if (!::CryptProtectData(&from, L"settled", &entropy, nullptr, nullptr, CRYPTPROTECT_LOCAL_MACHINE | CRYPTPROTECT_UI_FORBIDDEN,
                            &made))
        return fail(SETTLED_UNAVAILABLE,
                    fmt::format("{}: cannot be encrypted: {}", file.string(), windows_words(::GetLastError())));
    return write_file(file, taken(made), Permission::owner_only);
}

} // namespace settled::world
