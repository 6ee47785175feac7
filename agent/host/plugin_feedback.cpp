// A feedback plugin in this process: a job of its own, which holds the secrets of mailboxes and nothing else.
#include "host/plugin_clients.hpp"

#include <settled/text.hpp>

namespace settled::host {
namespace {

class PluginFeedback final : public FeedbackClient {
  public:
    explicit PluginFeedback(PluginInstance<settled_feedback_operations> plugin) : plugin_(std::move(plugin)) {}

    Result<std::vector<Finding>> check() override {
        return run_check(plugin_.operations().check, plugin_.self(), plugin_.name());
    }

    Status poll(const std::function<Status(const FeedbackEvent&)>& receive) override {
        struct Context {
            const std::function<Status(const FeedbackEvent&)>& receive;
            Relay relay;
        } context{receive, {}};
        const settled_feedback_sink sink{
            sizeof sink, 0, &context, [](void* self, const settled_feedback_event* foreign) {
                auto& into = *static_cast<Context*>(self);
                return into.relay.pass_on([&]() -> Status {
                    const auto event = widened(foreign);
                    if (event.kind < SETTLED_FEEDBACK_DELIVERED || event.kind > SETTLED_FEEDBACK_AUTOMATIC)
                        return fail(SETTLED_BAD_DATA, "a kind of feedback that this agent does not know");
                    const auto text = [](settled_text borrowed) {
                        return std::string(cut_at_character(borrowed, limit::event_text_bytes_max));
                    };
                    return into.receive({static_cast<settled_feedback_kind>(event.kind), text(event.id), text(event.message_key),
                                         text(event.provider_id), text(event.address), text(event.text), event.at_unix_ms});
                });
            }};
        settled_error error = fresh_error();
        const std::int32_t code = plugin_.operations().poll(plugin_.self(), &sink, &error);
        return context.relay.settle(status_of(code, error, plugin_.name()));
    }

    Status acknowledge(const std::string& id) override {
        settled_error error = fresh_error();
        const settled_text known(id);
        return status_of(plugin_.operations().acknowledge(plugin_.self(), &known, &error), error, plugin_.name());
    }

  private:
    PluginInstance<settled_feedback_operations> plugin_;
};

} // namespace

Result<std::unique_ptr<FeedbackClient>> open_feedback(const PluginFile& file, const PluginBlock& block,
                                                      const std::shared_ptr<PluginWorld>& world) {
    auto library = load_plugin(file);
    if (!library) return pass(library);
    auto plugin = PluginInstance<settled_feedback_operations>::open(std::move(*library), world, block.options, block.where);
    if (!plugin) return pass(plugin);
    return std::make_unique<PluginFeedback>(std::move(*plugin));
}

} // namespace settled::host
