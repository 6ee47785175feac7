// wall.hpp -- turns a C++ plugin class into the C tables of plugin_abi.h. Authors need not read it.
//
// Every call passes guard(): a returned Error becomes a code and words, an exception becomes
// SETTLED_INTERNAL with its text, and nothing ever throws across the wall.
#pragma once

#include <settled/feedback.hpp>
#include <settled/fetch.hpp>
#include <settled/ledger.hpp>
#include <settled/notify.hpp>
#include <settled/statement.hpp>
#include <settled/text.hpp>

#include <cstring>
#include <exception>
#include <iterator>
#include <type_traits>

namespace settled::wall {

inline std::int32_t report(settled_error* out, settled_code code, std::string_view words, std::int64_t line) noexcept {
    words = cut_at_character(words, sizeof out->message - 1);
    if (!words.empty()) std::memcpy(out->message, words.data(), words.size());
    out->message[words.size()] = '\0';
    out->line = line;
    return out->code = code;
}

template <class Body> std::int32_t guard(settled_error* out, Body&& body) noexcept {
    try {
        if (Status done = body(); !done) return report(out, done.error().code, done.error().message, done.error().line);
        return report(out, SETTLED_OK, "", 0);
    } catch (const std::exception& thrown) {
        return report(out, SETTLED_INTERNAL, thrown.what(), 0);
    } catch (...) {
        return report(out, SETTLED_INTERNAL, "unknown exception", 0);
    }
}

template <class Plugin> void* open(const settled_host* host, const settled_settings* settings, settled_error* out) {
    Plugin* made = nullptr;
    guard(out, [&]() -> Status {
        auto plugin = Plugin::open(Host(*host), Settings(*settings));
        if (!plugin) return pass(plugin);
        made = plugin->release();
        return {};
    });
    return made;
}

template <class Plugin> void close(void* self) { delete static_cast<Plugin*>(self); }
template <class Plugin> Plugin& as(void* self) { return *static_cast<Plugin*>(self); }

template <class Plugin> std::int32_t check(void* self, const settled_check_sink* sink, settled_error* out) {
    return guard(out, [&] { return as<Plugin>(self).check(Findings(*sink)); });
}

template <class Plugin> struct Ledger {
    static std::int32_t pull(void* self, const settled_pull_request* request, const settled_ledger_sink* sink,
                             settled_error* out) {
        return guard(out, [&] {
            LedgerSink face(*sink);
            return as<Plugin>(self).pull(*request, face);
        });
    }
    static std::int32_t reread(void* self, const settled_reread_request* request, const settled_ledger_sink* sink,
                               settled_error* out) {
        return guard(out, [&] {
            LedgerSink face(*sink);
            const std::vector<std::string_view> ids(request->item_ids, request->item_ids + request->item_count);
            return as<Plugin>(self).reread(ids, face);
        });
    }
    static constexpr settled_kind kind = SETTLED_KIND_LEDGER;
    static constexpr settled_ledger_operations table = {
        sizeof(settled_ledger_operations), 0, open<Plugin>, close<Plugin>, check<Plugin>, pull, reread};
};

template <class Plugin> struct Statement {
    static std::int32_t sniff(void* self, const settled_text* head, const settled_text* name) {
        settled_error ignored{};
        std::int32_t sureness = 0;
        guard(&ignored, [&]() -> Status { return sureness = as<Plugin>(self).sniff(*head, *name), Status{}; });
        return sureness;
    }
    static std::int32_t parse(void* self, const settled_input* input, const settled_statement_sink* sink, settled_error* out) {
        return guard(out, [&] {
            StatementSink face(*sink);
            return as<Plugin>(self).parse(Input(*input), face);
        });
    }
    static constexpr settled_kind kind = SETTLED_KIND_STATEMENT;
    static constexpr settled_statement_operations table = {
        sizeof(settled_statement_operations), 0, open<Plugin>, close<Plugin>, sniff, parse};
};

template <class Plugin> struct Fetch {
    static std::int32_t list(void* self, const settled_file_sink* sink, settled_error* out) {
        return guard(out, [&] {
            FileSink face(*sink);
            return as<Plugin>(self).list(face);
        });
    }
    static std::int32_t read(void* self, const settled_text* id, const settled_byte_sink* sink, settled_error* out) {
        return guard(out, [&] {
            ByteSink face(*sink);
            return as<Plugin>(self).read(*id, face);
        });
    }
    static std::int32_t dispose(void* self, const settled_dispose_request* request, settled_error* out) {
        return guard(out, [&] { return as<Plugin>(self).dispose(*request); });
    }
    static constexpr settled_kind kind = SETTLED_KIND_FETCH;
    static constexpr settled_fetch_operations table = {
        sizeof(settled_fetch_operations), 0, open<Plugin>, close<Plugin>, check<Plugin>, list, read, dispose};
};

template <class Plugin> struct Notify {
    static std::int32_t send(void* self, const settled_message* message, const settled_hand_over* hand_over,
                             settled_send_outcome* outcome, settled_error* out) {
        return guard(out, [&] { return as<Plugin>(self).send(*message, HandOver(*hand_over), *outcome); });
    }
    static std::int32_t look_up(void* self, const settled_text* key, settled_error* out) {
        std::int32_t arrived = -1;
        guard(out, [&]() -> Status {
            auto answer = as<Plugin>(self).look_up(*key);
            if (!answer) return pass(answer);
            if (*answer) arrived = **answer ? 1 : 0;
            return {};
        });
        return arrived;
    }
    static constexpr settled_kind kind = SETTLED_KIND_NOTIFY;
    static constexpr settled_notify_operations table = {
        sizeof(settled_notify_operations), 0, open<Plugin>, close<Plugin>, check<Plugin>, send, look_up};
};

template <class Plugin> struct Feedback {
    static std::int32_t poll(void* self, const settled_feedback_sink* sink, settled_error* out) {
        return guard(out, [&] {
            FeedbackSink face(*sink);
            return as<Plugin>(self).poll(face);
        });
    }
    static std::int32_t acknowledge(void* self, const settled_text* id, settled_error* out) {
        return guard(out, [&] { return as<Plugin>(self).acknowledge(*id); });
    }
    static constexpr settled_kind kind = SETTLED_KIND_FEEDBACK;
    static constexpr settled_feedback_operations table = {
        sizeof(settled_feedback_operations), 0, open<Plugin>, close<Plugin>, check<Plugin>, poll, acknowledge};
};

// The base class decides the kind.
template <class Plugin> constexpr auto operations_of() {
    if constexpr (std::is_base_of_v<LedgerSource, Plugin>)
        return Ledger<Plugin>{};
    else if constexpr (std::is_base_of_v<StatementParser, Plugin>)
        return Statement<Plugin>{};
    else if constexpr (std::is_base_of_v<FileSource, Plugin>)
        return Fetch<Plugin>{};
    else if constexpr (std::is_base_of_v<Notifier, Plugin>)
        return Notify<Plugin>{};
    else {
        static_assert(std::is_base_of_v<FeedbackSource, Plugin>, "derive from one of the five kinds of plugin");
        return Feedback<Plugin>{};
    }
}

template <class Plugin> constexpr settled_plugin describe() {
    using Operations = decltype(operations_of<Plugin>());
    return {SETTLED_PLUGIN_MAGIC,       SETTLED_PLUGIN_ABI,         sizeof(settled_plugin),  Operations::kind,
            Plugin::info.name,          Plugin::info.version,       Plugin::info.summary_en, Plugin::info.summary_zh,
            std::data(Plugin::options), std::size(Plugin::options), &Operations::table};
}

} // namespace settled::wall
