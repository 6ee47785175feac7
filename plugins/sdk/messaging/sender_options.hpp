// sender_options.hpp -- the options that every plugin for messages by HTTP has, and what they become.
#pragma once

#include <messaging/http_sender.hpp>

#include <array>

namespace settled::messaging {

inline constexpr std::array common_options = {
    option("provider", "", "The service: a file of provider_folder.", "服务商：provider_folder 中的一个文件。"),
    option("provider_file", "", "A file of your own that describes the service, instead of provider.",
           "自备的服务商描述文件，代替 provider。"),
    option("provider_folder", "./config/gateways", "Where the services' files are.", "服务商描述文件所在文件夹。"),
    option("url", "", "Instead of the service's own: https://HOST[:PORT].", "代替服务商的默认地址：https://主机[:端口]。"),
    option("ca_file", "", "Authority that signed the server's certificate; default: the system's.",
           "签发服务器证书的 CA 文件；默认用系统的。"),
    option("proxy", "", "http://HOST:PORT, where the way out goes through one.", "出网代理，http://主机:端口。"),
    option("proxy_user", "", "Account at the proxy.", "代理账号。"),
    option("proxy_password", "", "Its password, as secret:NAME.", "代理密码，写作 secret:名称。", SETTLED_SECRET),
    option("no_proxy", "", "Hosts reached directly, joined with ','.", "不经代理的主机，用逗号连接。"),
    option("timeout_seconds", "60", "Give up on one message after this time.", "单条消息超时秒数。"),
};

// Who the house is at a provider of short messages: of the plugin that sends, and of the one that asks what became of them.
inline constexpr std::array account_options = {
    option("access_key_id", "", "The account at the provider, as secret:NAME.", "服务商账号（AccessKey ID），写作 secret:名称。",
           SETTLED_SECRET),
    option("access_key_secret", "", "Its secret, as secret:NAME.", "密钥，写作 secret:名称。", SETTLED_SECRET),
    option("sign_name", "", "The approved signature: the house's name in 【】.", "审核通过的短信签名（不含【】）。"),
    option("sender", "", "Number or name that the message comes from, where the provider lets one choose.",
           "发送号码或名称（服务商允许时）。"),
    option("app_id", "", "Tencent Cloud: SmsSdkAppId.", "腾讯云 SmsSdkAppId。"),
    option("region", "ap-guangzhou", "Tencent Cloud: region.", "腾讯云地域。"),
};

// What a provider file may name of them.
Bindings account_of(const Settings& settings);

// A plugin's own rows, and the common ones behind them.
template <std::size_t... Own> constexpr auto with_common_options(const std::array<Option, Own>&... own) {
    return options_of(own..., common_options);
}

Result<HttpSender> sender_of(const Settings& settings, Kind kind, Bindings credentials);

} // namespace settled::messaging
