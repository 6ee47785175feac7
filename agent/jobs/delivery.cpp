#include "jobs/delivery.hpp"

#include "jobs/open_gateway.hpp"
#include "jobs/pull.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <unordered_map>

namespace settled::jobs {
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

// Whoever took it back meanwhile knows what became of it.
Status Delivery::stays_due(std::int64_t message, const std::string& words) {
    auto found = context_->store.outbox().find_due({&message, 1});
    if (!found) return pass(found);
    for (const store::Message& due : *found) note(due, store::MessageState::due, words);
    return {};
}

bool Delivery::too_early(const QueuedMessage& message) const {
    if (message.retry_after.empty()) return false;
    auto after = world::parse_moment(message.retry_after);
    return after && context_->clock.now() < *after;
}

bool Delivery::young(const std::string& published_at, int minutes_max) const {
    auto published = world::parse_moment(published_at);
    return published && context_->clock.now() - *published <= std::chrono::minutes(minutes_max);
}

Result<std::optional<SendObstacle>> Delivery::hour_for(const std::string& country) {
    if (const auto known = hours_.find(country); known != hours_.end()) return known->second;
    auto found = hour_obstacle(context_->settings, *company_, country, context_->clock.now());
    if (found) hours_[country] = *found;
    return found;
}

// What a person let go was right then; after so many hours the next plan asks again.
std::optional<SendObstacle> Delivery::approval_over(const store::Message& message) const {
    const auto released = released_at_.find(message.id);
    if (released == released_at_.end()) return std::nullopt;
    const int hours = context_->settings.sending.approval_valid_hours;
    const auto at = world::parse_moment(released->second);
    if (!at || context_->clock.now() - *at <= std::chrono::hours(hours)) return std::nullopt;
    return SendObstacle{true, "approval_missing",
                        fmt::format("released by {} at {}, more than {} h ago; planned again and to be released again",
                                    message.released_by, released->second, hours)};
}

Result<std::optional<SendObstacle>> Delivery::obstacle(const store::Message& message, std::span<const store::Claim> claims) {
    if (message.audience != "customer") return std::nullopt;
    if (auto over = approval_over(message)) return over;
    auto hour = hour_for(check_ ? check_->country_of(message) : std::string());
    if (!hour || *hour) return hour;
    if (ledger_) return ledger_;
    return check_->obstacle(message, claims);
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
    auto opened = open_gateway(*context_, gateway_name);
    if (!opened && !context_->settings.gateway(gateway_name))
        return fail(opened.error().code, opened.error().message + " any longer; cancel the message or add it again");
    return opened;
}

// The gateway's pace begins with what earlier runs handed over today.
Status Delivery::open_way(Way& way, const std::string& name) {
    auto first = client(name);
    if (!first) return pass(first);
    way.gateway = context_->settings.gateway(name);
    auto before = context_->store.outbox().handed_over(name, now_.day);
    if (!before) return std::unexpected(before.error());
    way.pace.emplace(way.gateway->messages_per_minute, way.gateway->messages_per_day, *before);
    way.queue = lanes_.open_way();
    lanes_.connect(way.queue, std::move(*first));
    return {};
}

// What waited for it stays due.
Status Delivery::close_way(Way& way, const std::string& name, const Error& why) {
    report_->troubles.push_back({"gateway " + name, why});
    for (const QueuedMessage& message : way.waiting)
        if (Status told = stays_due(message.id, why.message); !told) return told;
    way.waiting.clear();
    return {};
}

// ---- the whole run --------------------------------------------------------------------------------------------

// In small steps, so that an interruption is heard.
Status Delivery::wait_for(world::Moment moment) {
    constexpr std::chrono::milliseconds step{200};
    for (world::Moment now = context_->clock.now(); now < moment && !context_->interrupted; now = context_->clock.now())
        context_->clock.wait_until(std::min(moment, now + step));
    return {};
}

Status Delivery::run(std::vector<QueuedMessage> due) {
    const bool customers = std::ranges::any_of(due, &QueuedMessage::to_customer);
    auto night = hour_for({}); // by our own clock; the ledgers are not asked for what cannot leave
    if (!night) return pass(night);
    const bool foreign_hours = *night && (*night)->reason == "outside_window";
    if (customers && (!*night || foreign_hours)) ledger_ = reread();
    if (customers) {
        auto released = context_->store.outbox().released_at(company_->name);
        if (!released) return pass(released);
        released_at_ = std::move(*released);
    }
    // What the house itself is told goes first: a gateway that is full for today must not silence it.
    std::ranges::stable_partition(due, [](const QueuedMessage& message) { return !message.to_customer; });
    std::unordered_map<std::int64_t, std::size_t> turn;
    for (QueuedMessage& message : due) {
        turn.emplace(message.id, turn.size());
        ways_[message.gateway].waiting.push_back(std::move(message));
    }
    due = {}; // the memory too
    const std::size_t before = report_->messages.size();
    Status travelled = travel();
    if (!travelled) wind_down();
    // Told in the order in which they stood, whichever connection was faster.
    std::ranges::stable_sort(std::span(report_->messages).subspan(before), {},
                             [&](const DeliveredMessage& message) { return turn[message.message]; });
    return travelled;
}

// Endings are recorded together: of a gateway with messages armed ahead when half of those have ended, at once of any other.
std::size_t Delivery::news_worth_waking() const {
    int most = 0;
    for (const auto& [name, way] : ways_)
        if (way.ahead) most = std::max(most, lanes_.in_hand(way.queue));
    return std::max<std::size_t>(1, static_cast<std::size_t>(most) / 2);
}

Status Delivery::travel() {
    for (;;) {
        std::optional<world::Moment> wake;
        for (auto& [name, way] : ways_) {
            if (context_->interrupted)
                call_back(way);
            else if (Status dispatched = dispatch(way, wake); !dispatched)
                return dispatched;
        }
        if (!arming_.empty() || !endings_.empty())
            if (Status recorded = record({}); !recorded) return recorded;
        if (lanes_.in_hand() > 0) {
            // The longest that an ending is not recorded; and that an interruption is not heard.
            constexpr std::chrono::milliseconds together{50}, alone{200};
            const std::size_t news = news_worth_waking();
            Lanes::Gathered gathered = lanes_.gather(news > 1 ? together : alone, news);
            for (const EndedTry& ended : gathered.ended)
                if (Status taken = take_in(ended); !taken) return taken;
            // The next messages are armed in the same commit, but who asks is not kept waiting.
            if (!gathered.to_arm.empty())
                if (Status recorded = record(std::move(gathered.to_arm)); !recorded) return recorded;
            continue;
        }
        if (context_->interrupted) return fail(SETTLED_STOPPED, "interrupted between two messages; the rest stays due");
        if (std::ranges::all_of(ways_, [](const auto& way) { return way.second.waiting.empty(); })) return {};
        if (wake)
            if (Status waited = wait_for(*wake); !waited) return waited;
    }
}

} // namespace settled::jobs
