// notify_sms_http -- short messages through a provider's HTTP interface; the providers are data (config/gateways).

#include "sms_templates.hpp"

#include <messaging/sender_options.hpp>
#include <messaging/sms_text.hpp>
#include <settled/plugin.hpp>
#include <settled/text.hpp>

#include <array>
#include <memory>

namespace {

using namespace settled;
using messaging::Bindings;

constexpr std::int64_t parts_limit = 10;

class SmsNotifier final : public Notifier {
  public:
    static constexpr Info info = {"notify_sms_http", "1.0.0", "Sends short messages through a provider",
                                  "通过短信服务商发送短信"};
    static constexpr std::array own_options = {
        option("route", "", "Kannel: smsc to send by.", "Kannel：发送所用 smsc。"),
        option("report_url", "", "Kannel: where it reports deliveries to.", "Kannel：送达回执地址。"),
        option("country_code", "", "Of numbers that name none: \"86\".", "未写国家代码的号码所属国家代码，如 \"86\"。"),
        option("parts_max", "3", "A longer text is refused, never cut; it is paid by the part.",
               "超过此条数的长短信拒发，绝不截断。"),
        option("templates.*", "", "Letter → code at the provider and parameters = { its name = our value }.",
               "函件 → 服务商模板代码及参数 parameters = { 模板变量 = 取值 }。"),
    };
    static constexpr auto options = messaging::with_common_options(messaging::account_options, own_options);

    static Result<std::unique_ptr<SmsNotifier>> open(Host host, Settings settings) {
        Bindings credentials = messaging::account_of(settings);
        for (const char* name : {"route", "report_url"}) credentials[name] = settings.text(name);
        credentials["report_mask"] = settings["report_url"].empty() ? "" : "31"; // every event of Kannel's
        auto sender = messaging::sender_of(settings, messaging::Kind::sms, std::move(credentials));
        if (!sender) return pass(sender);
        auto parts = settings.whole_number("parts_max", 1, parts_limit);
        if (!parts) return pass(parts);
        auto templates = sms::read_templates(settings);
        if (!templates) return pass(templates);
        if (sender->provider().templated && templates->empty())
            return fail(SETTLED_INVALID_CONFIG,
                        "provider " + sender->provider().name + " sends approved templates only; write templates = { … }");
        return std::make_unique<SmsNotifier>(host, settings, std::move(*sender), static_cast<int>(*parts), std::move(*templates));
    }

    SmsNotifier(Host host, const Settings& settings, messaging::HttpSender sender, int parts_max, sms::Templates templates)
        : host_(host), sender_(std::move(sender)), templates_(std::move(templates)), sign_name_(settings.text("sign_name")),
          country_code_(settings.text("country_code")), parts_max_(parts_max) {}

    Status check(const Findings& findings) override {
        if (Status reached = sender_.reach(); !reached) return reached;
        findings.info(sender_.place(), "reached; the account is only tried when a message is sent");
        return {};
    }

    Status send(const settled_message& message, const HandOver& hand_over, settled_send_outcome& outcome) override {
        if (message.recipient_count != 1) return fail(SETTLED_BAD_DATA, "a short message goes to one number");
        const std::string_view whom = message.recipients[0];
        auto number = messaging::mobile_number(whom, country_code_);
        if (!number)
            return fail(SETTLED_REJECTED,
                        "the recipient <" + std::string(whom) + "> is refused for good: " + number.error().message);
        Bindings values;
        values["number"] = as_wanted(*number);
        values["numbers:list"] = nlohmann::json::array({as_wanted(*number)}).dump();
        values["key"] = std::string(std::string_view(message.key));
        const Status bound = sender_.provider().templated ? bind_template(message, values) : bind_text(message, values);
        if (!bound) return bound;
        return sender_.send(values, whom, host_.now_unix_ms(), hand_over, outcome);
    }

  private:
    std::string as_wanted(const std::string& number) const {
        constexpr std::string_view china = "+86";
        switch (sender_.provider().numbers) {
        case messaging::NumberForm::plus:
            return number;
        case messaging::NumberForm::digits:
            return number.substr(1);
        case messaging::NumberForm::national:
            break;
        }
        return number.starts_with(china) ? number.substr(china.size()) : "00" + number.substr(1);
    }

    Status bind_text(const settled_message& message, Bindings& values) const {
        std::string text = messaging::sms_line(message.content);
        if (text.empty()) return fail(SETTLED_BAD_DATA, "the message is empty");
        if (sender_.provider().signed_text && !sign_name_.empty() && !text.starts_with("【" + sign_name_ + "】"))
            text.insert(0, "【" + sign_name_ + "】");
        const messaging::SmsParts parts = messaging::sms_parts(text);
        if (parts.parts > parts_max_)
            return fail(SETTLED_BAD_DATA, "the text makes " + std::to_string(parts.parts) + " short messages (" +
                                              std::to_string(parts.units) + " letters) and parts_max is " +
                                              std::to_string(parts_max_) + "; shorten the letter");
        values["coding"] = parts.unicode ? "2" : "0";
        values["text"] = std::move(text);
        return {};
    }

    Status bind_template(const settled_message& message, Bindings& values) const {
        const std::string name(std::string_view(message.template_name));
        const auto hit = templates_.find(name);
        if (hit == templates_.end())
            return fail(SETTLED_INVALID_CONFIG,
                        "templates has no \"" + visible(name) + "\"; write its code at " + sender_.provider().name + " there");
        values["template_code"] = hit->second.code;
        auto bound = sms::bind(hit->second, message, sender_.provider().parameter_letters_max);
        if (!bound) return pass(bound);
        nlohmann::json object = nlohmann::json::object(), list = nlohmann::json::array();
        for (const auto& [key, value] : *bound) object[key] = value, list.push_back(value);
        values["parameters"] = object.dump(), values["parameters:list"] = list.dump();
        return {};
    }

    Host host_;
    messaging::HttpSender sender_;
    sms::Templates templates_;
    std::string sign_name_, country_code_;
    int parts_max_;
};

} // namespace

SETTLED_PLUGIN(SmsNotifier)
