#include "jobs/ended_try.hpp"

#include <algorithm>
#include <chrono>

namespace settled::jobs {
namespace {

constexpr int retry_hours_max = 48;

// Of a refusal that is the gateway's or ours and not the message's: somebody has to mend it first.
constexpr int refused_minutes = 60;

Result<std::string> next_try(int minutes, int server_seconds, const TryMoment& moment) {
    constexpr std::uint64_t spread = 10;
    const std::chrono::seconds planned = std::chrono::minutes(minutes);
    const std::chrono::seconds later(moment.random.next() % (static_cast<std::uint64_t>(planned.count()) / spread));
    auto again =
        world::local_time(moment.now + std::max(std::chrono::seconds(server_seconds), planned + later), moment.time_zone);
    if (!again) return pass(again);
    return std::move(again->text);
}

} // namespace

std::optional<int> retry_minutes(int tries) {
    constexpr int minutes[] = {5, 15, 30, 60, 120, 240, 480};
    constexpr int steps = static_cast<int>(std::size(minutes));
    int waited = 0, wait = 0;
    for (int i = 0; i < tries; ++i) waited += wait = minutes[std::min(i, steps - 1)];
    if (waited > retry_hours_max * 60) return std::nullopt;
    return wait;
}

Result<store::OutboxStep> step_after(const store::Message& message, const config::Gateway& gateway, const EndedTry& ended,
                                     const TryMoment& moment) {
    using enum store::MessageState;
    const host::SendOutcome& outcome = ended.outcome;
    store::OutboxStep step{message.id, sent, {"", outcome.provider_id, "", outcome.reply_code, ""}, ended.handed_over};
    if (ended.sent) return step;
    const Error& error = ended.sent.error();
    step.result.words = error.message;
    const auto names = [&](const std::string& address) { return error.message.contains("the recipient <" + address + ">"); };
    const bool about_the_recipient = std::ranges::any_of(message.recipients, names);
    const bool about_the_archive = !about_the_recipient && names(gateway.archive_to);
    if (error.code == SETTLED_REJECTED && !about_the_archive) {
        // Before the hand-over it is the recipient who is refused (notify.hpp), after it what the message says, but where he is
        // named.
        if (!ended.handed_over || about_the_recipient) step.result.reason = "bad_address";
        step.to = failed;
        return step;
    }
    // Nobody can know whether it arrived; a notifier with a bug is not believed either.
    if (ended.handed_over && (outcome.after_hand_over || error.code == SETTLED_INTERNAL)) {
        step.to = unknown;
        return step;
    }
    if (error.code == SETTLED_BAD_DATA) {
        step.to = failed;
        return step;
    }
    step.to = due;
    if (error.code == SETTLED_STOPPED) return step;
    const auto wait = error.code == SETTLED_UNAVAILABLE ? retry_minutes(message.tries + 1) : std::optional(refused_minutes);
    if (!wait) {
        step.to = failed;
        return step;
    }
    auto again = next_try(*wait, outcome.retry_after_seconds, moment);
    if (!again) return pass(again);
    step.result.retry_after = std::move(*again);
    return step;
}

} // namespace settled::jobs
