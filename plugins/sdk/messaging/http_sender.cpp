#include <messaging/http_sender.hpp>

#include <digest/hmac.hpp>
#include <net/http_request.hpp>
#include <settled/loopback.hpp>
#include <settled/text.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <optional>
#include <random>

namespace settled::messaging {
namespace {

struct Answer {
    long status = 0;
    std::string body;
    int retry_after_seconds = 0;
    bool too_large = false;
};

std::size_t take_body(char* data, std::size_t, std::size_t size, void* context) {
    auto& answer = *static_cast<Answer*>(context);
    if (answer.body.size() + size > answer_bytes_max) return answer.too_large = true, 0;
    answer.body.append(data, size);
    return size;
}

std::size_t take_header(char* data, std::size_t, std::size_t size, void* context) {
    constexpr int seconds_max = 86'400;
    const std::string_view line(data, size);
    const std::size_t colon = line.find(':');
    if (colon != std::string_view::npos && equal_ignoring_ascii_case(line.substr(0, colon), "Retry-After")) {
        const std::string_view value = trim(line.substr(colon + 1));
        int seconds = 0;
        std::from_chars(value.data(), value.data() + value.size(), seconds);
        static_cast<Answer*>(context)->retry_after_seconds = std::clamp(seconds, 0, seconds_max);
    }
    return size;
}

// "2023-10-26T10:22:32Z"
std::string utc_text(std::int64_t unix_ms) {
    const std::chrono::sys_time<std::chrono::milliseconds> moment{std::chrono::milliseconds(unix_ms)};
    const auto day = std::chrono::floor<std::chrono::days>(moment);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss time(std::chrono::floor<std::chrono::seconds>(moment - day));
    std::array<char, 64> text{};
    const int size =
        std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02dZ", int(date.year()), unsigned(date.month()),
                      unsigned(date.day()), int(time.hours().count()), int(time.minutes().count()), int(time.seconds().count()));
    return {text.data(), static_cast<std::size_t>(size)};
}

std::string fresh_nonce() {
    std::random_device source;
    std::string made;
    constexpr int words = 4;
    for (int i = 0; i < words; ++i) {
        constexpr std::string_view digits = "0123456789abcdef";
        auto word = static_cast<std::uint32_t>(source());
        for (int digit = 0; digit < 8; ++digit, word >>= 4U) made += digits[word & 15U];
    }
    return made;
}

// Did nothing of the request leave? Before a connection stands there is nothing to leave on. An answer that is no HTTP comes
// as CURLE_UNSUPPORTED_PROTOCOL, after the request: that is not here.
bool nothing_left(CURLcode result) {
    return result == CURLE_COULDNT_RESOLVE_HOST || result == CURLE_COULDNT_RESOLVE_PROXY || result == CURLE_COULDNT_CONNECT ||
           result == CURLE_PEER_FAILED_VERIFICATION || result == CURLE_SSL_CONNECT_ERROR || result == CURLE_SSL_CACERT_BADFILE ||
           result == CURLE_URL_MALFORMAT;
}

// The request's own half of the handle; the lines must outlive the transfer.
net::HeaderLines prepare(CURL* curl, const HttpRequest& request, Answer& answer) {
    const std::string query = query_text(request.query);
    const std::string url = request.url + request.path + (query.empty() ? "" : "?" + query);
    net::HeaderLines headers;
    headers.add("Expect:");
    for (const auto& [name, value] : request.headers)
        if (ascii_lower(name) != "host") headers.add(name + ": " + value);
    if (!request.content_type.empty()) headers.add("Content-Type: " + request.content_type);
    curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(curl, CURLOPT_FRESH_CONNECT, 1L);
    curl_easy_setopt(curl, CURLOPT_FORBID_REUSE, 1L);
    curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, &take_body);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, &take_header);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, &answer);
    if (!request.user.empty()) {
        curl_easy_setopt(curl, CURLOPT_HTTPAUTH, static_cast<long>(CURLAUTH_BASIC));
        curl_easy_setopt(curl, CURLOPT_USERNAME, request.user.c_str());
        curl_easy_setopt(curl, CURLOPT_PASSWORD, request.password.c_str());
    }
    if (request.method == "POST") {
        curl_easy_setopt(curl, CURLOPT_POST, 1L);
        curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request.body.c_str());
    }
    return headers;
}

} // namespace

std::string utc_day(std::int64_t unix_ms) {
    constexpr std::size_t day_letters = 10;
    return utc_text(unix_ms).substr(0, day_letters);
}

HttpSender::HttpSender(Provider provider, SenderOptions options, Bindings credentials)
    : provider_(std::move(provider)), options_(std::move(options)), credentials_(std::move(credentials)) {
    if (!options_.url.empty()) provider_.url = options_.url;
    while (provider_.url.ends_with('/')) provider_.url.pop_back();
}

