#include "host/make_clients.hpp"

#include "host/checked_clients.hpp"
#include "host/child_clients.hpp"
#include "host/plugin_clients.hpp"

#include <algorithm>
#include <system_error>

namespace settled::host {
namespace {

// What a reader of files itself has to keep to, as options of these names; 0 is no limit. What the block says goes first.
void add_limits(std::vector<std::pair<std::string, std::string>>& options, const config::Limits& limits, bool limited) {
    const auto add = [&](std::string_view name, int most) {
        const std::string key = std::string(limit::option_prefix) + std::string(name);
        if (std::ranges::none_of(options, [&](const auto& option) { return option.first == key; }))
            options.emplace_back(key, std::to_string(limited ? most : 0));
    };
    add("nesting", limits.nesting);
    add("field_kb", limits.field_kb);
    add("unpacked_mb", limits.unpacked_mb);
    add("unpack_ratio", limits.unpack_ratio);
    add("parts", limits.parts);
}

class Statements final : public StatementClient {
  public:
    Statements(const Catalog& catalog, const ChildOptions& options, std::shared_ptr<PluginWorld> world)
        : catalog_(&catalog), options_(&options), world_(std::move(world)) {}

    Result<std::string> read(const FileToRead& file, StatementReceiver& receiver) override {
        if (auto fits = check_size(file); !fits) return pass(fits);
        auto plugins = candidates(file.parser);
        if (!plugins) return pass(plugins);
        const config::Limits& limits = options_->limits;
        FileToRead limited = file;
        add_limits(limited.options, limits, file.limits);
        CheckedStatement gate(
            receiver, file.limits ? StatementLimits{limits.statement_entries, static_cast<std::size_t>(limits.field_kb) << 10}
                                  : StatementLimits{0, limit::field_bytes_without_limits});
        auto parser = options_->in_process ? read_statement(*plugins, limited, world_, gate)
                                           : child_read_statement(*options_, *plugins, limited, gate);
        if (!parser) return parser;
        if (auto complete = gate.complete(); !complete) return pass(complete);
        return parser;
    }

  private:
    Status check_size(const FileToRead& file) const {
        std::error_code failed;
        const std::uintmax_t bytes = std::filesystem::file_size(file.path, failed);
        if (failed) return fail(SETTLED_UNAVAILABLE, "cannot read " + file.path + ": " + failed.message());
        const auto most = static_cast<std::uintmax_t>(options_->limits.statement_file_mb) << 20;
        if (!file.limits || bytes <= most) return {};
        return fail(SETTLED_BAD_DATA, file.name + " has " + std::to_string(bytes >> 20) + " MB; at most " +
                                          std::to_string(most >> 20) +
                                          " MB are read. Split it, or raise limits.statement_file_mb");
    }

    // One plugin by name, or for "auto" all that may be loaded.
    Result<std::vector<PluginFile>> candidates(const std::string& parser) const {
        std::vector<PluginFile> found;
        const std::vector<std::string> names = parser == "auto" ? catalog_->names(SETTLED_KIND_STATEMENT) : std::vector{parser};
        for (const std::string& name : names) {
            auto plugin = catalog_->find(SETTLED_KIND_STATEMENT, name);
            if (plugin)
                found.push_back(std::move(*plugin));
            else if (parser != "auto")
                return pass(plugin);
        }
        if (found.empty())
            return fail(SETTLED_INVALID_CONFIG, "no statement plugin is installed, or none is allowed by [plugins] allow");
        return found;
    }

    const Catalog* catalog_;
    const ChildOptions* options_;
    std::shared_ptr<PluginWorld> world_;
};

class PluginClients final : public Clients {
  public:
    PluginClients(Catalog catalog, ChildOptions options)
        : catalog_(std::move(catalog)), options_(std::move(options)),
          world_(std::make_shared<PluginWorld>(options_.clock, options_.interrupted, options_.log)),
          statements_(catalog_, options_, world_) {}
    PluginClients(const PluginClients&) = delete;
    PluginClients& operator=(const PluginClients&) = delete;

    Result<std::unique_ptr<LedgerClient>> ledger(const PluginBlock& block) override {
        auto plugin = find(SETTLED_KIND_LEDGER, block);
        if (!plugin) return pass(plugin);
        PluginBlock limited = block;
        add_limits(limited.options, options_.limits, true);
        if (!options_.in_process) return checked(child_ledger(options_, *plugin, limited), limits());
        auto client = open_ledger(*plugin, limited, world_);
        if (!client) return client;
        return checked(std::move(*client), limits());
    }

    Result<std::unique_ptr<FetchClient>> fetch(const PluginBlock& block) override {
        auto plugin = find(SETTLED_KIND_FETCH, block);
        if (!plugin) return pass(plugin);
        if (!options_.in_process) return checked(child_fetch(options_, *plugin, block), limits());
        auto client = open_fetch(*plugin, block, world_);
        if (!client) return client;
        return checked(std::move(*client), limits());
    }

    Result<std::unique_ptr<NotifyClient>> notify(const PluginBlock& block) override {
        auto plugin = find(SETTLED_KIND_NOTIFY, block);
        if (!plugin) return pass(plugin);
        return open_notify(*plugin, block, world_);
    }

    Result<std::unique_ptr<FeedbackClient>> feedback(const PluginBlock& block) override {
        auto plugin = find(SETTLED_KIND_FEEDBACK, block);
        if (!plugin) return pass(plugin);
        return open_feedback(*plugin, block, world_);
    }

    StatementClient& statements() override { return statements_; }

  private:
    Result<PluginFile> find(settled_kind kind, const PluginBlock& block) const {
        auto plugin = catalog_.find(kind, block.plugin);
        if (!plugin) plugin.error().message = block.where + ": " + plugin.error().message;
        return plugin;
    }
    SourceLimits limits() const {
        return {static_cast<std::size_t>(options_.limits.field_kb) << 10,
                static_cast<std::int64_t>(options_.limits.statement_file_mb) << 20};
    }

    Catalog catalog_;
    ChildOptions options_;
    std::shared_ptr<PluginWorld> world_;
    Statements statements_;
};

} // namespace

std::unique_ptr<Clients> make_clients(Catalog catalog, ChildOptions options) {
    return std::make_unique<PluginClients>(std::move(catalog), std::move(options));
}

} // namespace settled::host
