// curl_handle.hpp -- one libcurl transfer handle under the rules of the house: the protocols that were
// meant and no others, no HTTP proxy, TLS of version 1.2 or newer required and verified, every wait with an end.
#pragma once

#include <settled/result.hpp>

#include <curl/curl.h>

#include <array>
#include <memory>
#include <optional>
#include <string>

namespace settled::net {

inline constexpr long connect_seconds_max = 30;

class AccessTokens;

struct Server {
    std::string url, user, password, ca_file; // user empty: no login; ca_file: besides the system's authorities
    bool tls = true;                          // required, by the scheme or by STARTTLS
    long timeout_seconds = 60;                // of one transfer
    std::string access_token;                 // of OAuth 2.0 (RFC 6749), instead of the password: XOAUTH2 or OAUTHBEARER
    std::shared_ptr<AccessTokens> tokens;     // where they come from, a new one for each login that wants it; may be none
};

class CurlHandle {
  public:
    // `protocols` as libcurl writes them: "imap,imaps".
    CurlHandle(const Server& server, const char* protocols);

    CURL* get() const { return handle_.get(); }
    // libcurl's words about the last failure; those of an older one are forgotten by forget_words().
    std::string words(CURLcode result) const;
    void forget_words();

  private:
    struct Release {
        void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
    };
    std::unique_ptr<std::array<char, CURL_ERROR_SIZE>> words_; // where libcurl writes; must not move
    std::unique_ptr<CURL, Release> handle_;
};

// What a failure means whatever the protocol: a refused login, a certificate that is not to be
// trusted, TLS that is not offered, a wrong address. Nothing: the protocol itself must tell.
std::optional<Error> common_failure(const Server& server, CURLcode result, const std::string& words);
bool login_was_refused(const Error& error); // of such failures: which of them it is

} // namespace settled::net
