#include "transport.hpp"

#include <settled/text.hpp>

#include <memory>

namespace settled::ledger_http {

// What arrives while libcurl runs, and why it was stopped.
struct Receiving {
    Answer* answer;
    const Host* host;
    std::size_t bytes_max;
    bool too_large = false, stopped = false;
};

namespace {

constexpr long slow_bytes_per_second = 1;
constexpr long slow_seconds = 60;
constexpr std::size_t header_bytes_max = 8192;

std::size_t take_body(char* data, std::size_t, std::size_t size, void* context) {
    auto& receiving = *static_cast<Receiving*>(context);
    if (receiving.answer->body.size() + size > receiving.bytes_max) return receiving.too_large = true, 0;
    receiving.answer->body.append(data, size);
    return size;
}

std::size_t take_header(char* data, std::size_t, std::size_t size, void* context) {
    auto& answer = *static_cast<Receiving*>(context)->answer;
    const std::string_view line(data, size);
    const std::size_t colon = line.find(':');
    if (size > header_bytes_max || colon == std::string_view::npos) return size;
    const std::string_view name = line.substr(0, colon), value = trim(line.substr(colon + 1));
    if (equal_ignoring_ascii_case(name, "Retry-After")) answer.retry_after = value;
    if (equal_ignoring_ascii_case(name, "Location")) answer.location = value;
    return size;
}

int look_up(void* context, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    auto& receiving = *static_cast<Receiving*>(context);
    receiving.stopped = receiving.host->cancelled();
    return receiving.stopped ? 1 : 0;
}

struct ReleaseUrl {
    void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
using Url = std::unique_ptr<CURLU, ReleaseUrl>;

std::optional<std::string> part(const Url& url, CURLUPart which, unsigned flags = 0) {
    char* text = nullptr;
    if (curl_url_get(url.get(), which, &text, flags) != CURLUE_OK) return std::nullopt;
    const std::unique_ptr<char, void (*)(void*)> owner(text, curl_free);
    return std::string(text);
}

Url parsed(const std::string& text) {
    Url url(curl_url());
    if (curl_url_set(url.get(), CURLUPART_URL, text.c_str(), 0) != CURLUE_OK) url.reset();
    return url;
}

} // namespace

bool same_origin(std::string_view left, std::string_view right) {
    const Url one = parsed(std::string(left)), other = parsed(std::string(right));
    if (!one || !other || part(one, CURLUPART_USER) || part(other, CURLUPART_USER)) return false;
    const auto port = [](const Url& url) { return part(url, CURLUPART_PORT, CURLU_DEFAULT_PORT); };
    return part(one, CURLUPART_SCHEME) == part(other, CURLUPART_SCHEME) && port(one) == port(other) &&
           equal_ignoring_ascii_case(part(one, CURLUPART_HOST).value_or("?"), part(other, CURLUPART_HOST).value_or("!"));
}

std::optional<std::string> resolved_url(const std::string& base, const std::string& reference) {
    const Url url = parsed(base);
    if (!url || curl_url_set(url.get(), CURLUPART_URL, reference.c_str(), CURLU_URLENCODE) != CURLUE_OK) return std::nullopt;
    return part(url, CURLUPART_URL);
}

std::string path_of_url(const std::string& text) {
    const Url url = parsed(text);
    return url ? part(url, CURLUPART_PATH).value_or("/") : "/";
}

Transport::Transport(TransportOptions options, Host host)
    : options_(std::move(options)), host_(host),
      handle_({options_.origin, {}, {}, options_.ca_file, false, options_.answer_seconds}, "http,https") {
    CURL* const handle = handle_.get();
    curl_easy_setopt(handle, CURLOPT_COOKIEFILE, ""); // cookies are kept, in memory only
    curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(handle, CURLOPT_ACCEPT_ENCODING, "gzip, deflate");
    curl_easy_setopt(handle, CURLOPT_LOW_SPEED_LIMIT, slow_bytes_per_second);
    curl_easy_setopt(handle, CURLOPT_LOW_SPEED_TIME, slow_seconds);
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, &take_body);
    curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, &take_header);
    curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, &look_up);
    curl_easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);
    if (options_.insecure_server_certificate) {
        curl_easy_setopt(handle, CURLOPT_SSL_VERIFYPEER, 0L);
        curl_easy_setopt(handle, CURLOPT_SSL_VERIFYHOST, 0L);
    }
    net::use_proxy(handle, options_.proxy);
}

