#include <formats/shipped_folder.hpp>

#include <string>
#include <system_error>

#if !defined(_WIN32)
#include <dlfcn.h>
#endif

namespace settled::formats {

std::filesystem::path shipped_folder(const std::filesystem::path& folder, std::string_view fallback) {
    std::error_code trouble;
    if (folder != fallback || std::filesystem::is_directory(folder, trouble)) return folder;
#if !defined(_WIN32)
    const std::string below(fallback.substr(fallback.find('/') + 1)); // "./config/banks" without the dot
    Dl_info library{};
    if (::dladdr(reinterpret_cast<const void*>(&shipped_folder), &library) != 0 && library.dli_fname != nullptr) {
        // The agent loads a plugin by the name of an open file (/proc/self/fd/7), which is a link to where it stands.
        const std::filesystem::path plugins = std::filesystem::canonical(library.dli_fname, trouble).parent_path();
        // lib/settled/plugins beside share/settled; build/PRESET/plugins inside the source tree.
        for (const char* way : {"../../../share/settled", "../../share/settled", "../share/settled", "../../.."})
            if (const auto found = (plugins / way / below).lexically_normal(); std::filesystem::is_directory(found, trouble))
                return found;
    }
#endif
    return folder;
}

} // namespace settled::formats
