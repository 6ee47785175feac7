// access_tokens.hpp -- access tokens of OAuth 2.0 for an account at a mail server, got where they are given and kept while they
// are good.
//
// By a refresh token that a person was given once (RFC 6749, 6), or in the program's own name (client credentials, 4.4), as
// Microsoft 365 and Google want it of a service. A token that a server gives anew together with an access token is not kept:
// neither of the two takes the older one away for it.
#pragma once

#include <net/http_request.hpp>
#include <settled/host.hpp>
#include <settled/result.hpp>

#include <array>
#include <cstdint>
#include <memory>
#include <string>

namespace settled::net {

struct TokenSource {
    std::string url; // of the token endpoint: https, or http on this machine
    std::string client_id, client_secret, refresh_token, scope;
    std::string ca_file;
    Proxy proxy;
    long timeout_seconds = 60;
};

class AccessTokens {
  public:
    AccessTokens(TokenSource source, Host host) : source_(std::move(source)), host_(host) {}

    // Good for a while yet. ACCESS_DENIED in the server's words where it gives none; UNAVAILABLE where it cannot be reached.
    Result<std::string> get();
    // The mail server would not have it: the next one is got anew. False: it was new already.
    bool refused();

  private:
    Result<std::string> ask();

    TokenSource source_;
    Host host_;
    std::string token_;
    std::int64_t good_until_ms_ = 0; // since 1970
    bool kept_ = false;              // the token in use was not got just now
};

inline constexpr std::array token_options = {
    option("token_url", "", "OAuth 2.0 instead of the password: where access tokens are given (https://…/token).",
           "用 OAuth 2.0 代替密码：获取访问令牌的地址（https://…/token）。"),
    option("client_id", "", "OAuth 2.0: the program's id there.", "OAuth 2.0：应用（客户端）ID。"),
    option("client_secret", "", "OAuth 2.0: its secret, as secret:NAME.", "OAuth 2.0：应用密钥，写作 secret:名称。",
           SETTLED_SECRET),
    option("refresh_token", "",
           "OAuth 2.0: given to a person for this account, as secret:NAME; empty: in the program's own name.",
           "OAuth 2.0：为该账号授权得到的刷新令牌，写作 secret:名称；留空则以应用自身身份获取。", SETTLED_SECRET),
    option("token_scope", "", "OAuth 2.0: what the token is to be good for.", "OAuth 2.0：令牌的权限范围（scope）。"),
    option("proxy", "", "The way out to token_url: http://HOST:PORT. The mail server is always reached directly.",
           "访问 token_url 的代理，http://主机:端口；邮件服务器总是直连。"),
    option("proxy_user", "", "Account at the proxy.", "代理账号。"),
    option("proxy_password", "", "Its password, as secret:NAME.", "代理密码，写作 secret:名称。", SETTLED_SECRET),
    option("no_proxy", "", "Hosts reached directly, joined with ','.", "不经代理的主机，用逗号连接。"),
};

// Of the options above; none where token_url is empty. INVALID_CONFIG: they do not go together, with each other or with what
// else logs in ("user" is written, "password" and "access_token" are not).
Result<std::shared_ptr<AccessTokens>> read_tokens(const Settings& settings, Host host);

} // namespace settled::net
