#include "world/curl_library.hpp"

#include <type_traits>

#include <dlfcn.h>

namespace settled::world {

Result<CurlLibrary> curl_library() {
    void* const handle = ::dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
    CurlLibrary found;
    const auto take = [&](auto& function, const char* name) {
        function = reinterpret_cast<std::remove_reference_t<decltype(function)>>(::dlsym(handle, name));
        return function != nullptr;
    };
    if (handle != nullptr && take(found.init, "curl_easy_init") && take(found.set, "curl_easy_setopt") &&
        take(found.perform, "curl_easy_perform") && take(found.info, "curl_easy_getinfo") &&
        take(found.cleanup, "curl_easy_cleanup") && take(found.words, "curl_easy_strerror"))
        return found;
    return fail(SETTLED_UNSUPPORTED, "libcurl.so.4 is not there; install libcurl4");
}

} // namespace settled::world
