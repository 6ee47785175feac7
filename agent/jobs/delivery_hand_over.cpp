// How messages are put out for the connections, and what is recorded of it.
#include "jobs/delivery.hpp"

#include "jobs/compose.hpp"
#include "jobs/ended_try.hpp"
#include "world/digest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <iterator>

namespace settled::jobs {
namespace {

// So many may be unknown for each connection after the machine died.
constexpr int armed_ahead_per_connection = 8;

constexpr std::string_view not_handed_over = "the run ended before the message was handed over; nothing was sent";

// The archive, and colleagues who are told; they stand in no header.
void add_unseen_recipients(const config::Gateway& gateway, host::OutgoingMessage& outgoing) {
    const auto add = [&](const std::string& address) {
        if (std::ranges::find(outgoing.recipients, address) == outgoing.recipients.end()) outgoing.recipients.push_back(address);
    };
    for (const auto& [name, value] : outgoing.parameters)
        if (name == copy_parameter) add(value);
    std::erase_if(outgoing.parameters, [](const auto& each) { return each.first == copy_parameter; });
    if (!gateway.archive_to.empty()) add(gateway.archive_to);
}

} // namespace

// ---- who is next ------------------------------------------------------------------------------------------------

// A further connection is made only while all others have something in hand.
Result<bool> Delivery::room_for_one(Way& way) {
    if (lanes_.in_hand(way.queue) < lanes_.connections(way.queue)) return true;
    const bool may_open = context_->executor.threads() && lanes_.connections(way.queue) < way.gateway->connections;
    if (!may_open) return false;
    auto another = client(way.gateway->name);
    if (!another) return pass(another);
    lanes_.connect(way.queue, std::move(*another));
    return true;
}

// Takes away from the front what has to wait for another run. False: nothing is left, or the pace holds what is.
Result<bool> Delivery::first_may_go(Way& way, int before_it, std::optional<world::Moment>& wake) {
    while (!way.waiting.empty()) {
        if (Status looked = look_at_the_clock(); !looked) return pass(looked);
        const QueuedMessage& message = way.waiting.front();
        if (too_early(message)) {
            if (Status told = stays_due(message.id, fmt::format("tried again after {}", message.retry_after)); !told)
                return pass(told);
            way.waiting.pop_front();
            continue;
        }
        if (!way.pace) {
            const std::string name = message.gateway;
            if (Status opened = open_way(way, name); !opened) {
                if (Status closed = close_way(way, name, opened.error()); !closed) return pass(closed);
                return false;
            }
        }
        if (way.pace->day_is_full()) {
            const std::string words = fmt::format(
                "[gateway.{}]: {} messages were handed over today and messages_per_day is {}; stays due until tomorrow",
                message.gateway, way.pace->handed_over_today(), way.pace->messages_per_day());
            if (Status told = stays_due(message.id, words); !told) return pass(told);
            way.waiting.pop_front();
            continue;
        }
        const int counted = way.unarmed + before_it;
        const world::Moment now = context_->clock.now();
        const world::Moment next = way.pace->next(now, counted);
        if (next > now) wake = wake ? std::min(*wake, next) : next;
        return next <= now && !way.pace->day_is_full(counted);
    }
    return false;
}

// Hands messages out until every connection has enough, nothing waits, or the pace holds it.
Status Delivery::dispatch(Way& way, std::optional<world::Moment>& wake) {
    for (;;) {
        auto goes = first_may_go(way, 0, wake);
        if (!goes) return pass(goes);
        if (!*goes) return {};
        // One that a person put back may have arrived the first time: what is known of that is not written over ahead.
        const std::size_t before = way.waiting.size();
        if (way.ahead && !way.waiting.front().handed_over_before) {
            if (Status dispatched = dispatch_ahead(way, wake); !dispatched) return dispatched;
        } else {
            auto room = room_for_one(way);
            if (!room) return pass(room);
            if (!*room) return {};
            if (Status dispatched = dispatch_one(way); !dispatched) return dispatched;
        }
        if (way.waiting.size() == before) return {};
    }
}

Status Delivery::dispatch_one(Way& way) {
    const std::int64_t next = way.waiting.front().id;
    way.waiting.pop_front();
    auto drawn_up = draw_up(way, {&next, 1});
    if (!drawn_up) return pass(drawn_up);
    for (Parcel& parcel : *drawn_up) {
        ++way.unarmed;
        put_out(std::move(parcel));
    }
    return {};
}

// Nothing where half of the room is still taken: the next ones come together.
Status Delivery::dispatch_ahead(Way& way, std::optional<world::Moment>& wake) {
    while (lanes_.connections(way.queue) < way.gateway->connections) {
        auto another = client(way.gateway->name);
        if (!another) return pass(another);
        lanes_.connect(way.queue, std::move(*another));
    }
    const int room_whole = armed_ahead_per_connection * lanes_.connections(way.queue);
    const int room = room_whole - lanes_.in_hand(way.queue) - way.unarmed;
    if (room < room_whole / 2) return {};
    std::vector<std::int64_t> next;
    while (std::ssize(next) < room) {
        auto goes = first_may_go(way, static_cast<int>(next.size()), wake);
        if (!goes) return pass(goes);
        if (!*goes || way.waiting.front().handed_over_before) break;
        next.push_back(way.waiting.front().id);
        way.waiting.pop_front();
    }
    auto drawn_up = draw_up(way, next);
    if (!drawn_up) return pass(drawn_up);
    way.unarmed += static_cast<int>(drawn_up->size());
    std::ranges::move(*drawn_up, std::back_inserter(arming_));
    return {};
}

// ---- the last look, and the way out -----------------------------------------------------------------------------

// Those that may leave; of each other it is said why not.
Result<std::vector<Delivery::Parcel>> Delivery::draw_up(Way& way, std::span<const std::int64_t> messages) {
    auto due = context_->store.outbox().find_due(messages);
    if (!due) return pass(due);
    std::vector<std::int64_t> ids;
    for (const store::Message& message : *due) ids.push_back(message.id);
    auto claims = context_->store.outbox().claims_of_each(ids);
    if (!claims) return pass(claims);
    std::vector<Parcel> made;
    for (std::size_t i = 0; i < due->size(); ++i) {
        store::Message& whole = (*due)[i];
        auto found = obstacle(whole, (*claims)[i]);
        if (!found) return pass(found);
        if (*found) {
            if (Status done = stop_at(whole, **found); !done) return pass(done);
            continue;
        }
        auto parcel = draw_up(way, whole, (*claims)[i]);
        if (!parcel) return pass(parcel);
        if (*parcel) made.push_back(std::move(**parcel));
    }
    return made;
}

Result<std::optional<Delivery::Parcel>> Delivery::draw_up(Way& way, store::Message& whole, std::span<const store::Claim> claims) {
    if (world::sha256_hex(whole.content) != whole.content_sha256) {
        const store::SendResult damaged{
            "the stored bytes are not the ones that were composed; not sent. Run settled audit verify", "", "", 0, ""};
        if (Status done = context_->store.outbox().finish(whole.id, store::MessageState::failed, damaged, stamp_); !done)
            return pass(done);
        note(whole, store::MessageState::failed, damaged.words);
        return std::nullopt;
    }
    if (Status open = open_sent_log(); !open) return note(whole, store::MessageState::due, open.error().message), std::nullopt;
    const SentLog::Names names = SentLog::names_of(whole, claims);
    if (sent_log_->knows_more(names, whole.tries)) {
        if (Status refused = refuse_what_was_sent(whole); !refused) return pass(refused);
        return std::nullopt;
    }
    host::OutgoingMessage outgoing{whole.key,           whole.sender,     std::move(whole.content),
                                   whole.template_name, whole.recipients, std::move(whole.parameters)};
    if (whole.audience == "customer" && whole.channel == "email") add_unseen_recipients(*way.gateway, outgoing);
    whole.content.clear(), whole.parameters.clear();
    return Parcel{{&way, std::move(whole), false, SentLog::line_of(names, stamp_.at)}, std::move(outgoing)};
}

void Delivery::put_out(Parcel parcel) {
    const std::int64_t message = parcel.hand.message.id;
    const std::size_t queue = parcel.hand.way->queue;
    Lanes::Parcel out{message, parcel.hand.armed, std::move(parcel.outgoing)};
    hands_.insert_or_assign(message, std::move(parcel.hand));
    lanes_.hand(queue, std::move(out), [this](std::int64_t id) { return arm_alone(id); });
}

// What no connection has begun is due as before.
void Delivery::call_back(Way& way) {
    if (!way.pace) return; // nothing was ever put out
    for (const std::int64_t id : lanes_.take_back(way.queue)) {
        Hand hand = std::move(hands_.extract(id).mapped());
        if (!hand.armed) {
            --way.unarmed;
            note(hand.message, store::MessageState::due, std::string(not_handed_over));
            continue;
        }
        way.pace->taken_back();
        endings_.push_back(
            {std::move(hand.message), {id, store::MessageState::due, {.words = std::string(not_handed_over)}, false}, false});
    }
}

// ---- what becomes of it -----------------------------------------------------------------------------------------

void Delivery::armed(Hand& hand) {
    hand.armed = true, --hand.way->unarmed;
    hand.way->pace->handed_over(context_->clock.now());
}

Status Delivery::arm_alone(std::int64_t message) {
    Hand& hand = hands_.at(message);
    if (Status noted = sent_log_->add(hand.line); !noted) return noted;
    Status done = context_->store.outbox().arm(message, stamp_);
    ++report_->commits;
    if (!done) return done;
    armed(hand);
    return {};
}

Status Delivery::take_in(const EndedTry& ended) {
    Hand hand = std::move(hands_.extract(ended.message).mapped());
    Way& way = *hand.way;
    if (ended.left_unreleased) {
        if (Status noted = sent_log_->add(hand.line); !noted) report_->troubles.push_back({company_->name, noted.error()});
        armed(hand);
    }
    if (!hand.armed) --way.unarmed;
    if (hand.armed && !ended.handed_over) way.pace->taken_back();
    auto step = step_after(hand.message, *way.gateway, ended, {context_->clock.now(), company_->time_zone, context_->random});
    if (!step) return pass(step);
    if (!step->result.retry_after.empty()) report_->troubles.push_back({"gateway " + hand.message.gateway, ended.sent.error()});
    const bool answered = ended.sent || ended.outcome.reply_code != 0;
    way.ahead = answered && context_->executor.threads() && way.gateway->connections > 1;
    // Stopped before the hand-over: nothing happened, and nothing is to be remembered.
    if (!hand.armed && !ended.sent && ended.sent.error().code == SETTLED_STOPPED) {
        note(hand.message, store::MessageState::due, ended.sent.error().message);
        return {};
    }
    endings_.push_back({std::move(hand.message), std::move(*step), ended.left_unreleased});
    return {};
}

// One commit for all that came together: what connections ask for, what is armed ahead, and what has ended.
Status Delivery::record(std::vector<Lanes::Gathered::Wish> wishes) {
    // The sent log names a group before it is armed: a crash in between must not find the group before it without an ending.
    if (!arming_.empty())
        if (Status done = record_endings(); !done) return done;
    note_hand_overs(wishes);
    std::vector<store::OutboxStep> steps;
    for (const Lanes::Gathered::Wish& wish : wishes) steps.push_back({wish.message, store::MessageState::armed, {}});
    for (const Parcel& parcel : arming_) steps.push_back({parcel.hand.message.id, store::MessageState::armed, {}});
    add_endings(steps);
    if (steps.empty()) return {};
    auto fates = context_->store.outbox().record(steps, stamp_);
    ++report_->commits;
    if (!fates) return pass(fates); // the connections are refused when they are closed
    auto fate = fates->begin();
    for (const Lanes::Gathered::Wish& wish : wishes) {
        Hand& hand = hands_.at(wish.message);
        if (*fate) armed(hand);
        lanes_.answer(wish.lane, *fate++);
    }
    for (Parcel& parcel : std::exchange(arming_, {})) {
        const Status& done = *fate++;
        if (done) {
            armed(parcel.hand);
            put_out(std::move(parcel));
        } else {
            --parcel.hand.way->unarmed;
            note(parcel.hand.message, store::MessageState::due, done.error().message);
        }
    }
    return note_endings({fate, fates->end()});
}

Status Delivery::record_endings() {
    if (endings_.empty()) return {};
    std::vector<store::OutboxStep> steps;
    add_endings(steps);
    auto fates = context_->store.outbox().record(steps, stamp_);
    ++report_->commits;
    return fates ? note_endings(*fates) : Status(pass(fates));
}

void Delivery::add_endings(std::vector<store::OutboxStep>& steps) const {
    for (const Ending& ending : endings_) {
        if (ending.unreleased) steps.push_back({ending.step.message, store::MessageState::armed, {}});
        steps.push_back(ending.step);
    }
}

Status Delivery::note_endings(std::span<const Status> fates) {
    auto fate = fates.begin();
    for (const Ending& ending : std::exchange(endings_, {})) {
        if (ending.unreleased) ++fate; // where it could not be armed, it could not end either
        assert(fate != fates.end());
        const Status& done = *fate++;
        if (!done && !ending.unreleased) return done;
        // Taken back meanwhile, and it left all the same: the store keeps what the person said, the report says what happened.
        if (!done) report_->troubles.push_back({"gateway " + ending.message.gateway, done.error()});
        note(ending.message, ending.step.to, ending.step.result.words);
    }
    return {};
}

// The run cannot go on. What is in hand is still heard, and recorded as far as that is possible.
void Delivery::wind_down() {
    for (auto& [name, way] : ways_) call_back(way);
    constexpr std::chrono::milliseconds patience{200};
    while (record({}) && lanes_.in_hand() > 0) {
        const Lanes::Gathered gathered = lanes_.gather(patience);
        for (const Lanes::Gathered::Wish& wish : gathered.to_arm)
            lanes_.answer(wish.lane, fail(SETTLED_STOPPED, std::string(not_handed_over)));
        for (const EndedTry& ended : gathered.ended)
            if (!take_in(ended)) return;
    }
}

} // namespace settled::jobs
