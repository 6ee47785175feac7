// curl_library.hpp -- the few functions of libcurl that the agent itself uses, by their own names.
//
// Where libcurl is a library of the system it is loaded here on first use and stays: the service and most commands never need it.
#pragma once

#include <settled/result.hpp>

#include <curl/curl.h>

namespace settled::world {

struct CurlLibrary {
    decltype(&curl_easy_init) init = nullptr;
    decltype(&curl_easy_setopt) set = nullptr;
    decltype(&curl_easy_perform) perform = nullptr;
    decltype(&curl_easy_getinfo) info = nullptr;
    decltype(&curl_easy_cleanup) cleanup = nullptr;
    decltype(&curl_easy_strerror) words = nullptr;
};

Result<CurlLibrary> curl_library(); // UNSUPPORTED: it is not there

} // namespace settled::world
