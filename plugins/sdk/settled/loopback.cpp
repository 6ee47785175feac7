#include "settled/loopback.hpp"

#include "settled/text.hpp"

#include <algorithm>
#include <vector>

namespace settled {
namespace {

// 0 to 255 in one to three digits.
bool is_octet(std::string_view text) {
    constexpr std::size_t digits_max = 3;
    constexpr int largest = 255;
    if (text.empty() || text.size() > digits_max) return false;
    int value = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return false;
        value = value * 10 + (c - '0');
    }
    return value <= largest;
}

} // namespace

std::string_view host_of_url(std::string_view url) {
    constexpr std::string_view mark = "://";
    if (const std::size_t scheme = url.find(mark); scheme != std::string_view::npos) url.remove_prefix(scheme + mark.size());
    std::string_view authority = url.substr(0, url.find_first_of("/?#"));
    if (const std::size_t user = authority.rfind('@'); user != std::string_view::npos) authority.remove_prefix(user + 1);
    if (authority.starts_with('['))
        if (const std::size_t end = authority.find(']'); end != std::string_view::npos) return authority.substr(0, end + 1);
    return authority.substr(0, authority.find(':'));
}

bool is_loopback_host(std::string_view host) {
    if (host == "::1" || host == "[::1]" || equal_ignoring_ascii_case(host, "localhost")) return true;
    constexpr std::size_t octets = 4;
    const std::vector<std::string_view> parts = split(host, '.');
    return parts.size() == octets && parts.front() == "127" && std::ranges::all_of(parts, is_octet);
}

bool is_loopback_url(std::string_view url) {
    return url.find_first_of("@\\") == std::string_view::npos && is_loopback_host(host_of_url(url));
}

} // namespace settled
