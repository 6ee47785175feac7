// A fetch plugin in this process.
#include "host/plugin_clients.hpp"

namespace settled::host {
namespace {

class PluginFetch final : public FetchClient {
  public:
    explicit PluginFetch(PluginInstance<settled_fetch_operations> plugin) : plugin_(std::move(plugin)) {}

    Result<std::vector<Finding>> check() override {
        return run_check(plugin_.operations().check, plugin_.self(), plugin_.name());
    }

    Result<std::vector<RemoteFile>> list() override {
        struct Collected {
            std::vector<RemoteFile> files;
            Relay relay;
        } collected;
        const settled_file_sink sink{
            sizeof sink, 0, &collected, [](void* context, const settled_remote_file* foreign) {
                auto& into = *static_cast<Collected*>(context);
                return into.relay.pass_on([&]() -> Status {
                    const auto file = widened(foreign);
                    const auto text = [](settled_text borrowed) { return std::string(std::string_view(borrowed)); };
                    into.files.push_back({text(file.id), text(file.name), text(file.sender), text(file.owner), file.byte_count});
                    return {};
                });
            }};
        settled_error error = fresh_error();
        const std::int32_t code = plugin_.operations().list(plugin_.self(), &sink, &error);
        if (auto done = collected.relay.settle(status_of(code, error, plugin_.name())); !done) return pass(done);
        return std::move(collected.files);
    }

    Status read(const std::string& id, const std::function<Status(std::string_view bytes)>& receive) override {
        struct Context {
            const std::function<Status(std::string_view)>& receive;
            Relay relay;
        } context{receive, {}};
        const settled_byte_sink sink{sizeof sink, 0, &context, [](void* self, const settled_text* bytes) {
                                         auto& into = *static_cast<Context*>(self);
                                         return into.relay.pass_on([&] { return into.receive(*bytes); });
                                     }};
        settled_error error = fresh_error();
        const settled_text wanted(id);
        const std::int32_t code = plugin_.operations().read(plugin_.self(), &wanted, &sink, &error);
        return context.relay.settle(status_of(code, error, plugin_.name()));
    }

    Status imported(const std::string& id, const std::string& sha256) override {
        return dispose(SETTLED_FILE_IMPORTED, id, sha256, {});
    }
    Status refused(const std::string& id, const std::string& sha256, const std::string& reason) override {
        return dispose(SETTLED_FILE_REFUSED, id, sha256, reason);
    }

  private:
    Status dispose(settled_disposal disposal, const std::string& id, const std::string& sha256, const std::string& reason) {
        const settled_dispose_request request{sizeof request, disposal, id, sha256, reason};
        settled_error error = fresh_error();
        const std::int32_t code = plugin_.operations().dispose(plugin_.self(), &request, &error);
        return status_of(code, error, plugin_.name());
    }

    PluginInstance<settled_fetch_operations> plugin_;
};

} // namespace

Result<std::unique_ptr<FetchClient>> open_fetch(const PluginFile& file, const PluginBlock& block,
                                                const std::shared_ptr<PluginWorld>& world) {
    auto library = load_plugin(file);
    if (!library) return pass(library);
    auto plugin = PluginInstance<settled_fetch_operations>::open(std::move(*library), world, block.options, block.where);
    if (!plugin) return pass(plugin);
    return std::make_unique<PluginFetch>(std::move(*plugin));
}

} // namespace settled::host
