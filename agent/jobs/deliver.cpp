#include "jobs/deliver.hpp"

#include "jobs/gateway_pace.hpp"
#include "jobs/job_run.hpp"
#include "jobs/pull.hpp"
#include "jobs/send_check.hpp"
#include "world/digest.hpp"

#include <settled/loopback.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace settled::jobs {
namespace {

constexpr int retry_hours_max = 48;

// With the test clock only folders and this machine may be written to.
bool reaches_only_this_machine(const config::Gateway& gateway) {
    if (gateway.block.plugin == "notify_folder") return true;
    return std::ranges::any_of(gateway.block.options,
                               [](const auto& option) { return option.first == "url" && is_loopback_url(option.second); });
}

// One company's messages through their gateways; a gateway is opened once and kept for all of them.
class Delivery {
  public:
    Delivery(JobContext& context, const config::Company& company, world::LocalTime now, store::Stamp stamp, DeliverReport& report)
        : context_(&context), company_(&company), now_(std::move(now)), stamp_(std::move(stamp)), report_(&report) {}

    Status run(std::vector<store::Message> due) {
        const bool customers =
            std::ranges::any_of(due, [](const store::Message& message) { return message.audience == "customer"; });
        hour_ = hour_obstacle(context_->settings, *company_, now_);
        std::optional<SendObstacle> all;
        if (customers && !hour_) all = reread();
        // What the house itself is told goes first: a gateway that is full for today must not silence it.
        std::ranges::stable_partition(due, [](const store::Message& message) { return message.audience != "customer"; });
        for (const store::Message& message : due) {
            if (context_->interrupted) return fail(SETTLED_STOPPED, "interrupted between two messages; the rest stays due");
            if (too_early(message)) {
                note(message, store::MessageState::due, fmt::format("tried again after {}", message.retry_after));
                continue;
            }
            if (message.audience == "customer")
                if (auto obstacle = hour_ ? hour_ : all ? all : look_again(message)) {
                    if (Status done = stop_at(message, *obstacle); !done) return done;
                    continue;
                }
            if (Status done = send(message); !done) return done;
        }
        return {};
    }

  private:
    void note(const store::Message& message, store::MessageState state, std::string words) {
        report_->messages.push_back({message.id, message.company, message.kind,
                                     message.customer_id.empty() ? "" : message.ledger + ":" + message.customer_id,
                                     message.subject, message.gateway, message.recipients, state, std::move(words)});
    }

    Status stop_at(const store::Message& message, const SendObstacle& obstacle) {
        if (!obstacle.take_back) return note(message, store::MessageState::due, obstacle.words), Status{};
        if (Status moved = context_->store.outbox().move(message.id, store::MessageState::cancelled,
                                                         obstacle.reason + ": " + obstacle.words, stamp_);
            !moved)
            return moved;
        note(message, store::MessageState::cancelled, obstacle.words);
        return {};
    }

    // Ledgers older than their reread_after_minutes are pulled again. One that cannot be: nothing leaves.
    std::optional<SendObstacle> reread() {
        for (const config::Ledger* ledger : context_->settings.ledgers_of(company_->name)) {
            auto current = context_->store.ledgers().current(company_->name, ledger->name, now_.day);
            if (!current) return SendObstacle{false, "stale_ledger", current.error().message};
            if (*current && young((*current)->published_at, ledger->reread_after_minutes)) continue;
            auto pulled = pull(*context_, {.companies = {company_->name}, .ledgers = {ledger->name}, .as_of = now_.day});
            if (!pulled) return SendObstacle{false, "stale_ledger", pulled.error().message};
            if (pulled->failed()) return SendObstacle{false, "stale_ledger", pulled->ledgers.front().error->message};
        }
        auto check = SendCheck::make(*context_, *company_, now_.day);
        if (!check) return SendObstacle{false, "stale_ledger", check.error().message};
        check_ = std::move(*check);
        return std::nullopt;
    }

    bool too_early(const store::Message& message) const {
        if (message.retry_after.empty()) return false;
        auto after = world::parse_moment(message.retry_after);
        return after && context_->clock.now() < *after;
    }

    bool young(const std::string& published_at, int minutes_max) const {
        auto published = world::parse_moment(published_at);
        return published && context_->clock.now() - *published <= std::chrono::minutes(minutes_max);
    }

