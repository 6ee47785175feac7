#include <formats/shipped_folder.hpp>

#include <string>
#include <system_error>

#if defined(_WIN32) // one call each
#include <array>

#include <windows.h>
#else
#include <dlfcn.h>
#endif

namespace settled::formats {
namespace {

// The file that this code was loaded from; empty where it cannot be told.
std::filesystem::path own_library() {
#if defined(_WIN32)
    HMODULE library = nullptr;
    std::array<wchar_t, 32768> name{};
    if (!::GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT,
                              reinterpret_cast<const wchar_t*>(&own_library), &library) ||
        ::GetModuleFileNameW(library, name.data(), static_cast<DWORD>(name.size())) == 0)
        return {};
    return std::filesystem::path(name.data());
#else
    Dl_info library{};
    if (::dladdr(reinterpret_cast<const void*>(&own_library), &library) == 0 || library.dli_fname == nullptr) return {};
    // The agent loads a plugin by the name of an open file (/proc/self/fd/7), which is a link to where it stands.
    std::error_code trouble;
    return std::filesystem::canonical(library.dli_fname, trouble);
#endif
}

} // namespace

std::filesystem::path shipped_folder(const std::filesystem::path& folder, std::string_view fallback) {
    std::error_code trouble;
    if (folder != fallback || std::filesystem::is_directory(folder, trouble)) return folder;
    const std::string below(fallback.substr(fallback.find('/') + 1)); // "./config/banks" without the dot
    // lib/settled/plugins beside share/settled; build/PRESET/plugins inside the source tree.
    const std::filesystem::path plugins = own_library().parent_path();
    if (plugins.empty()) return folder;
    for (const char* way : {"../../../share/settled", "../../share/settled", "../share/settled", "../../.."})
        if (const auto found = (plugins / way / below).lexically_normal(); std::filesystem::is_directory(found, trouble))
            return found;
    return folder;
}

} // namespace settled::formats
