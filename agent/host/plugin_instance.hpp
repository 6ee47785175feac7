// plugin_instance.hpp -- one opened plugin: its library, its table, its self, what we lend to it.
//
// Closed when it goes, then the library may be unmapped. The code behind these calls is foreign:
// its errors become Errors with a code that exists and words that are safe to show.
#pragma once

#include "host/catalog.hpp"
#include "host/clients.hpp"
#include "world/clock.hpp"

#include <settled/result.hpp>

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace settled::host {

// level: settled_log_level. The line is UTF-8 of at most 2000 bytes, control characters shown.
using PluginLog = std::function<void(int level, std::string_view line)>;

// What the agent lends to a plugin. Must outlive the instance, hence shared.
struct PluginWorld {
    const world::Clock* clock = nullptr;
    const std::atomic<bool>* interrupted = nullptr;
    PluginLog log = {};

    settled_host abi(); // borrows this object
};

using OptionPairs = std::vector<std::pair<std::string, std::string>>;

// The options of a block as the plugin gets them: unknown keys refused, defaults filled in, what is
// required asked for. INVALID_CONFIG names `where`, the key and the nearest known one.
Result<OptionPairs> complete_options(const PluginLibrary& library, const OptionPairs& given, std::string_view where);

// Of those, the ones that this plugin declares (`parser = "auto"` asks several plugins).
OptionPairs known_options(const PluginLibrary& library, const OptionPairs& given);

namespace limit {
inline constexpr std::string_view option_prefix = "limit_"; // of options that the agent itself sets, from [limits]
} // namespace limit

// The same without the agent's own limits (limit::option_prefix) that this plugin has no use for.
OptionPairs without_needless_limits(const PluginLibrary& library, OptionPairs given);

// A plugin's answer as a Status. A code of no meaning counts as a bug of the plugin.
Status status_of(std::int32_t code, const settled_error& error, std::string_view plugin);

inline settled_error fresh_error() {
    settled_error error{};
    error.size = sizeof error;
    return error;
}

// Runs a plugin's `check` and collects its findings.
using CheckOperation = std::int32_t (*)(void* self, const settled_check_sink*, settled_error*);
Result<std::vector<Finding>> run_check(CheckOperation check, void* self, std::string_view plugin);

// Keeps what a receiver answered, because a plugin can only be told to stop; and stops exceptions,
// because nothing may be thrown through a plugin.
class Relay {
  public:
    template <class Call> std::int32_t pass_on(Call&& call) noexcept {
        if (!answer_) return 1; // it went on after it was told to stop
        try {
            answer_ = call();
        } catch (const std::exception& thrown) {
            answer_ = fail(SETTLED_INTERNAL, thrown.what());
        }
        return answer_ ? 0 : 1;
    }
    // What the receiver said counts before what the plugin makes of it.
    Status settle(Status plugin_said) const { return answer_ ? std::move(plugin_said) : answer_; }

  private:
    Status answer_;
};

template <class Operations> class PluginInstance {
  public:
    // UNSUPPORTED: the plugin lacks an operation that its kind must have.
    static Result<PluginInstance> open(PluginLibrary library, const std::shared_ptr<PluginWorld>& world, const OptionPairs& given,
                                       std::string_view where);
    const Operations& operations() const { return *operations_; }
    void* self() const { return self_.get(); }
    std::string_view name() const { return name_; }

  private:
    struct Closer {
        void (*close)(void*);
        std::shared_ptr<const void> mapping; // let go after close() has run
        void operator()(void* self) const { close(self); }
    };
    PluginInstance() = default;

    std::string name_;
    std::shared_ptr<PluginWorld> world_;
    std::unique_ptr<settled_host> host_; // the plugin keeps its address
    std::unique_ptr<Operations> operations_;
    std::unique_ptr<void, Closer> self_{nullptr, Closer{}};
};

extern template class PluginInstance<settled_ledger_operations>;
extern template class PluginInstance<settled_statement_operations>;
extern template class PluginInstance<settled_fetch_operations>;
extern template class PluginInstance<settled_notify_operations>;
extern template class PluginInstance<settled_feedback_operations>;

} // namespace settled::host
