#include <net/address.hpp>

#include <settled/text.hpp>

#include <curl/curl.h>

#include <algorithm>
#include <memory>

namespace settled::net {
namespace {

struct ReleaseUrl {
    void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
using Url = std::unique_ptr<CURLU, ReleaseUrl>;

// Empty where the URL has no such part.
std::string part(const Url& url, CURLUPart which, unsigned flags) {
    char* text = nullptr;
    if (curl_url_get(url.get(), which, &text, flags) != CURLUE_OK) return {};
    const std::unique_ptr<char, void (*)(void*)> owner(text, curl_free);
    return text;
}

std::string expected(std::span<const Scheme> schemes) {
    std::string words;
    for (const Scheme& scheme : schemes)
        words += (words.empty() ? "" : " or ") + std::string(scheme.name) + "://HOST:" + std::to_string(scheme.port);
    return words;
}

} // namespace

std::string Address::server() const {
    const bool bare_ipv6 = host.find(':') != std::string::npos && !host.starts_with('[');
    return scheme + "://" + (bare_ipv6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

Result<Address> parse_address(std::string_view text, std::span<const Scheme> schemes) {
    const auto refuse = [&](std::string_view why) {
        return fail(SETTLED_INVALID_CONFIG, "url = \"" + visible(text) + "\": " + std::string(why));
    };
    // Before anything repeats the URL: what stands before the '@' may be a password.
    if (text.substr(0, text.find('/', text.find("://") + 3)).find('@') != std::string_view::npos)
        return fail(SETTLED_INVALID_CONFIG, "url holds a user or password; write them as user and password = \"secret:NAME\"");
    const Url url(curl_url());
    constexpr unsigned lenient = CURLU_NON_SUPPORT_SCHEME | CURLU_ALLOW_SPACE;
    if (curl_url_set(url.get(), CURLUPART_URL, std::string(text).c_str(), lenient) != CURLUE_OK)
        return refuse("is no URL; expected " + expected(schemes));
    Address made;
    made.scheme = part(url, CURLUPART_SCHEME, 0);
    const auto scheme = std::ranges::find(schemes, made.scheme, &Scheme::name);
    if (scheme == schemes.end()) return refuse("expected " + expected(schemes));
    made.host = part(url, CURLUPART_HOST, 0);
    const std::string port = part(url, CURLUPART_PORT, 0);
    made.port = port.empty() ? scheme->port : std::stoi(port); // libcurl has checked it: digits, 65535 at most
    made.path = part(url, CURLUPART_PATH, CURLU_URLDECODE);
    if (made.path.empty()) return refuse("holds an encoded control character; expected a plain path");
    if (!part(url, CURLUPART_QUERY, 0).empty() || !part(url, CURLUPART_FRAGMENT, 0).empty())
        return refuse("holds a '?' or '#'; write %3F and %23 where a name has them");
    return made;
}

} // namespace settled::net
