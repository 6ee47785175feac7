#include "jobs/release.hpp"

#include "render/json_object.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace settled::jobs {
namespace {

using store::MessageState;

struct Rule {
    std::string_view name;
    std::vector<MessageState> from;
    MessageState to;
};

Rule rule_of(OutboxAct act) {
    switch (act) {
    case OutboxAct::release:
        return {"release", {MessageState::held}, MessageState::due};
    case OutboxAct::confirm:
        return {"confirm", {MessageState::unknown}, MessageState::sent};
    case OutboxAct::retry:
        return {"retry", {MessageState::unknown, MessageState::failed}, MessageState::due};
    case OutboxAct::cancel:
        break;
    }
    return {
        "cancel", {MessageState::held, MessageState::due, MessageState::unknown, MessageState::failed}, MessageState::cancelled};
}

Result<std::vector<store::Message>> chosen(JobContext& context, const Scope& scope, const Rule& rule,
                                           const std::vector<std::string>& names) {
    std::vector<store::Message> messages;
    if (names == std::vector<std::string>{"all"}) {
        for (const config::Company* company : companies_of(context, scope)) {
            auto listed = context.store.outbox().list(
                company->name, {.states = rule.from, .kind = {}, .ledger = {}, .customer_id = {}, .with_content = false});
            if (!listed) return pass(listed);
            std::ranges::move(*listed, std::back_inserter(messages));
        }
        return messages;
    }
    for (const std::string& name : names) {
        std::int64_t id = 0;
        const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), id);
        if (error != std::errc() || end != name.data() + name.size())
            return fail(SETTLED_INVALID_CONFIG,
                        fmt::format("\"{}\" is not the number of a message; settled outbox lists them", name));
        auto found = context.store.outbox().find(id);
        if (!found) return pass(found);
        if (!*found) return fail(SETTLED_INVALID_CONFIG, fmt::format("there is no message {}; settled outbox lists them", id));
        messages.push_back(std::move(**found));
    }
    return messages;
}

std::string refusal(const JobContext& context, const store::Message& message, OutboxAct act, const Rule& rule) {
    if (std::ranges::find(rule.from, message.state) == rule.from.end())
        return fmt::format("it is {}; {} does not apply", store::name(message.state), rule.name);
    const bool lets_out = act == OutboxAct::release || act == OutboxAct::retry;
    if (lets_out && context.settings.access.two_people && message.created_by == context.actor)
        return fmt::format("{} planned it; a second person must {} it ([access] two_people)", context.actor, rule.name);
    return {};
}

} // namespace

Result<std::vector<ActedMessage>> act_on_outbox(JobContext& context, const Scope& scope, OutboxAct act,
                                                const std::vector<std::string>& names, const std::string& reason) {
    const Rule rule = rule_of(act);
    auto messages = chosen(context, scope, rule, names);
    if (!messages) return pass(messages);
    std::vector<ActedMessage> acted;
    for (const store::Message& message : *messages) {
        ActedMessage& done =
            acted.emplace_back(ActedMessage{message.id, message.subject, message.state, refusal(context, message, act, rule)});
        if (!done.refused.empty()) continue;
        const config::Company* company = context.settings.company(message.company);
        if (!company) {
            done.refused = fmt::format("company {} is no longer in the configuration", message.company);
            continue;
        }
        auto day = day_of(context, *company, scope);
        if (!day) return pass(day);
        auto stamped = stamp(context, *company, *day);
        if (!stamped) return pass(stamped);
        if (Status moved =
                context.store.outbox().move(message.id, rule.to, reason.empty() ? std::string(rule.name) : reason, *stamped);
            !moved) {
            done.refused = moved.error().message;
            continue;
        }
        done.state = rule.to;
        auto noted = context.store.audit().append(message.company, fmt::format("outbox.{}", rule.name),
                                                  render::json_object({{"message", message.id}}), *stamped);
        if (!noted) return pass(noted);
    }
    return acted;
}

} // namespace settled::jobs
