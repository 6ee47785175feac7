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

// Several rows as one, for a plugin's own beside the common ones.
template <std::size_t Own> constexpr auto with_common_options(const std::array<Option, Own>& own) {
    std::array<Option, Own + common_options.size()> all{};
    std::size_t at = 0;
    for (const Option& one : own) all[at++] = one;
    for (const Option& one : common_options) all[at++] = one;
    return all;
}

Result<HttpSender> sender_of(const Settings& settings, Kind kind, Bindings credentials);

} // namespace settled::messaging
