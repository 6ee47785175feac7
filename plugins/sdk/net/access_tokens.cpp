#include <net/access_tokens.hpp>

#include <net/curl_handle.hpp>
#include <settled/loopback.hpp>
#include <settled/text.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <string_view>
#include <utility>

namespace settled::net {
namespace {

constexpr std::size_t answer_bytes_max = std::size_t{64} * 1024, words_bytes_max = 300;
constexpr std::int64_t ms_per_second = 1000, good_seconds_usual = 300, good_seconds_max = 86'400;

std::size_t take(char* data, std::size_t, std::size_t size, void* context) {
    auto& answer = *static_cast<std::string*>(context);
    if (answer.size() + size > answer_bytes_max) return 0;
    answer.append(data, size);
    return size;
}

std::string form(std::initializer_list<std::pair<std::string_view, std::string_view>> fields) {
    std::string made;
    for (const auto& [name, value] : fields) {
        if (value.empty()) continue;
        made += made.empty() ? "" : "&";
        made += name;
        made += '=';
        char* const escaped = curl_easy_escape(nullptr, value.data(), static_cast<int>(value.size()));
        made += escaped != nullptr ? escaped : "";
        curl_free(escaped);
    }
    return made;
}

std::string text_in(const nlohmann::json& answer, const char* name) {
    const auto hit = answer.find(name);
    return hit != answer.end() && hit->is_string() ? hit->get<std::string>() : std::string();
}

// RFC 6749, 5.1; some servers write the seconds as text.
std::int64_t good_seconds(const nlohmann::json& answer) {
    const auto hit = answer.find("expires_in");
    if (hit == answer.end()) return good_seconds_usual;
    std::int64_t seconds = good_seconds_usual;
    if (hit->is_number_integer()) seconds = hit->get<std::int64_t>();
    if (hit->is_string()) seconds = std::strtoll(hit->get_ref<const std::string&>().c_str(), nullptr, 10);
    return std::clamp<std::int64_t>(seconds, 0, good_seconds_max);
}

} // namespace

Result<std::string> AccessTokens::get() {
    kept_ = !token_.empty() && host_.now_unix_ms() < good_until_ms_;
    if (kept_) return token_;
    return ask();
}

bool AccessTokens::refused() {
    token_.clear();
    return std::exchange(kept_, false);
}

Result<std::string> AccessTokens::ask() {
    token_.clear();
    const std::int64_t asked_at_ms = host_.now_unix_ms();
    const Server server{source_.url, {}, {}, source_.ca_file, false, source_.timeout_seconds, {}, {}};
    const CurlHandle handle(server, "http,https");
    CURL* const curl = handle.get();
    use_proxy(curl, source_.proxy);
    HeaderLines headers;
    headers.add("Accept: application/json");
    headers.add("Expect:");
    const std::string body = form({{"grant_type", source_.refresh_token.empty() ? "client_credentials" : "refresh_token"},
                                   {"client_id", source_.client_id},
                                   {"client_secret", source_.client_secret},
                                   {"refresh_token", source_.refresh_token},
                                   {"scope", source_.scope}});
    std::string said;
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, static_cast<long>(body.size()));
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.c_str());
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, &take);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &said);
    const CURLcode result = curl_easy_perform(curl);
    const std::string where = "token_url " + source_.url + ": ";
    if (result != CURLE_OK) {
        const std::string words = handle.words(result);
        if (result == CURLE_PEER_FAILED_VERIFICATION)
            return fail(SETTLED_ACCESS_DENIED,
                        where + "the server's certificate cannot be trusted (" + words + "). Add its authority as ca_file");
        return fail(SETTLED_UNAVAILABLE, where + words + "; it is tried again at the next run");
    }
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    constexpr long ok = 200, too_many = 429, server_trouble = 500;
    const auto answer = nlohmann::json::parse(said, nullptr, false);
    if (status == ok && answer.is_object()) token_ = text_in(answer, "access_token");
    if (!token_.empty()) {
        // A token that ends while the login goes on is refused there: it counts as ended a minute, or half its time, before.
        constexpr std::int64_t early_seconds = 60;
        const std::int64_t seconds = good_seconds(answer);
        good_until_ms_ = asked_at_ms + std::max(seconds - early_seconds, seconds / 2) * ms_per_second;
        return token_;
    }
    // The words of RFC 6749, 5.2; never the rest of the answer, which may repeat what we said.
    std::string words;
    if (answer.is_object()) words = text_in(answer, "error") + ": " + text_in(answer, "error_description");
    words = words.size() > 2 ? visible(cut_at_character(trim(words), words_bytes_max)) : "no words in the form of RFC 6749";
    if (status == too_many || status >= server_trouble)
        return fail(SETTLED_UNAVAILABLE, where + "no token now, HTTP " + std::to_string(status) + " (" + words +
                                             "); it is tried again at the next run");
    return fail(SETTLED_ACCESS_DENIED, where + "no token, HTTP " + std::to_string(status) + " (" + words +
                                           "). Look at client_id and token_scope, and set " +
                                           (source_.refresh_token.empty() ? "client_secret" : "client_secret or refresh_token") +
                                           " anew with settled secret set");
}

Result<std::shared_ptr<AccessTokens>> read_tokens(const Settings& settings, Host host) {
    TokenSource source{
        settings.text("token_url"),
        settings.text("client_id"),
        settings.text("client_secret"),
        settings.text("refresh_token"),
        settings.text("token_scope"),
        settings.text("ca_file"),
        {settings.text("proxy"), settings.text("proxy_user"), settings.text("proxy_password"), settings.text("no_proxy")},
    };
    if (source.url.empty()) {
        for (const auto* const key : {"client_id", "client_secret", "refresh_token", "token_scope"})
            if (!settings[key].empty())
                return fail(SETTLED_INVALID_CONFIG, std::string(key) + " is of use with token_url only; write token_url too");
        return nullptr;
    }
    if (!source.url.starts_with("https://") && !(source.url.starts_with("http://") && is_loopback_url(source.url)))
        return fail(SETTLED_INVALID_CONFIG, "token_url = \"" + source.url + "\": expected https://");
    if (source.client_id.empty() || (source.client_secret.empty() && source.refresh_token.empty()))
        return fail(SETTLED_INVALID_CONFIG, "token_url needs client_id, and client_secret or refresh_token, as secret:NAME");
    if (settings["user"].empty() || !settings["password"].empty())
        return fail(SETTLED_INVALID_CONFIG, "token_url stands for the password of user; write user, and no password");
    return std::make_shared<AccessTokens>(std::move(source), host);
}

} // namespace settled::net