    std::optional<SendObstacle> look_again(const store::Message& message) {
        auto obstacle = check_->obstacle(*context_, message);
        if (!obstacle) return SendObstacle{false, "stale_ledger", obstacle.error().message};
        return *obstacle;
    }

    Result<host::NotifyClient*> client(const std::string& gateway_name) {
        if (auto open = clients_.find(gateway_name); open != clients_.end()) return open->second.get();
        const config::Gateway* gateway = context_->settings.gateway(gateway_name);
        if (!gateway)
            return fail(SETTLED_INVALID_CONFIG,
                        fmt::format("gateway \"{}\" is no longer in the configuration; cancel the message or add it again",
                                    gateway_name));
        if (context_->settings.test.clock && !reaches_only_this_machine(*gateway))
            return fail(
                SETTLED_INVALID_CONFIG,
                fmt::format("[gateway.{}]: with [test] clock = true only notify_folder and gateways on this machine may send",
                            gateway_name));
        auto opened = context_->clients.notify(gateway->block);
        if (!opened) return pass(opened);
        return clients_.emplace(gateway_name, std::move(*opened)).first->second.get();
    }

    // The gateway's pace, begun with what earlier runs handed over today.
    Result<GatewayPace*> pace(const std::string& gateway_name) {
        if (auto known = paces_.find(gateway_name); known != paces_.end()) return &known->second;
        auto before = context_->store.outbox().handed_over(gateway_name, now_.day);
        if (!before) return pass(before);
        const config::Gateway& gateway = *context_->settings.gateway(gateway_name);
        return &paces_.emplace(gateway_name, GatewayPace(gateway.messages_per_minute, gateway.messages_per_day, *before))
                    .first->second;
    }

    // Waits until the gateway may be handed another message; in small steps, so that an interruption is heard.
    Status keep_pace(const GatewayPace& pace) {
        constexpr std::chrono::milliseconds step{200};
        const world::Moment from = context_->clock.now();
        const world::Moment until = pace.next(from);
        for (world::Moment now = from; now < until; now = context_->clock.now()) {
            if (context_->interrupted) return fail(SETTLED_STOPPED, "interrupted between two messages; the rest stays due");
            context_->clock.wait_until(std::min(until, now + step));
        }
        if (until == from) return {};
        auto later = world::local_time(until, company_->time_zone);
        if (!later) return std::unexpected(later.error());
        hour_ = hour_obstacle(context_->settings, *company_, *later); // the window may have closed while we waited
        return {};
    }

    Status send(const store::Message& message) {
        auto notifier = client(message.gateway);
        if (!notifier) {
            report_->troubles.push_back({"gateway " + message.gateway, notifier.error()});
            note(message, store::MessageState::due, notifier.error().message);
            return {};
        }
        auto limit = pace(message.gateway);
        if (!limit) return std::unexpected(limit.error());
        if ((*limit)->day_is_full())
            return note(
                       message, store::MessageState::due,
                       fmt::format("[gateway.{}]: {} messages were handed over today and messages_per_day is {}; stays due until "
                                   "tomorrow",
                                   message.gateway, (*limit)->handed_over_today(), (*limit)->messages_per_day())),
                   Status{};
        if (Status waited = keep_pace(**limit); !waited) return waited;
        if (message.audience == "customer" && hour_) return stop_at(message, *hour_);
        if (world::sha256_hex(message.content) != message.content_sha256)
            return finish(
                message, store::MessageState::failed,
                {"the stored bytes are not the ones that were composed; not sent. Run settled audit verify", "", "", 0, ""});
        host::SendOutcome outcome;
        bool handed_over = false;
        const Status sent = (*notifier)->send(
            {message.key, message.sender, message.content, message.step, message.recipients, {}},
            [&] {
                Status armed = context_->store.outbox().arm(message.id, stamp_);
                handed_over = armed.has_value();
                if (handed_over) (*limit)->handed_over(context_->clock.now());
                return armed;
            },
            outcome);
        if (sent) return finish(message, store::MessageState::sent, {"", outcome.provider_id, "", outcome.reply_code, ""});
        return after_failure(message, sent.error(), outcome, handed_over);
    }

