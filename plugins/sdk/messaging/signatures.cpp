#include <messaging/signatures.hpp>

#include <digest/hmac.hpp>
#include <digest/sha256.hpp>
#include <settled/text.hpp>

#include <algorithm>

namespace settled::messaging {
namespace {

using digest::base64;
using digest::hmac_sha256;
using digest::sha256_hex;

// Headers that are signed, as "name:value" lines in order of their names, and their names.
struct Canonical {
    std::string lines, names;
};

Canonical canonical(const std::map<std::string, std::string>& headers) {
    Canonical made;
    for (const auto& [name, value] : headers) {
        made.lines += name + ":" + std::string(trim(value)) + "\n";
        made.names += (made.names.empty() ? "" : ";") + name;
    }
    return made;
}

Canonical aliyun_headers(const HttpRequest& request) {
    std::map<std::string, std::string> headers;
    for (const auto& [name, value] : request.headers)
        if (const std::string low = ascii_lower(name); low == "host" || low.starts_with("x-acs-")) headers[low] = value;
    return canonical(headers);
}

Canonical tencent_headers(const HttpRequest& request, std::string_view host) {
    return canonical({{"content-type", request.content_type}, {"host", std::string(host)}});
}

std::string sorted_query(Fields fields) {
    std::ranges::sort(fields);
    return query_text(fields);
}

std::string scope_of(const Tencent& with) { return with.utc_day + "/" + with.service + "/tc3_request"; }

} // namespace

std::string percent_encoded(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF", plain = "-_.~";
    std::string made;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (letter || plain.contains(c))
            made += c;
        else
            made.append({'%', digits[byte >> 4], digits[byte & 15]});
    }
    return made;
}

std::string query_text(const Fields& fields) {
    std::string made;
    for (const auto& [name, value] : fields)
        made += (made.empty() ? "" : "&") + percent_encoded(name) + "=" + percent_encoded(value);
    return made;
}

std::string aliyun_v3_hashed_request(const HttpRequest& request) {
    const Canonical headers = aliyun_headers(request);
    return sha256_hex(request.method + "\n" + request.path + "\n" + sorted_query(request.query) + "\n" + headers.lines + "\n" +
                      headers.names + "\n" + sha256_hex(request.body));
}

void sign_aliyun_v3(HttpRequest& request, const AliyunV3& with) {
    constexpr std::string_view kind = "ACS3-HMAC-SHA256";
    request.headers.emplace_back("host", with.host);
    request.headers.emplace_back("x-acs-content-sha256", sha256_hex(request.body));
    request.headers.emplace_back("x-acs-date", with.utc);
    request.headers.emplace_back("x-acs-signature-nonce", with.nonce);
    const std::string signature =
        digest::hex(hmac_sha256(with.secret, std::string(kind) + "\n" + aliyun_v3_hashed_request(request)));
    request.headers.emplace_back("Authorization", std::string(kind) + " Credential=" + with.key_id + ",SignedHeaders=" +
                                                      aliyun_headers(request).names + ",Signature=" + signature);
}

std::string aliyun_rpc_signature(std::string_view method, std::map<std::string, std::string> fields, std::string_view secret) {
    fields.erase("Signature");
    const std::string query = query_text({fields.begin(), fields.end()});
    return base64(digest::hmac_sha1(std::string(secret) + "&",
                                    std::string(method) + "&" + percent_encoded("/") + "&" + percent_encoded(query)));
}

std::string tencent_hashed_request(const HttpRequest& request, std::string_view host) {
    const Canonical headers = tencent_headers(request, host);
    return sha256_hex(request.method + "\n" + request.path + "\n" + query_text(request.query) + "\n" + headers.lines + "\n" +
                      headers.names + "\n" + sha256_hex(request.body));
}

std::string tencent_signature(const HttpRequest& request, const Tencent& with) {
    const std::string text = "TC3-HMAC-SHA256\n" + std::to_string(with.unix_seconds) + "\n" + scope_of(with) + "\n" +
                             tencent_hashed_request(request, with.host);
    const std::string of_day = hmac_sha256("TC3" + with.secret, with.utc_day);
    return digest::hex(hmac_sha256(hmac_sha256(hmac_sha256(of_day, with.service), "tc3_request"), text));
}

void sign_tencent(HttpRequest& request, const Tencent& with) {
    const std::string signature = tencent_signature(request, with);
    request.headers.emplace_back("X-TC-Timestamp", std::to_string(with.unix_seconds));
    request.headers.emplace_back("Authorization", "TC3-HMAC-SHA256 Credential=" + with.key_id + "/" + scope_of(with) +
                                                      ", SignedHeaders=" + tencent_headers(request, with.host).names +
                                                      ", Signature=" + signature);
}

std::string dingtalk_signature(long long unix_milliseconds, std::string_view secret) {
    return base64(hmac_sha256(secret, std::to_string(unix_milliseconds) + "\n" + std::string(secret)));
}

std::string feishu_signature(long long unix_seconds, std::string_view secret) {
    return base64(hmac_sha256(std::to_string(unix_seconds) + "\n" + std::string(secret), ""));
}

} // namespace settled::messaging
