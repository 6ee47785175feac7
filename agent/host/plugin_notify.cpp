// A notify plugin in this process. The one rule that must not break: no message counts as not sent
// when it may have left.
#include "host/plugin_clients.hpp"

#include <cstring>

namespace settled::host {
namespace {

// Asks the agent once; asked again, a plugin gets the same answer.
class HandOverGate {
  public:
    explicit HandOverGate(const std::function<Status()>& hand_over) : hand_over_(&hand_over) {}

    settled_hand_over abi() {
        return {sizeof(settled_hand_over), 0, this, [](void* self) {
                    auto& gate = *static_cast<HandOverGate*>(self);
                    return gate.relay_.pass_on([&]() -> Status {
                        if (std::exchange(gate.asked_, true)) return {};
                        return (*gate.hand_over_)();
                    });
                }};
    }
    bool released() const { return asked_ && relay_.settle({}).has_value(); }
    bool refused() const { return asked_ && !released(); }
    Status settle(Status plugin_said) const { return relay_.settle(std::move(plugin_said)); }

  private:
    const std::function<Status()>* hand_over_;
    Relay relay_;
    bool asked_ = false;
};

class PluginNotify final : public NotifyClient {
  public:
    explicit PluginNotify(PluginInstance<settled_notify_operations> plugin) : plugin_(std::move(plugin)) {}

    Result<std::vector<Finding>> check() override {
        return run_check(plugin_.operations().check, plugin_.self(), plugin_.name());
    }

    Status send(const OutgoingMessage& message, const std::function<Status()>& hand_over, SendOutcome& outcome) override {
        const std::vector<settled_text> recipients(message.recipients.begin(), message.recipients.end());
        std::vector<settled_pair> parameters;
        parameters.reserve(message.parameters.size());
        for (const auto& [key, value] : message.parameters) parameters.push_back({key, value});
        const settled_message foreign{sizeof foreign,
                                      static_cast<std::uint32_t>(recipients.size()),
                                      message.key,
                                      message.sender,
                                      recipients.data(),
                                      message.content,
                                      message.template_name,
                                      parameters.data(),
                                      static_cast<std::uint32_t>(parameters.size()),
                                      0};
        HandOverGate gate(hand_over);
        const settled_hand_over gate_table = gate.abi();
        settled_send_outcome told{};
        told.size = sizeof told;
        settled_error error = fresh_error();
        const std::int32_t code = plugin_.operations().send(plugin_.self(), &foreign, &gate_table, &told, &error);
        const Status said = status_of(code, error, plugin_.name());
        const Status done = gate.settle(said);
        outcome = {told.reply_code, told.retry_after_seconds, told.after_hand_over != 0,
                   std::string(told.provider_id, ::strnlen(told.provider_id, sizeof told.provider_id))};
        if (said && gate.refused()) { // a plugin that heeds it says STOPPED
            outcome.after_hand_over = true;
            return fail(SETTLED_INTERNAL, "plugin " + std::string(plugin_.name()) +
                                              " says that it sent a message although its release was refused; it is not known "
                                              "whether it left");
        }
        if (done && !gate.released()) {
            outcome.after_hand_over = true;
            return fail(
                SETTLED_INTERNAL,
                "plugin " + std::string(plugin_.name()) +
                    " says that it sent a message without asking for its release (hand_over); it is not known whether it left");
        }
        // A plugin that broke down after the release cannot be believed about what left before.
        if (!done && done.error().code == SETTLED_INTERNAL && gate.released()) outcome.after_hand_over = true;
        return done;
    }

    Result<std::optional<bool>> look_up(const std::string& key) override {
        if (!plugin_.operations().look_up) return std::nullopt;
        settled_error error = fresh_error();
        const settled_text wanted(key);
        const std::int32_t answer = plugin_.operations().look_up(plugin_.self(), &wanted, &error);
        if (auto asked = status_of(error.code, error, plugin_.name()); !asked) return pass(asked);
        if (answer != 0 && answer != 1) return std::nullopt;
        return answer == 1;
    }

  private:
    PluginInstance<settled_notify_operations> plugin_;
};

} // namespace

Result<std::unique_ptr<NotifyClient>> open_notify(const PluginFile& file, const PluginBlock& block,
                                                  const std::shared_ptr<PluginWorld>& world) {
    auto library = load_plugin(file);
    if (!library) return pass(library);
    auto plugin = PluginInstance<settled_notify_operations>::open(std::move(*library), world, block.options, block.where);
    if (!plugin) return pass(plugin);
    return std::make_unique<PluginNotify>(std::move(*plugin));
}

} // namespace settled::host