    Status after_failure(const store::Message& message, const Error& error, const host::SendOutcome& outcome, bool handed_over) {
        store::SendResult result{error.message, outcome.provider_id, "", outcome.reply_code, ""};
        if (error.code == SETTLED_REJECTED) {
            // Before the hand-over it is the recipient who is refused (notify.hpp), after it what the message says.
            if (!handed_over) result.reason = "bad_address";
            return finish(message, store::MessageState::failed, result);
        }
        // Nobody can know whether it arrived; a notifier with a bug is not believed either.
        if (handed_over && (outcome.after_hand_over || error.code == SETTLED_INTERNAL))
            return finish(message, store::MessageState::unknown, result);
        if (error.code == SETTLED_STOPPED) return note(message, store::MessageState::due, error.message), Status{};
        const auto wait = error.code == SETTLED_UNAVAILABLE ? retry_minutes(message.tries + 1) : std::optional<int>(60);
        if (!wait) return finish(message, store::MessageState::failed, result);
        const auto seconds =
            std::max(std::chrono::seconds(outcome.retry_after_seconds), std::chrono::seconds(std::chrono::minutes(*wait)));
        auto later = world::local_time(context_->clock.now() + seconds, company_->time_zone);
        if (!later) return std::unexpected(later.error());
        result.retry_after = later->text;
        report_->troubles.push_back({"gateway " + message.gateway, error});
        return finish(message, store::MessageState::due, result);
    }

    Status finish(const store::Message& message, store::MessageState state, const store::SendResult& result) {
        if (Status done = context_->store.outbox().finish(message.id, state, result, stamp_); !done) return done;
        note(message, state, result.words);
        return {};
    }

    JobContext* context_;
    const config::Company* company_;
    world::LocalTime now_;
    store::Stamp stamp_;
    DeliverReport* report_;
    std::optional<SendObstacle> hour_; // why no customer may be written to at this hour
    std::unique_ptr<SendCheck> check_;
    std::map<std::string, GatewayPace> paces_;
    std::map<std::string, std::unique_ptr<host::NotifyClient>> clients_;
};

Status deliver_company(JobContext& context, const config::Company& company, const Scope& scope, DeliverReport& report) {
    auto now = world::local_time(context.clock.now(), company.time_zone);
    if (!now) return std::unexpected(now.error());
    if (scope.as_of && scope.as_of != now->day)
        return fail(SETTLED_INVALID_CONFIG, fmt::format("--as-of {} is not today ({}); nothing is ever sent for another day",
                                                        scope.as_of.iso(), now->day.iso()));
    const store::Stamp stamped{now->text, now->day, context.actor};
    if (!scope.dry_run) {
        auto unknown = context.store.outbox().mark_unknown_after_crash(company.name, stamped);
        if (!unknown) return std::unexpected(unknown.error());
        report.found_unknown += *unknown;
    }
    auto due = context.store.outbox().list(company.name,
                                           {.states = {store::MessageState::due}, .kind = {}, .ledger = {}, .customer_id = {}});
    if (!due) return std::unexpected(due.error());
    if (scope.dry_run) {
        for (const store::Message& message : *due)
            report.messages.push_back({message.id, message.company, message.kind, message.customer_id, message.subject,
                                       message.gateway, message.recipients, store::MessageState::due, "would be sent"});
        return {};
    }
    return Delivery(context, company, *now, stamped, report).run(std::move(*due));
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

bool DeliverReport::failed() const {
    return !troubles.empty() || std::ranges::any_of(messages, [](const DeliveredMessage& message) {
        return message.state == store::MessageState::failed || message.state == store::MessageState::unknown;
    });
}

Result<DeliverReport> deliver(JobContext& context, const Scope& scope) {
    DeliverReport report;
    for (const config::Company* company : companies_of(context, scope)) {
        JobRunRecord run(context, *company, "deliver", "", scope.dry_run);
        if (Status done = deliver_company(context, *company, scope, report); !done) {
            run.failed(done.error().message);
            return pass(done);
        }
        const auto sent = std::ranges::count(report.messages, store::MessageState::sent, &DeliveredMessage::state);
        const std::string summary = fmt::format("sent={} of {}", sent, report.messages.size());
        if (report.failed())
            run.partly(summary);
        else
            run.done(summary);
    }
    return report;
}

} // namespace settled::jobs
