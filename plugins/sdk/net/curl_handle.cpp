#include <net/curl_handle.hpp>

namespace settled::net {

namespace {

constexpr std::string_view refused_login = "the server refused the login of ";

} // namespace

CurlHandle::CurlHandle(const Server& server, const char* protocols)
    : words_(std::make_unique<std::array<char, CURL_ERROR_SIZE>>()), handle_(curl_easy_init()) {
    CURL* handle = handle_.get();
    forget_words();
    curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, words_->data());
    curl_easy_setopt(handle, CURLOPT_URL, server.url.c_str());
    curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, protocols);
    curl_easy_setopt(handle, CURLOPT_PROXY, ""); // mail and file transfer never go through an HTTP proxy
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_TCP_KEEPALIVE, 1L);
    curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT, connect_seconds_max);
    curl_easy_setopt(handle, CURLOPT_TIMEOUT, server.timeout_seconds);
    // "Try" would send the password in clear to a server that offers no TLS.
    curl_easy_setopt(handle, CURLOPT_USE_SSL,
                     server.tls ? static_cast<long>(CURLUSESSL_ALL) : static_cast<long>(CURLUSESSL_NONE));
    // Said here, because what a machine's own settings take differs: a mail server of long ago would be spoken to in TLS 1.0.
    curl_easy_setopt(handle, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    curl_easy_setopt(handle, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(handle, CURLOPT_SSL_VERIFYHOST, 2L);
    if (!server.ca_file.empty()) curl_easy_setopt(handle, CURLOPT_CAINFO, server.ca_file.c_str());
    if (server.user.empty()) return;
    curl_easy_setopt(handle, CURLOPT_USERNAME, server.user.c_str());
    if (server.access_token.empty())
        curl_easy_setopt(handle, CURLOPT_PASSWORD, server.password.c_str());
    else
        curl_easy_setopt(handle, CURLOPT_XOAUTH2_BEARER, server.access_token.c_str());
}

std::string CurlHandle::words(CURLcode result) const {
    return words_->front() != '\0' ? words_->data() : curl_easy_strerror(result);
}

void CurlHandle::forget_words() { words_->front() = '\0'; }

namespace {

// In the words of OpenSSL ("unsupported protocol", the alert "protocol version") and of other libraries.
bool tells_of_old_tls(const std::string& words) {
    return words.contains("unsupported protocol") || words.contains("protocol version");
}

} // namespace

std::optional<Error> common_failure(const Server& server, CURLcode result, const std::string& words) {
    const std::string where = server.url + ": ";
    switch (result) {
    case CURLE_LOGIN_DENIED:
        return Error{SETTLED_ACCESS_DENIED,
                     where + std::string(refused_login) + server.user + " (" + words + "). " +
                         (server.tokens ? "Look at what the account allows token_url's program, and at token_scope"
                                        : "Set the password with settled secret set")};
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
        return Error{SETTLED_ACCESS_DENIED,
                     where + "the server's certificate cannot be trusted (" + words + "). Add its authority as ca_file"};
    case CURLE_USE_SSL_FAILED:
        return Error{SETTLED_ACCESS_DENIED, where + "the server offers no TLS, and without it nothing is said to it (" + words +
                                                "). Use its port for TLS, such as smtps:// or imaps://"};
    case CURLE_SSL_CONNECT_ERROR:
        if (!tells_of_old_tls(words)) return std::nullopt;
        return Error{SETTLED_ACCESS_DENIED, where + "the server speaks no TLS 1.2 or newer (" + words +
                                                "), and older ones can be read by others; have TLS 1.2 switched on there"};
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL:
        return Error{SETTLED_INVALID_CONFIG, where + words + "; expected a url such as imaps://HOST:993"};
    default:
        return std::nullopt;
    }
}

bool login_was_refused(const Error& error) { return error.message.contains(refused_login); }

} // namespace settled::net
