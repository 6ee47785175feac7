// host.hpp -- what the agent lends to a plugin: its options, a log, the clock, the stop signal.
#pragma once

#include <settled/result.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace settled {

using Option = settled_option;

// One option row, sized for this generation.
constexpr Option option(const char* key, const char* fallback, const char* help_en, const char* help_zh,
                        std::uint32_t flags = SETTLED_OPTIONAL) {
    return {sizeof(Option), flags, key, fallback, help_en, help_zh};
}

// The rows of several lists, one list after the other.
template <std::size_t... Counts> constexpr auto options_of(const std::array<Option, Counts>&... lists) {
    std::array<Option, (Counts + ...)> all{};
    std::size_t at = 0;
    const auto add = [&](const auto& rows) {
        for (const Option& one : rows) all[at++] = one;
    };
    (add(lists), ...);
    return all;
}

struct Info {
    const char *name, *version, *summary_en, *summary_zh;
};

// The options of this block, as text. The agent has refused unknown keys, filled the fallbacks and
// asked for what is required, so a key that the plugin declared is always there.
class Settings {
  public:
    explicit Settings(const settled_settings& settings) : pairs_(settings.pairs, settings.count) {}
    explicit Settings(std::span<const settled_pair> pairs) : pairs_(pairs) {}

    std::string_view operator[](std::string_view key) const {
        auto hit = std::ranges::find_if(pairs_, [&](const settled_pair& pair) { return std::string_view(pair.key) == key; });
        return hit == pairs_.end() ? std::string_view() : std::string_view(hit->value);
    }
    std::string text(std::string_view key) const { return std::string((*this)[key]); }
    bool flag(std::string_view key) const { return (*this)[key] == "true"; }
    // A whole number within limits, or INVALID_CONFIG that names key, value and limits.
    Result<std::int64_t> whole_number(std::string_view key, std::int64_t smallest, std::int64_t largest) const;
    // "parameters.account_set" is found by for_each("parameters.", …) as "account_set".
    template <class Visit> void for_each(std::string_view prefix, Visit&& visit) const {
        for (const settled_pair& pair : pairs_)
            if (const std::string_view key = pair.key; key.starts_with(prefix))
                visit(key.substr(prefix.size()), std::string_view(pair.value));
    }

  private:
    std::span<const settled_pair> pairs_;
};

class Host {
  public:
    explicit Host(const settled_host& host) : host_(&host) {}
    void debug(std::string_view line) const { log(SETTLED_LOG_DEBUG, line); }
    void info(std::string_view line) const { log(SETTLED_LOG_INFO, line); }
    void warning(std::string_view line) const { log(SETTLED_LOG_WARNING, line); }
    bool cancelled() const { return host_->cancelled(host_->context) != 0; }
    std::int64_t now_unix_ms() const { return host_->now_unix_ms(host_->context); }

  private:
    void log(std::int32_t level, std::string_view line) const {
        const settled_text text(line);
        host_->log(host_->context, level, &text);
    }
    const settled_host* host_;
};

// Where `check` says what it looked at and what it found.
class Findings {
  public:
    explicit Findings(const settled_check_sink& sink) : sink_(&sink) {}
    void info(std::string_view what, std::string_view found) const { add(SETTLED_INFO, what, found); }
    void warning(std::string_view what, std::string_view found) const { add(SETTLED_WARNING, what, found); }

  private:
    void add(std::int32_t severity, std::string_view what, std::string_view found) const {
        const settled_finding finding{sizeof finding, severity, what, found};
        sink_->finding(sink_->context, &finding);
    }
    const settled_check_sink* sink_;
};

inline std::unexpected<Error> stopped() { return fail(SETTLED_STOPPED, "stopped by the agent"); }

} // namespace settled
