#include <net/http_request.hpp>

namespace settled::net {

void HeaderLines::add(const std::string& line) {
    curl_slist* const longer = curl_slist_append(lines_.get(), line.c_str());
    if (longer == nullptr) return;
    static_cast<void>(lines_.release());
    lines_.reset(longer);
}

void use_proxy(CURL* handle, const Proxy& proxy) {
    if (proxy.address.empty()) return;
    curl_easy_setopt(handle, CURLOPT_PROXY, proxy.address.c_str());
    curl_easy_setopt(handle, CURLOPT_NOPROXY, proxy.no_proxy.c_str());
    if (!proxy.user.empty()) curl_easy_setopt(handle, CURLOPT_PROXYUSERNAME, proxy.user.c_str());
    if (!proxy.password.empty()) curl_easy_setopt(handle, CURLOPT_PROXYPASSWORD, proxy.password.c_str());
}

} // namespace settled::net
