// A ledger plugin in this process.
#include "host/plugin_clients.hpp"

#include <array>
#include <cstddef>
#include <cstring>

namespace settled::host {
namespace {

constexpr std::size_t record_bytes_max = 2048;
constexpr std::uint32_t record_size_min = 8;

class Sink {
  public:
    Sink(LedgerReceiver& receiver, std::string_view plugin) : receiver_(&receiver), plugin_(plugin) {}

    settled_ledger_sink abi() {
        return {sizeof(settled_ledger_sink),
                0,
                this,
                [](void* self, std::int32_t id) { return static_cast<Sink*>(self)->begin(id); },
                [](void* self, std::int32_t id, const void* record) { return static_cast<Sink*>(self)->record(id, record); },
                [](void* self, const settled_commit* commit) { return static_cast<Sink*>(self)->commit(*commit); }};
    }
    Status settle(Status plugin_said) const { return relay_.settle(std::move(plugin_said)); }

  private:
    // A plugin that was built for a later agent may know more than we do: that is left out.
    static bool unknown(std::int32_t id) { return id > SETTLED_EXCHANGE_RATES; }
    Status impossible(std::int32_t id) const {
        return fail(SETTLED_INTERNAL, "plugin " + plugin_ + " sent something called entity " + std::to_string(id));
    }
    std::int32_t begin(std::int32_t id) {
        if (unknown(id)) return 0;
        return relay_.pass_on([&] { return id < 1 ? impossible(id) : receiver_->begin(static_cast<settled_entity>(id)); });
    }
    std::int32_t record(std::int32_t id, const void* record) {
        if (unknown(id)) return 0;
        return relay_.pass_on([&]() -> Status {
            if (id < 1) return impossible(id);
            const Entity& what = entity(static_cast<settled_entity>(id));
            std::uint32_t stated = 0;
            std::memcpy(&stated, record, sizeof stated);
            if (stated >= what.record_size) return receiver_->record(what.id, record);
            if (stated < record_size_min)
                return fail(SETTLED_INTERNAL, "plugin " + plugin_ + " sent a row of " + std::string(what.name) +
                                                  " that states a size of " + std::to_string(stated) + " bytes");
            std::memset(widened_.data(), 0, what.record_size);
            std::memcpy(widened_.data(), record, stated);
            return receiver_->record(what.id, widened_.data());
        });
    }
    std::int32_t commit(const settled_commit& foreign) {
        if (unknown(foreign.entity)) return 0;
        return relay_.pass_on(
            [&] { return foreign.entity < 1 ? impossible(foreign.entity) : receiver_->commit(widened(&foreign)); });
    }

    LedgerReceiver* receiver_;
    std::string plugin_;
    Relay relay_;
    alignas(std::max_align_t) std::array<std::byte, record_bytes_max> widened_{};
};

class PluginLedger final : public LedgerClient {
  public:
    explicit PluginLedger(PluginInstance<settled_ledger_operations> plugin) : plugin_(std::move(plugin)) {}

    Result<std::vector<Finding>> check() override {
        return run_check(plugin_.operations().check, plugin_.self(), plugin_.name());
    }

    Status pull(Date as_of, LedgerReceiver& receiver) override {
        Sink sink(receiver, plugin_.name());
        const settled_ledger_sink table = sink.abi();
        const settled_pull_request request{sizeof request, as_of.number(), {}};
        settled_error error = fresh_error();
        const std::int32_t code = plugin_.operations().pull(plugin_.self(), &request, &table, &error);
        return sink.settle(status_of(code, error, plugin_.name()));
    }

    Status reread(const std::vector<std::string>& item_ids, LedgerReceiver& receiver) override {
        if (!plugin_.operations().reread)
            return fail(SETTLED_UNSUPPORTED, std::string(plugin_.name()) + " cannot be asked for single items; pull it again");
        Sink sink(receiver, plugin_.name());
        const settled_ledger_sink table = sink.abi();
        const std::vector<settled_text> ids(item_ids.begin(), item_ids.end());
        const settled_reread_request request{sizeof request, static_cast<std::uint32_t>(ids.size()), ids.data()};
        settled_error error = fresh_error();
        const std::int32_t code = plugin_.operations().reread(plugin_.self(), &request, &table, &error);
        return sink.settle(status_of(code, error, plugin_.name()));
    }

  private:
    PluginInstance<settled_ledger_operations> plugin_;
};

} // namespace

Result<std::unique_ptr<LedgerClient>> open_ledger(const PluginFile& file, const PluginBlock& block,
                                                  const std::shared_ptr<PluginWorld>& world) {
    auto library = load_plugin(file);
    if (!library) return pass(library);
    auto plugin = PluginInstance<settled_ledger_operations>::open(std::move(*library), world,
                                                                  without_needless_limits(*library, block.options), block.where);
    if (!plugin) return pass(plugin);
    return std::make_unique<PluginLedger>(std::move(*plugin));
}

} // namespace settled::host
