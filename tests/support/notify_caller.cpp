#include "support/notify_caller.hpp"

namespace settled::support {

std::string fate_of(const SentMessage& sent) {
    if (sent.outcome.after_hand_over != 0) return "unknown";
    switch (sent.code) {
    case SETTLED_OK:
        return "sent";
    case SETTLED_UNAVAILABLE:
        return "tried again";
    case SETTLED_REJECTED:
        return "recipient refused";
    case SETTLED_BAD_DATA:
        return "message refused";
    case SETTLED_ACCESS_DENIED:
    case SETTLED_INVALID_CONFIG:
        return "gateway's trouble";
    default:
        return "?";
    }
}

const settled_notify_operations& NotifyCaller::table() const {
    return *static_cast<const settled_notify_operations*>(plugin_->operations);
}

std::string NotifyCaller::open(const std::vector<std::pair<std::string, std::string>>& options) {
    close();
    const testing::TestSettings settings(*plugin_, options);
    host_abi_ = host.abi();
    const settled_settings abi = settings.abi();
    settled_error error{.size = sizeof error};
    self_ = table().open(&host_abi_, &abi, &error);
    code = static_cast<settled_code>(error.code);
    return error.message;
}

void NotifyCaller::close() {
    if (self_ != nullptr) table().close(self_);
    self_ = nullptr;
}

SentMessage NotifyCaller::send(const Message& message, const std::function<bool()>& release) {
    struct Gate {
        int asked = 0;
        const std::function<bool()>* release;
    } gate{0, &release};
    const settled_hand_over hand_over{sizeof hand_over, 0, &gate, [](void* context) -> std::int32_t {
                                          auto& asked = *static_cast<Gate*>(context);
                                          ++asked.asked;
                                          return (*asked.release)() ? 0 : 1;
                                      }};
    const std::vector<settled_text> recipients(message.to.begin(), message.to.end());
    std::vector<settled_pair> parameters;
    for (const auto& [key, value] : message.parameters) parameters.push_back({key, value});
    settled_message foreign{};
    foreign.size = sizeof foreign, foreign.recipient_count = static_cast<std::uint32_t>(recipients.size());
    foreign.key = message.key, foreign.sender = message.sender, foreign.recipients = recipients.data();
    foreign.content = message.content, foreign.template_name = message.template_name;
    foreign.parameters = parameters.data(), foreign.parameter_count = static_cast<std::uint32_t>(parameters.size());
    SentMessage sent;
    sent.outcome.size = sizeof sent.outcome;
    settled_error error{.size = sizeof error};
    sent.code = static_cast<settled_code>(table().send(self_, &foreign, &hand_over, &sent.outcome, &error));
    sent.words = error.message, sent.asked = gate.asked;
    return sent;
}

} // namespace settled::support