Result<Answer> Transport::send(const Exchange& exchange) {
    CURL* const handle = handle_.get();
    Answer answer;
    Receiving receiving{&answer, &host_, options_.answer_bytes_max};
    net::HeaderLines headers;
    headers.add("Accept: application/json");
    headers.add("Expect:"); // some services never answer 100 Continue
    for (const auto& [name, value] : exchange.headers) headers.add(name + ": " + value);
    handle_.forget_words();
    curl_easy_setopt(handle, CURLOPT_URL, exchange.url.c_str());
    curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, &receiving);
    curl_easy_setopt(handle, CURLOPT_HEADERDATA, &receiving);
    curl_easy_setopt(handle, CURLOPT_XFERINFODATA, &receiving);
    curl_easy_setopt(handle, CURLOPT_HTTPAUTH, static_cast<long>(CURLAUTH_BASIC));
    curl_easy_setopt(handle, CURLOPT_USERNAME, exchange.user.empty() ? nullptr : exchange.user.c_str());
    curl_easy_setopt(handle, CURLOPT_PASSWORD, exchange.user.empty() ? nullptr : exchange.password.c_str());
    if (exchange.post) {
        curl_easy_setopt(handle, CURLOPT_POST, 1L);
        curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(exchange.body.size()));
        curl_easy_setopt(handle, CURLOPT_POSTFIELDS, exchange.body.c_str());
    } else {
        curl_easy_setopt(handle, CURLOPT_HTTPGET, 1L);
    }
    const CURLcode result = curl_easy_perform(handle);
    curl_easy_setopt(handle, CURLOPT_HTTPHEADER, nullptr); // the list goes now
    if (result != CURLE_OK) return failed(result, exchange, receiving);
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &answer.status);
    all_bytes_ += answer.body.size();
    if (all_bytes_ > options_.all_bytes_max)
        return fail(SETTLED_BAD_DATA, options_.origin + ": more than " + std::to_string(options_.all_bytes_max >> 20) +
                                          " MiB in one pull; is a filter missing in the connector?");
    return answer;
}

bool Transport::has_cookie(std::string_view name) const {
    curl_slist* found = nullptr;
    if (curl_easy_getinfo(handle_.get(), CURLINFO_COOKIELIST, &found) != CURLE_OK) return false;
    const std::unique_ptr<curl_slist, void (*)(curl_slist*)> all(found, curl_slist_free_all);
    constexpr std::size_t name_place = 5; // of a line in Netscape's cookie format
    for (const curl_slist* one = found; one != nullptr; one = one->next)
        if (const auto parts = split(one->data, '\t'); parts.size() > name_place + 1 && parts[name_place] == name) return true;
    return false;
}

void Transport::forget_cookies() { curl_easy_setopt(handle_.get(), CURLOPT_COOKIELIST, "ALL"); }

std::unexpected<Error> Transport::failed(CURLcode result, const Exchange& exchange, const Receiving& receiving) const {
    const std::string& where = options_.origin;
    if (receiving.stopped) return stopped();
    if (receiving.too_large)
        return fail(SETTLED_BAD_DATA, where + ": an answer of more than " + std::to_string(options_.answer_bytes_max >> 20) +
                                          " MiB; let the connector ask for fewer rows a page, or raise answer_mb");
    const std::string words = handle_.words(result);
    net::Server server;
    server.url = where, server.user = exchange.user;
    if (auto known = net::common_failure(server, result, words)) return std::unexpected(std::move(*known));
    switch (result) {
    case CURLE_PARTIAL_FILE:
    case CURLE_GOT_NOTHING:
    case CURLE_RECV_ERROR:
        return fail(SETTLED_UNAVAILABLE, where + ": the answer was cut (" + words + "); nothing of it is used");
    case CURLE_BAD_CONTENT_ENCODING:
        return fail(SETTLED_UNAVAILABLE, where + ": the answer's gzip is damaged or cut (" + words + "); nothing of it is used");
    case CURLE_SSL_CONNECT_ERROR:
        return fail(SETTLED_UNAVAILABLE,
                    where + ": TLS could not be agreed (" + words + "); the service must offer TLS 1.2 or newer on this port");
    default:
        return fail(SETTLED_UNAVAILABLE, where + ": " + words);
    }
}

} // namespace settled::ledger_http