Result<HttpSender> HttpSender::make(Provider provider, SenderOptions options, Bindings credentials) {
    HttpSender made(std::move(provider), std::move(options), std::move(credentials));
    for (const std::string& name : made.provider_.needs)
        if (made.credential(name).empty())
            return fail(SETTLED_INVALID_CONFIG, "provider " + made.provider_.name + " needs \"" + name + "\"");
    const std::string& url = made.provider_.url;
    if (url.empty()) return fail(SETTLED_INVALID_CONFIG, "provider " + made.provider_.name + " needs url");
    if (!url.starts_with("https://") && !(url.starts_with("http://") && is_loopback_url(url)))
        return fail(SETTLED_INVALID_CONFIG, "the url must begin with https:// (http:// only for a gateway on this machine)");
    return made;
}

std::string HttpSender::place() const {
    const std::string& url = provider_.url;
    const std::size_t host = url.find("://") == std::string::npos ? 0 : url.find("://") + 3;
    return url.substr(0, url.find('/', host));
}

std::string HttpSender::credential(std::string_view name) const {
    const auto hit = credentials_.find(name);
    return hit == credentials_.end() ? std::string() : hit->second;
}

std::string HttpSender::without_secrets(std::string words) const {
    for (const auto& [name, value] : credentials_) {
        constexpr std::size_t secret_bytes_min = 4;
        const bool secret = name.contains("secret") || name.contains("token") || name.contains("password") ||
                            name.contains("key") || std::ranges::find(provider_.secrets, name) != provider_.secrets.end();
        if (!secret || value.size() < secret_bytes_min) continue;
        for (std::size_t at = words.find(value); at != std::string::npos; at = words.find(value, at + 3))
            words.replace(at, value.size(), "***");
    }
    return words;
}

Result<HttpRequest> HttpSender::request(const RequestForm& wanted, const Bindings& values, std::int64_t now_unix_ms) const {
    Bindings all = credentials_;
    for (const auto& [name, value] : values) all.insert_or_assign(name, value);
    const std::string nonce = fresh_nonce();
    constexpr std::int64_t per_second = 1000;
    all["unix_milliseconds"] = std::to_string(now_unix_ms), all["unix_seconds"] = std::to_string(now_unix_ms / per_second);
    all["utc"] = utc_text(now_unix_ms), all["nonce"] = nonce;
    const std::string secret = credential("signing_key");
    if (provider_.signing == Signing::dingtalk) all["signature"] = dingtalk_signature(now_unix_ms, secret);
    if (provider_.signing == Signing::feishu) all["signature"] = feishu_signature(now_unix_ms / per_second, secret);

    HttpRequest made;
    made.method = wanted.method, made.url = provider_.url;
    const auto fill_fields = [&](const Fields& from, Fields& to) -> Status {
        for (const auto& [name, text] : from) {
            auto value = filled(text, all);
            if (!value) return pass(value);
            if (!value->empty()) to.emplace_back(name, std::move(*value)); // nothing to say: the field is left out
        }
        return {};
    };
    auto path = filled(wanted.path, all);
    if (!path) return pass(path);
    made.path = *path;
    Fields form;
    for (const Status& done :
         {fill_fields(wanted.query, made.query), fill_fields(wanted.headers, made.headers), fill_fields(wanted.form, form)})
        if (!done) return std::unexpected(done.error());
    for (const auto& [name, value] : made.headers)
        if (value.find_first_of("\r\n") != std::string::npos) return fail(SETTLED_BAD_DATA, "a header would hold a line break");
    if (!wanted.body.is_null()) {
        auto body = filled_json(wanted.body, all);
        if (!body) return pass(body);
        made.body = body->dump(), made.content_type = "application/json; charset=utf-8";
    } else if (!form.empty()) {
        made.body = query_text(form), made.content_type = "application/x-www-form-urlencoded; charset=utf-8";
    }
    if (Status fine = sign(made, now_unix_ms, nonce); !fine) return pass(fine);
    return made;
}

Status HttpSender::sign(HttpRequest& request, std::int64_t now_unix_ms, const std::string& nonce) const {
    const std::string key_id = credential("access_key_id"), secret = credential("access_key_secret");
    const std::string host = place().substr(place().find("://") + 3), utc = utc_text(now_unix_ms);
    switch (provider_.signing) {
    case Signing::basic:
        request.user = key_id, request.password = secret;
        return {};
    case Signing::aliyun_v3:
        sign_aliyun_v3(request, {key_id, secret, utc, nonce, host});
        return {};
    case Signing::aliyun_rpc: {
        request.query.emplace_back("SignatureNonce", nonce);
        const std::map<std::string, std::string> signed_fields(request.query.begin(), request.query.end());
        request.query.emplace_back("Signature", aliyun_rpc_signature(request.method, signed_fields, secret));
        return {};
    }
    case Signing::tencent:
        sign_tencent(request, {key_id, secret, provider_.service, host, utc_day(now_unix_ms), now_unix_ms / 1000});
        return {};
    case Signing::none:
    case Signing::dingtalk:
    case Signing::feishu:
        return {};
    }
    return {};
}

