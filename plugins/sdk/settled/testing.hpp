// testing.hpp -- for a plugin's own tests: sinks that collect what the plugin sends, a host that
// remembers its log, and a caller that goes through the same C tables as the agent.
#pragma once

#include <settled/columns.hpp>
#include <settled/host.hpp>

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace settled::testing {

struct TestHost {
    std::vector<std::string> log;
    bool cancel = false;
    std::int64_t unix_ms = 1'795'000'000'000; // a fixed day in November 2026
    std::int64_t passing_ms = 0;              // by which it moves on whenever it is asked

    settled_host abi() {
        return {sizeof(settled_host),
                0,
                this,
                [](void* self, std::int32_t, const settled_text* line) {
                    static_cast<TestHost*>(self)->log.emplace_back(std::string_view(*line));
                },
                [](void* self) -> std::int32_t { return static_cast<TestHost*>(self)->cancel ? 1 : 0; },
                [](void* self) -> std::int64_t {
                    auto& host = *static_cast<TestHost*>(self);
                    return host.unix_ms += host.passing_ms;
                }};
    }
};

// Options as the agent hands them over: the plugin's fallbacks, then what the test sets.
class TestSettings {
  public:
    TestSettings(const settled_plugin& plugin, const std::vector<std::pair<std::string, std::string>>& values) {
        for (std::size_t i = 0; i < plugin.option_count; ++i)
            set(plugin.options[i].key, plugin.options[i].fallback ? plugin.options[i].fallback : "");
        for (const auto& [key, value] : values) set(key, value);
        for (const auto& [key, value] : values_) pairs_.push_back({key, value});
    }
    settled_settings abi() const { return {sizeof(settled_settings), static_cast<std::uint32_t>(pairs_.size()), pairs_.data()}; }

  private:
    void set(std::string key, std::string value) { values_.insert_or_assign(std::move(key), std::move(value)); }
    std::map<std::string, std::string> values_;
    std::vector<settled_pair> pairs_;
};

// A record's fields as text, by column name; absent ones are left out. Amounts are minor units.
using Columns = std::map<std::string, std::string, std::less<>>;
Columns columns_of(settled_entity id, const void* record);

// Everything a ledger sent, by entity, in order.
struct LedgerRows {
    std::map<std::string, std::vector<Columns>, std::less<>> rows;
    std::map<std::string, std::int64_t, std::less<>> committed; // entity → count stated
    settled_ledger_sink abi();
};

inline Error error_of(const settled_error& error) { return {static_cast<settled_code>(error.code), error.message, error.line}; }

} // namespace settled::testing
