// signatures.hpp -- how providers of messages want their requests signed, each after its own document.
//
// Pure: time and the number used once are handed in. A secret goes in and nothing of it comes out.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace settled::messaging {

using Fields = std::vector<std::pair<std::string, std::string>>;

struct HttpRequest {
    std::string method = "POST", url; // url: scheme and host, without '/' at its end
    std::string path = "/";
    Fields query, headers;
    std::string body, content_type;
    std::string user, password; // HTTP basic authentication; empty: none
};

// RFC 3986: letters, digits and "-_.~" as they are, everything else %XX, a blank too.
std::string percent_encoded(std::string_view text);
std::string query_text(const Fields& fields); // in their order

// Alibaba Cloud, signature V3: https://help.aliyun.com/document_detail/2593177.html
struct AliyunV3 {
    std::string key_id, secret, utc; // "2023-10-26T10:22:32Z"
    std::string nonce, host;
};
void sign_aliyun_v3(HttpRequest& request, const AliyunV3& with);
// SHA-256 of the canonical request, which the document prints on its way to the signature.
std::string aliyun_v3_hashed_request(const HttpRequest& request);

// Alibaba Cloud, RPC style with HMAC-SHA1: https://help.aliyun.com/document_detail/56189.html
std::string aliyun_rpc_signature(std::string_view method, std::map<std::string, std::string> fields, std::string_view secret);

// Tencent Cloud, TC3-HMAC-SHA256: https://cloud.tencent.com/document/api/213/30654
struct Tencent {
    std::string key_id, secret, service, host, utc_day; // "2019-02-25"
    long long unix_seconds = 0;
};
void sign_tencent(HttpRequest& request, const Tencent& with);
std::string tencent_hashed_request(const HttpRequest& request, std::string_view host);
std::string tencent_signature(const HttpRequest& request, const Tencent& with);

// DingTalk's robots: the key is the secret, the text is "MILLISECONDS\nSECRET".
std::string dingtalk_signature(long long unix_milliseconds, std::string_view secret);
// Feishu's robots: the key is "SECONDS\nSECRET", the text is empty.
std::string feishu_signature(long long unix_seconds, std::string_view secret);

} // namespace settled::messaging
