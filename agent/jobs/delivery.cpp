#include "jobs/delivery.hpp"

#include "jobs/ended_try.hpp"
#include "jobs/pull.hpp"
#include "world/digest.hpp"

#include <settled/loopback.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <unordered_map>

namespace settled::jobs {
namespace {

// With the test clock only folders and this machine may be written to.
bool reaches_only_this_machine(const config::Gateway& gateway) {
    if (gateway.block.plugin == "notify_folder") return true;
    return std::ranges::any_of(gateway.block.options,
                               [](const auto& option) { return option.first == "url" && is_loopback_url(option.second); });
}

} // namespace

Delivery::Delivery(JobContext& context, const config::Company& company, world::LocalTime now, store::Stamp stamp,
                   DeliverReport& report)
    : context_(&context), company_(&company), now_(std::move(now)), looked_at_(context.clock.now()), stamp_(std::move(stamp)),
      report_(&report), lanes_(context.executor.threads()) {}

void Delivery::note(const store::Message& message, store::MessageState state, std::string words) {
    report_->messages.push_back({message.id, message.company, message.kind,
                                 message.customer_id.empty() ? "" : message.ledger + ":" + message.customer_id, message.subject,
                                 message.gateway, message.recipients, state, std::move(words)});
}

// ---- may it leave? -----------------------------------------------------------------------------------------

Status Delivery::stop_at(const store::Message& message, const SendObstacle& obstacle) {
    if (!obstacle.take_back) return note(message, store::MessageState::due, obstacle.words), Status{};
    if (Status moved = context_->store.outbox().move(message.id, store::MessageState::cancelled,
                                                     obstacle.reason + ": " + obstacle.words, stamp_);
        !moved)
        return moved;
    note(message, store::MessageState::cancelled, obstacle.words);
    return {};
}

// Ledgers older than their reread_after_minutes are pulled again. One that cannot be: nothing leaves.
std::optional<SendObstacle> Delivery::reread() {
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

bool Delivery::too_early(const store::Message& message) const {
    if (message.retry_after.empty()) return false;
    auto after = world::parse_moment(message.retry_after);
    return after && context_->clock.now() < *after;
}

bool Delivery::young(const std::string& published_at, int minutes_max) const {
    auto published = world::parse_moment(published_at);
    return published && context_->clock.now() - *published <= std::chrono::minutes(minutes_max);
}

std::optional<SendObstacle> Delivery::look_again(const store::Message& message) {
    auto found = check_->obstacle(*context_, message);
    if (!found) return SendObstacle{false, "stale_ledger", found.error().message};
    return *found;
}

Result<std::optional<SendObstacle>> Delivery::hour_for(const std::string& country) {
    if (const auto known = hours_.find(country); known != hours_.end()) return known->second;
    auto found = hour_obstacle(context_->settings, *company_, country, context_->clock.now());
    if (found) hours_[country] = *found;
    return found;
}

Result<std::optional<SendObstacle>> Delivery::obstacle(const store::Message& message) {
    if (message.audience != "customer") return std::nullopt;
    auto hour = hour_for(check_ ? check_->country_of(message) : std::string());
    if (!hour || *hour) return hour;
    if (ledger_) return ledger_;
    return look_again(message);
}

// A long run must not go on into the night, and its records say when they were made.
Status Delivery::look_at_the_clock() {
    constexpr std::chrono::seconds often_enough{5};
    const world::Moment now = context_->clock.now();
    if (now - looked_at_ < often_enough && now >= looked_at_) return {};
    auto local = world::local_time(now, company_->time_zone);
    if (!local) return std::unexpected(local.error());
    looked_at_ = now, stamp_.at = local->text;
    hours_.clear();
    return {};
}

// ---- the way there -----------------------------------------------------------------------------------------

Result<std::unique_ptr<host::NotifyClient>> Delivery::client(const std::string& gateway_name) {
    const config::Gateway* gateway = context_->settings.gateway(gateway_name);
    if (!gateway)
        return fail(
            SETTLED_INVALID_CONFIG,
            fmt::format("gateway \"{}\" is no longer in the configuration; cancel the message or add it again", gateway_name));
    if (context_->settings.test.clock && !reaches_only_this_machine(*gateway))
        return fail(SETTLED_INVALID_CONFIG,
                    fmt::format("[gateway.{}]: with [test] clock = true only notify_folder and gateways on this machine may send",
                                gateway_name));
    return context_->clients.notify(gateway->block);
}

// The gateway's pace begins with what earlier runs handed over today.
Status Delivery::open_way(Way& way, const std::string& name) {
    auto first = client(name);
    if (!first) return pass(first);
    way.gateway = context_->settings.gateway(name);
    auto before = context_->store.outbox().handed_over(name, now_.day);
    if (!before) return std::unexpected(before.error());
    way.pace.emplace(way.gateway->messages_per_minute, way.gateway->messages_per_day, *before);
    way.lanes.push_back(lanes_.open(std::move(*first)));
    return {};
}

// A further connection is made only while all others have something in hand.
Result<std::optional<std::size_t>> Delivery::free_lane(Way& way) {
    for (const std::size_t lane : way.lanes)
        if (lanes_.is_free(lane)) return lane;
    const bool may_open = context_->executor.threads() && static_cast<int>(way.lanes.size()) < way.gateway->connections;
    if (!may_open) return std::nullopt;
    auto another = client(way.gateway->name);
    if (!another) return pass(another);
    way.lanes.push_back(lanes_.open(std::move(*another)));
    return way.lanes.back();
}

// Hands out what may leave now. `wake`: when the next may, where only the pace holds it.
Status Delivery::dispatch(Way& way, std::optional<world::Moment>& wake) {
    while (!way.waiting.empty()) {
        if (Status looked = look_at_the_clock(); !looked) return looked;
        const store::Message& message = way.waiting.front();
        if (too_early(message)) {
            note(message, store::MessageState::due, fmt::format("tried again after {}", message.retry_after));
            way.waiting.pop_front();
            continue;
        }
        if (!way.pace) {
            if (Status opened = open_way(way, message.gateway); !opened) {
                report_->troubles.push_back({"gateway " + message.gateway, opened.error()});
                for (const store::Message& each : way.waiting) note(each, store::MessageState::due, opened.error().message);
                way.waiting.clear();
                return {};
            }
        }
        if (way.pace->day_is_full()) {
            note(message, store::MessageState::due,
                 fmt::format(
                     "[gateway.{}]: {} messages were handed over today and messages_per_day is {}; stays due until tomorrow",
                     message.gateway, way.pace->handed_over_today(), way.pace->messages_per_day()));
            way.waiting.pop_front();
            continue;
        }
        const world::Moment now = context_->clock.now();
        const world::Moment next = way.pace->next(now, way.in_hand);
        if (next > now || way.pace->day_is_full(way.in_hand)) {
            if (next > now) wake = wake ? std::min(*wake, next) : next;
            return {};
        }
        auto lane = free_lane(way);
        if (!lane) return pass(lane);
        if (!*lane) return {};
        auto found = obstacle(message);
        if (!found) return pass(found);
        if (*found) {
            if (Status done = stop_at(message, **found); !done) return done;
            way.waiting.pop_front();
            continue;
        }
        const store::Message leaving = std::move(way.waiting.front());
        way.waiting.pop_front();
        if (Status handed = hand_out(way, **lane, leaving); !handed) return handed;
    }
    return {};
}

Status Delivery::hand_out(Way& way, std::size_t lane, const store::Message& message) {
    auto found = context_->store.outbox().find(message.id);
    if (!found) return pass(found);
    if (!*found || (*found)->state != store::MessageState::due) return {}; // a person was faster
    store::Message& whole = **found;
    if (world::sha256_hex(whole.content) != whole.content_sha256) {
        const store::SendResult damaged{
            "the stored bytes are not the ones that were composed; not sent. Run settled audit verify", "", "", 0, ""};
        if (Status done = context_->store.outbox().finish(message.id, store::MessageState::failed, damaged, stamp_); !done)
            return done;
        note(message, store::MessageState::failed, damaged.words);
        return {};
    }
    auto claims = context_->store.outbox().claims_of(message.id);
    if (!claims) return pass(claims);
    if (Status open = open_sent_log(); !open) return note(message, store::MessageState::due, open.error().message), Status{};
    if (sent_log_->knows_more(message, *claims)) return refuse_what_was_sent(message);
    host::OutgoingMessage outgoing{whole.key,           whole.sender,     std::move(whole.content),
                                   whole.template_name, whole.recipients, std::move(whole.parameters)};
    if (message.audience == "customer" && message.channel == "email" && !way.gateway->archive_to.empty())
        outgoing.recipients.push_back(way.gateway->archive_to);
    hands_[lane] = {&way, message, false, SentLog::line_of(message, *claims, stamp_.at)};
    ++way.in_hand;
    lanes_.hand(lane, message.id, std::move(outgoing), [this, lane](std::int64_t id) { return arm_alone(lane, id); });
    return {};
}

// ---- what becomes of it --------------------------------------------------------------------------------------

Status Delivery::arm_alone(std::size_t lane, std::int64_t message) {
    if (Status noted = sent_log_->add(hands_[lane].line); !noted) return noted;
    Status armed = context_->store.outbox().arm(message, stamp_);
    ++report_->commits;
    if (!armed) return armed;
    Hand& hand = hands_[lane];
    hand.armed = true, --hand.way->in_hand;
    hand.way->pace->handed_over(context_->clock.now());
    return {};
}

// One commit for all that came together.
Status Delivery::record(Lanes::Gathered gathered) {
    note_hand_overs(gathered);
    std::vector<store::OutboxStep> steps;
    for (const std::size_t lane : gathered.to_arm) steps.push_back({lanes_.message_of(lane), store::MessageState::armed, {}});
    std::vector<const EndedTry*> recorded;
    for (const EndedTry& ended : gathered.ended) {
        const Hand& hand = hands_[ended.lane];
        if (!hand.armed) --hand.way->in_hand;
        auto step =
            step_after(hand.message, *hand.way->gateway, ended, {context_->clock.now(), company_->time_zone, context_->random});
        if (!step) return pass(step);
        if (!step->result.retry_after.empty())
            report_->troubles.push_back({"gateway " + hand.message.gateway, ended.sent.error()});
        // Stopped before the hand-over: nothing happened, and nothing is to be remembered.
        if (!ended.sent && ended.sent.error().code == SETTLED_STOPPED && !ended.handed_over) {
            note(hand.message, store::MessageState::due, ended.sent.error().message);
            continue;
        }
        steps.push_back(std::move(*step));
        recorded.push_back(&ended);
    }
    if (steps.empty()) return {};
    auto fates = context_->store.outbox().record(steps, stamp_);
    ++report_->commits;
    if (!fates) return pass(fates); // the connections are refused when they are closed
    const std::size_t arms = gathered.to_arm.size();
    for (std::size_t i = 0; i < arms; ++i) {
        const std::size_t lane = gathered.to_arm[i];
        Hand& hand = hands_[lane];
        if ((*fates)[i]) {
            hand.armed = true, --hand.way->in_hand;
            hand.way->pace->handed_over(context_->clock.now());
        }
        lanes_.answer(lane, (*fates)[i]);
    }
    for (std::size_t i = 0; i < recorded.size(); ++i) {
        if (!(*fates)[arms + i]) return (*fates)[arms + i];
        note(hands_[recorded[i]->lane].message, steps[arms + i].to, steps[arms + i].result.words);
    }
    return {};
}

// In small steps, so that an interruption is heard.
Status Delivery::wait_for(world::Moment moment) {
    constexpr std::chrono::milliseconds step{200};
    for (world::Moment now = context_->clock.now(); now < moment && !context_->interrupted; now = context_->clock.now())
        context_->clock.wait_until(std::min(moment, now + step));
    return {};
}

Status Delivery::run(std::vector<store::Message> due) {
    const bool customers = std::ranges::any_of(due, [](const store::Message& message) { return message.audience == "customer"; });
    auto night = hour_for({}); // by our own clock; the ledgers are not asked for what cannot leave
    if (!night) return pass(night);
    const bool foreign_hours = *night && (*night)->reason == "outside_window";
    if (customers && (!*night || foreign_hours)) ledger_ = reread();
    // What the house itself is told goes first: a gateway that is full for today must not silence it.
    std::ranges::stable_partition(due, [](const store::Message& message) { return message.audience != "customer"; });
    std::unordered_map<std::int64_t, std::size_t> turn;
    for (store::Message& message : due) {
        turn.emplace(message.id, turn.size());
        ways_[message.gateway].waiting.push_back(std::move(message));
    }
    due.clear();
    const std::size_t before = report_->messages.size();
    Status travelled = travel();
    // Told in the order in which they stood, whichever connection was faster.
    std::ranges::stable_sort(std::span(report_->messages).subspan(before), {},
                             [&](const DeliveredMessage& message) { return turn[message.message]; });
    return travelled;
}

Status Delivery::travel() {
    for (;;) {
        std::optional<world::Moment> wake;
        if (!context_->interrupted)
            for (auto& [name, way] : ways_)
                if (Status dispatched = dispatch(way, wake); !dispatched) return dispatched;
        if (lanes_.in_hand() > 0) {
            constexpr std::chrono::milliseconds patience{200};
            if (Status recorded = record(lanes_.gather(patience)); !recorded) return recorded;
            continue;
        }
        if (context_->interrupted) return fail(SETTLED_STOPPED, "interrupted between two messages; the rest stays due");
        if (std::ranges::all_of(ways_, [](const auto& way) { return way.second.waiting.empty(); })) return {};
        if (wake)
            if (Status waited = wait_for(*wake); !waited) return waited;
    }
}

} // namespace settled::jobs
