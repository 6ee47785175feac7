// notify_chat -- digests to a chat's robot (WeCom, DingTalk, Feishu, Slack, Teams); the services are data (config/gateways).

#include <messaging/chat_text.hpp>
#include <messaging/sender_options.hpp>
#include <settled/plugin.hpp>
#include <settled/text.hpp>

#include <array>
#include <memory>
#include <span>

namespace {

using namespace settled;
using messaging::Bindings;

class ChatNotifier final : public Notifier {
  public:
    static constexpr Info info = {"notify_chat", "1.0.0", "Sends digests to a chat's robot", "向群机器人发送摘要"};
    static constexpr std::array own_options = {
        option("access_token", "", "The robot's key: what its webhook's URL ends with, as secret:NAME.",
               "机器人密钥（Webhook 地址的末段），写作 secret:名称。", SETTLED_REQUIRED | SETTLED_SECRET),
        option("signing_key", "", "DingTalk, Feishu: the key that signs, as secret:NAME.",
               "钉钉、飞书的加签密钥，写作 secret:名称。", SETTLED_SECRET),
        option("detail", "counts", "counts: no customer and no amount leaves the house; full.",
               "counts：不含客户与金额；full：完整摘要。"),
    };
    static constexpr auto options = messaging::with_common_options(own_options);

    static Result<std::unique_ptr<ChatNotifier>> open(Host host, Settings settings) {
        const std::string_view detail = settings["detail"];
        if (detail != "counts" && detail != "full")
            return fail(SETTLED_INVALID_CONFIG, "detail = \"" + visible(detail) + "\": expected counts or full");
        auto sender = messaging::sender_of(
            settings, messaging::Kind::chat,
            {{"access_token", settings.text("access_token")}, {"signing_key", settings.text("signing_key")}});
        if (!sender) return pass(sender);
        return std::make_unique<ChatNotifier>(host, std::move(*sender), detail == "full");
    }

    ChatNotifier(Host host, messaging::HttpSender sender, bool full) : host_(host), sender_(std::move(sender)), full_(full) {}

    Status check(const Findings& findings) override {
        if (Status reached = sender_.reach(); !reached) return reached;
        findings.info(sender_.place(), full_ ? "reached; full digests, with customers and amounts" : "reached; counts only");
        return {};
    }

    // The content is the full digest; its words without customers and amounts are the parameter "counts".
    Status send(const settled_message& message, const HandOver& hand_over, settled_send_outcome& outcome) override {
        std::string_view text = message.content;
        if (!full_) {
            const std::span values(message.parameters, message.parameter_count);
            const auto counts =
                std::ranges::find_if(values, [](const settled_pair& pair) { return std::string_view(pair.key) == "counts"; });
            if (counts == values.end())
                return fail(SETTLED_BAD_DATA, "the message has no words without customers and amounts, and detail is counts; "
                                              "it stays here. Write detail = \"full\" where the chat may see them");
            text = counts->value;
        }
        Bindings values;
        values["text"] = std::string(cut_at_character(messaging::chat_text(text), messaging::chat_bytes_max));
        values["key"] = std::string(std::string_view(message.key));
        if (values["text"].empty()) return fail(SETTLED_BAD_DATA, "the message is empty");
        return sender_.send(values, "robot", host_.now_unix_ms(), hand_over, outcome);
    }

  private:
    Host host_;
    messaging::HttpSender sender_;
    bool full_;
};

} // namespace

SETTLED_PLUGIN(ChatNotifier)
