#include "host/plugin_instance.hpp"

#include "host/record_check.hpp"

#include <settled/text.hpp>

#include <algorithm>
#include <cstring>

namespace settled::host {
namespace {

namespace limit_of_texts {
constexpr std::size_t finding_bytes_max = 2000;
} // namespace limit_of_texts

constexpr std::string_view table_mark = ".*";

bool covers(std::string_view declared, std::string_view key) {
    if (!declared.ends_with(table_mark)) return declared == key;
    const std::string_view stem = declared.substr(0, declared.size() - 1); // with its dot
    return key.size() > stem.size() && key.starts_with(stem);
}

bool declares(const PluginLibrary& library, std::string_view key) {
    return std::ranges::any_of(library.options(), [&](const settled_option& option) { return covers(option.key, key); });
}

std::string unknown_key(const PluginLibrary& library, std::string_view key, std::string_view where) {
    std::vector<std::string_view> known;
    for (const settled_option& option : library.options()) known.emplace_back(option.key);
    std::string words = std::string(where) + ": " + std::string(library.name()) + " has no option \"" +
                        plain(key, limit::shown_value_bytes_max) + '"';
    if (const std::string_view meant = nearest(key, known); !meant.empty())
        words += "; did you mean \"" + std::string(meant) + "\"?";
    words += " Known: ";
    for (std::size_t i = 0; i < known.size(); ++i) words += (i ? ", " : "") + std::string(known[i]);
    return known.empty() ? words + "none" : words;
}

// Every operation that a kind must have, absent ones by name.
std::string_view missing_operation(const settled_ledger_operations& table) {
    return !table.check ? "check" : !table.pull ? "pull" : "";
}
std::string_view missing_operation(const settled_statement_operations& table) {
    return !table.sniff ? "sniff" : !table.parse ? "parse" : "";
}
std::string_view missing_operation(const settled_fetch_operations& table) {
    return !table.check ? "check" : !table.list ? "list" : !table.read ? "read" : !table.dispose ? "dispose" : "";
}
std::string_view missing_operation(const settled_notify_operations& table) {
    return !table.check ? "check" : !table.send ? "send" : "";
}
std::string_view missing_operation(const settled_feedback_operations& table) {
    return !table.check ? "check" : !table.poll ? "poll" : !table.acknowledge ? "acknowledge" : "";
}

} // namespace

settled_host PluginWorld::abi() {
    return {sizeof(settled_host),
            0,
            this,
            [](void* self, std::int32_t level, const settled_text* line) {
                const PluginLog& log = static_cast<PluginWorld*>(self)->log;
                if (!log) return;
                // A relay, because nothing may be thrown through a plugin; a lost log line is the least.
                Relay().pass_on(
                    [&]() -> Status { return log(level, plain(*line, limit_of_texts::finding_bytes_max)), Status{}; });
            },
            [](void* self) -> std::int32_t {
                const auto* const interrupted = static_cast<PluginWorld*>(self)->interrupted;
                return interrupted && interrupted->load() ? 1 : 0;
            },
            [](void* self) -> std::int64_t {
                const world::Clock* const clock = static_cast<PluginWorld*>(self)->clock;
                return (clock ? clock->now() : world::SystemClock().now()).time_since_epoch().count();
            }};
}

Result<OptionPairs> complete_options(const PluginLibrary& library, const OptionPairs& given, std::string_view where) {
    OptionPairs complete;
    for (const auto& [key, value] : given)
        if (!declares(library, key)) return fail(SETTLED_INVALID_CONFIG, unknown_key(library, key, where));
    for (const settled_option& option : library.options()) {
        const std::size_t before = complete.size();
        for (const auto& [key, value] : given)
            if (covers(option.key, key)) complete.emplace_back(key, value);
        if (complete.size() > before || std::string_view(option.key).ends_with(table_mark)) continue;
        if (option.flags & SETTLED_REQUIRED)
            return fail(SETTLED_INVALID_CONFIG, std::string(where) + ": " + std::string(library.name()) + " needs \"" +
                                                    option.key + "\": " + (option.help_en ? option.help_en : ""));
        complete.emplace_back(option.key, option.fallback ? option.fallback : "");
    }
    return complete;
}

OptionPairs known_options(const PluginLibrary& library, const OptionPairs& given) {
    OptionPairs known;
    std::ranges::copy_if(given, std::back_inserter(known), [&](const auto& pair) { return declares(library, pair.first); });
    return known;
}

OptionPairs without_needless_limits(const PluginLibrary& library, OptionPairs given) {
    std::erase_if(
        given, [&](const auto& pair) { return pair.first.starts_with(limit::option_prefix) && !declares(library, pair.first); });
    return given;
}

Status status_of(std::int32_t code, const settled_error& error, std::string_view plugin) {
    if (code == SETTLED_OK) return {};
    const std::string_view told(error.message, ::strnlen(error.message, sizeof error.message));
    std::string words = plain(told, sizeof error.message);
    if (words.empty()) words = "it gave no reason";
    if (code < SETTLED_OK || code >= SETTLED_INTERNAL)
        return fail(SETTLED_INTERNAL,
                    "plugin " + std::string(plugin) + " failed by a mistake of its own: " + words + ". Report it to its author",
                    error.line);
    return fail(static_cast<settled_code>(code), std::move(words), error.line);
}

Result<std::vector<Finding>> run_check(CheckOperation check, void* self, std::string_view plugin) {
    struct Collected {
        std::vector<Finding> findings;
        Relay relay;
    } collected;
    const settled_check_sink sink{sizeof sink, 0, &collected, [](void* context, const settled_finding* foreign) {
                                      auto& into = *static_cast<Collected*>(context);
                                      into.relay.pass_on([&]() -> Status {
                                          const auto found = widened(foreign);
                                          const auto severity =
                                              std::clamp<std::int32_t>(found.severity, SETTLED_INFO, SETTLED_ERROR);
                                          into.findings.push_back({static_cast<statement::Severity>(severity),
                                                                   plain(found.what, limit_of_texts::finding_bytes_max),
                                                                   plain(found.found, limit_of_texts::finding_bytes_max)});
                                          return {};
                                      });
                                  }};
    settled_error error = fresh_error();
    const std::int32_t code = check(self, &sink, &error);
    if (auto done = collected.relay.settle(status_of(code, error, plugin)); !done) return pass(done);
    return std::move(collected.findings);
}

template <class Operations>
Result<PluginInstance<Operations>> PluginInstance<Operations>::open(PluginLibrary library,
                                                                    const std::shared_ptr<PluginWorld>& world,
                                                                    const OptionPairs& given, std::string_view where) {
    const auto options = complete_options(library, given, where);
    if (!options) return std::unexpected(options.error());
    PluginInstance made;
    made.name_ = library.name();
    made.world_ = world;
    made.host_ = std::make_unique<settled_host>(world->abi());
    made.operations_ = std::make_unique<Operations>(library.operations<Operations>());
    const Operations& table = *made.operations_;
    const std::string_view missing = !table.open ? "open" : !table.close ? "close" : missing_operation(table);
    if (!missing.empty())
        return fail(SETTLED_UNSUPPORTED, library.file().string() + " does not offer \"" + std::string(missing) + "\", which a " +
                                             std::string(kind_name(library.descriptor().kind)) + " plugin must");

    std::vector<settled_pair> pairs;
    for (const auto& [key, value] : *options) pairs.push_back({key, value});
    const settled_settings settings{sizeof settings, static_cast<std::uint32_t>(pairs.size()), pairs.data()};
    settled_error error = fresh_error();
    void* const self = table.open(made.host_.get(), &settings, &error);
    if (!self) {
        const auto code = error.code == SETTLED_OK ? static_cast<std::int32_t>(SETTLED_INTERNAL) : error.code;
        return std::unexpected(status_of(code, error, library.name()).error());
    }
    made.self_ = std::unique_ptr<void, Closer>(self, Closer{table.close, library.mapping()});
    return made;
}

template class PluginInstance<settled_ledger_operations>;
template class PluginInstance<settled_statement_operations>;
template class PluginInstance<settled_fetch_operations>;
template class PluginInstance<settled_notify_operations>;
template class PluginInstance<settled_feedback_operations>;

} // namespace settled::host
