#include <messaging/sender_options.hpp>

#include <formats/shipped_folder.hpp>

namespace settled::messaging {
namespace {

std::filesystem::path path_of(std::string_view text) { return {std::u8string(text.begin(), text.end())}; }

} // namespace

Bindings account_of(const Settings& settings) {
    Bindings account;
    for (const Option& option : account_options) account[std::string(option.key)] = settings.text(option.key);
    return account;
}

Result<HttpSender> sender_of(const Settings& settings, Kind kind, Bindings credentials) {
    constexpr std::int64_t timeout_seconds_max = 600;
    auto timeout = settings.whole_number("timeout_seconds", 1, timeout_seconds_max);
    if (!timeout) return pass(timeout);
    const bool own = !settings["provider_file"].empty();
    if (own == !settings["provider"].empty())
        return fail(SETTLED_INVALID_CONFIG, "write provider or provider_file, one of the two");
    auto provider = own ? read_provider(path_of(settings["provider_file"]))
                        : find_provider(formats::shipped_folder(path_of(settings["provider_folder"]), "./config/gateways"),
                                        settings["provider"], kind);
    if (!provider) return pass(provider);
    if (provider->kind != kind)
        return fail(SETTLED_INVALID_CONFIG, settings.text("provider_file") + ": its kind is that of another plugin");
    SenderOptions options{
        settings.text("url"),
        settings.text("ca_file"),
        {settings.text("proxy"), settings.text("proxy_user"), settings.text("proxy_password"), settings.text("no_proxy")},
        static_cast<long>(*timeout)};
    return HttpSender::make(std::move(*provider), std::move(options), std::move(credentials));
}

} // namespace settled::messaging