Status HttpSender::after_answer(const Verdict& verdict, std::string_view whom) const {
    const std::string said = provider_.name + " (" + place() + "): ", words = "(" + without_secrets(visible(verdict.words)) + ")";
    switch (verdict.meaning) {
    case Meaning::sent:
        return {};
    case Meaning::later:
        return fail(SETTLED_UNAVAILABLE, said + "not now " + words);
    case Meaning::number:
        return fail(SETTLED_REJECTED, said + "the recipient <" + std::string(whom) + "> is refused for good " + words);
    case Meaning::content:
        return fail(SETTLED_BAD_DATA, said + "the message is refused for what it says " + words);
    case Meaning::gateway:
        return fail(SETTLED_ACCESS_DENIED, said + "refused for a reason that is not the recipient " + words +
                                               ". Check the gateway's account and settings");
    case Meaning::unknown:
        break;
    }
    return fail(SETTLED_UNAVAILABLE, said + "the answer is none " + words + "; the message may have arrived");
}

Status HttpSender::reach() const {
    constexpr long seconds = 20;
    const net::CurlHandle handle({place(), {}, {}, options_.ca_file, false, seconds}, "http,https");
    curl_easy_setopt(handle.get(), CURLOPT_CONNECT_ONLY, 1L);
    net::use_proxy(handle.get(), options_.proxy);
    const CURLcode result = curl_easy_perform(handle.get());
    if (result == CURLE_OK) return {};
    const std::string words = without_secrets(visible(handle.words(result)));
    if (auto known = net::common_failure({place()}, result, words)) return std::unexpected(std::move(*known));
    return fail(SETTLED_UNAVAILABLE, place() + ": " + words);
}

Status HttpSender::send(const Bindings& values, std::string_view whom, std::int64_t now_unix_ms, const HandOver& hand_over,
                        settled_send_outcome& outcome) {
    auto made = request(provider_.request, values, now_unix_ms);
    if (!made) return pass(made);
    const net::CurlHandle handle({place(), {}, {}, options_.ca_file, false, options_.timeout_seconds}, "http,https");
    CURL* const curl = handle.get();
    Answer answer;
    const net::HeaderLines headers = prepare(curl, *made, answer);
    net::use_proxy(curl, options_.proxy);
    if (Status released = hand_over(); !released) return released;
    const CURLcode result = curl_easy_perform(curl);
    if (result != CURLE_OK) {
        outcome.after_hand_over = nothing_left(result) ? 0 : 1;
        const std::string words = without_secrets(visible(handle.words(result)));
        if (auto known = outcome.after_hand_over != 0 ? std::nullopt : net::common_failure({place()}, result, words))
            return std::unexpected(std::move(*known));
        return fail(SETTLED_UNAVAILABLE,
                    provider_.name + " (" + place() + "): " + words +
                        (outcome.after_hand_over != 0 ? "; the message may have arrived" : "; nothing was sent"));
    }
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &answer.status);
    outcome.reply_code = static_cast<int>(answer.status);
    outcome.retry_after_seconds = answer.retry_after_seconds;
    const Verdict verdict = judge(provider_, answer.status, answer.body);
    set_provider_id(outcome, visible(verdict.id));
    outcome.after_hand_over = verdict.meaning == Meaning::unknown ? 1 : 0;
    return after_answer(verdict, whom);
}

Result<std::string> HttpSender::ask(const Reports& how, const Bindings& values, std::string_view next,
                                    std::int64_t now_unix_ms) const {
    RequestForm form = how.request;
    if (!next.empty()) {
        if (!next.starts_with('/') || next.find_first_of("{}\r\n ") != std::string_view::npos)
            return fail(SETTLED_BAD_DATA, provider_.name + ": the next page \"" + visible(next) + "\" is no path");
        form.path = next, form.query.clear();
    }
    auto made = request(form, values, now_unix_ms);
    if (!made) return pass(made);
    const net::CurlHandle handle({place(), {}, {}, options_.ca_file, false, options_.timeout_seconds}, "http,https");
    Answer answer;
    const net::HeaderLines headers = prepare(handle.get(), *made, answer);
    net::use_proxy(handle.get(), options_.proxy);
    const CURLcode result = curl_easy_perform(handle.get());
    const std::string said = provider_.name + " (" + place() + "): ";
    if (result != CURLE_OK) {
        const std::string words = without_secrets(visible(handle.words(result)));
        if (auto known = net::common_failure({place()}, result, words)) return std::unexpected(std::move(*known));
        return fail(SETTLED_UNAVAILABLE, said + words);
    }
    curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &answer.status);
    constexpr long ok = 200, unauthorised = 401, forbidden = 403;
    if (answer.status == ok) return std::move(answer.body);
    constexpr std::size_t words_max = 200;
    const std::string words = without_secrets(visible(cut_at_character(trim(answer.body), words_max)));
    return fail(answer.status == unauthorised || answer.status == forbidden ? SETTLED_ACCESS_DENIED : SETTLED_UNAVAILABLE,
                said + "reports were refused with HTTP " + std::to_string(answer.status) + " (" + words + ")");
}

} // namespace settled::messaging
