// http_sender.hpp -- one message as one HTTP request: filled in, signed, sent at most once, its answer judged.
//
// Never on a connection that was kept: libcurl repeats a request by itself when a kept connection turns out to be
// closed, and a repeated request is a second message. Nothing of a secret or of a URL that holds one is ever said.
#pragma once

#include <messaging/provider.hpp>
#include <net/curl_handle.hpp>
#include <net/http_request.hpp>
#include <settled/host.hpp>
#include <settled/notify.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace settled::messaging {

struct SenderOptions {
    std::string url; // instead of the provider's
    std::string ca_file;
    net::Proxy proxy;
    long timeout_seconds = 60;
};

inline constexpr std::size_t answer_bytes_max = std::size_t{1024} * 1024;

std::string utc_day(std::int64_t unix_ms); // "2023-10-26"

class HttpSender {
  public:
    // INVALID_CONFIG: the provider needs an option that is empty, or the URL is neither https nor of this machine.
    // `credentials`: the options that a request may name.
    static Result<HttpSender> make(Provider provider, SenderOptions options, Bindings credentials);

    const Provider& provider() const { return provider_; }
    // Where it goes to, for people: scheme, host and port.
    std::string place() const;

    // Reached, TLS verified, nothing sent: any answer will do.
    Status reach() const;

    // `values`: what else the request may name. `whom` stands in a refusal about the recipient.
    Status send(const Bindings& values, std::string_view whom, std::int64_t now_unix_ms, const HandOver& hand_over,
                settled_send_outcome& outcome);

    // Asks for reports, which changes nothing there: the body of the answer. `next`: the page's path, as the last page told; ""
    // the first. UNAVAILABLE, ACCESS_DENIED as HTTP says it.
    Result<std::string> ask(const Reports& how, const Bindings& values, std::string_view next, std::int64_t now_unix_ms) const;

  private:
    HttpSender(Provider provider, SenderOptions options, Bindings credentials);
    Result<HttpRequest> request(const RequestForm& form, const Bindings& values, std::int64_t now_unix_ms) const;
    Status sign(HttpRequest& request, std::int64_t now_unix_ms, const std::string& nonce) const;
    Status after_answer(const Verdict& verdict, std::string_view whom) const;
    std::string without_secrets(std::string words) const;
    std::string credential(std::string_view name) const;

    Provider provider_;
    SenderOptions options_;
    Bindings credentials_;
};

} // namespace settled::messaging
