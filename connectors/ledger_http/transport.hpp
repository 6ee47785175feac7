// transport.hpp -- one request and its whole answer, by libcurl: TLS required and verified, no redirect
// followed, every wait and every size with an end.
#pragma once

#include <net/curl_handle.hpp>
#include <net/http_request.hpp>
#include <settled/host.hpp>
#include <settled/result.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace settled::ledger_http {

struct TransportOptions {
    std::string origin; // "https://erp.corp.test:50000"; every request goes there or to token_origin
    std::string ca_file;
    net::Proxy proxy;
    bool insecure_server_certificate = false;
    long answer_seconds = 120;                            // of one request
    std::size_t answer_bytes_max = std::size_t{32} << 20; // unpacked
    std::uint64_t all_bytes_max = std::uint64_t{8} << 30; // of one pull
};

struct Exchange {
    bool post = false;
    std::string url;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    std::string user, password; // HTTP basic authentication; empty: none
};

struct Answer {
    long status = 0;
    std::string body;
    std::string location;    // of a redirect
    std::string retry_after; // as the service wrote it
};

class Transport {
  public:
    Transport(TransportOptions options, Host host);

    // Any status is an answer. UNAVAILABLE: not reached, cut, too slow. ACCESS_DENIED: the certificate.
    // BAD_DATA: too large. STOPPED: the agent said so.
    Result<Answer> send(const Exchange& exchange);

    // Of the session: "B1SESSION" is there.
    bool has_cookie(std::string_view name) const;
    void forget_cookies();

  private:
    std::unexpected<Error> failed(CURLcode result, const Exchange& exchange, const struct Receiving& receiving) const;

    TransportOptions options_;
    Host host_;
    net::CurlHandle handle_;
    std::uint64_t all_bytes_ = 0;
};

// Whether both URLs name the same scheme, host and port.
bool same_origin(std::string_view left, std::string_view right);

// `reference` ("/x", "x?y", "https://…") as seen from `base` (RFC 3986). Nothing for what is no URL.
std::optional<std::string> resolved_url(const std::string& base, const std::string& reference);

// The path of a URL, as written.
std::string path_of_url(const std::string& url);

} // namespace settled::ledger_http
