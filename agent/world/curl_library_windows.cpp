#include "world/curl_library.hpp"

namespace settled::world {

// Part of the program, because Windows brings none.
Result<CurlLibrary> curl_library() {
    return CurlLibrary{curl_easy_init,    curl_easy_setopt,  curl_easy_perform,
                       curl_easy_getinfo, curl_easy_cleanup, curl_easy_strerror};
}

} // namespace settled::world
