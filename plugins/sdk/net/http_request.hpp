// http_request.hpp -- pieces of an HTTP request by libcurl: its header lines, and the way out of the house.
#pragma once

#include <curl/curl.h>

#include <memory>
#include <string>

namespace settled::net {

class HeaderLines {
  public:
    void add(const std::string& line); // "Name: value"
    curl_slist* get() const { return lines_.get(); }

  private:
    struct Release {
        void operator()(curl_slist* list) const { curl_slist_free_all(list); }
    };
    std::unique_ptr<curl_slist, Release> lines_;
};

struct Proxy {
    std::string address, user, password; // address empty: the way out is direct
    std::string no_proxy;                // hosts reached directly, joined with ','
};
void use_proxy(CURL* handle, const Proxy& proxy);

} // namespace settled::net
