#include "jobs/lanes.hpp"

#include <cassert>
#include <utility>

namespace settled::jobs {

Lanes::~Lanes() {
    {
        const std::scoped_lock lock(mutex_);
        closing_ = true;
        for (const auto& way : ways_) way->wake.notify_all();
        for (const auto& lane : lanes_) lane->wake.notify_all();
    }
    for (const auto& lane : lanes_)
        if (lane->thread.joinable()) lane->thread.join();
}

std::size_t Lanes::open_way() {
    ways_.push_back(std::make_unique<Way>());
    return ways_.size() - 1;
}

void Lanes::connect(std::size_t way, std::unique_ptr<host::NotifyClient> client) {
    lanes_.push_back(std::make_unique<Lane>());
    Lane& made = *lanes_.back();
    made.number = lanes_.size() - 1, made.way = way, made.client = std::move(client);
    ++ways_[way]->connections;
    if (threads_) made.thread = std::thread([this, &made] { work(made); });
}

int Lanes::in_hand() const {
    int all = 0;
    for (const auto& way : ways_) all += way->in_hand;
    return all;
}

void Lanes::hand(std::size_t number, Parcel parcel, const Arm& arm) {
    Way& way = *ways_[number];
    assert(way.connections > 0);
    ++way.in_hand;
    if (!threads_) {
        for (const auto& lane : lanes_)
            if (lane->way == number) {
                gathered_.ended.push_back(carry(*lane, parcel, arm));
                ended_ways_.push_back(number);
                return;
            }
    }
    const std::scoped_lock lock(mutex_);
    way.queue.push_back(std::move(parcel));
    way.wake.notify_one();
}

std::vector<std::int64_t> Lanes::take_back(std::size_t number) {
    Way& way = *ways_[number];
    const std::scoped_lock lock(mutex_);
    std::vector<std::int64_t> messages;
    for (const Parcel& parcel : way.queue) messages.push_back(parcel.message);
    way.in_hand -= static_cast<int>(way.queue.size());
    way.queue.clear();
    return messages;
}

Lanes::Gathered Lanes::gather(std::chrono::milliseconds patience, std::size_t ended) {
    std::unique_lock lock(mutex_);
    awaited_ = ended;
    news_.wait_for(lock, patience, [&] { return urgent_ || gathered_.ended.size() >= awaited_; });
    urgent_ = false;
    for (const std::size_t way : ended_ways_) --ways_[way]->in_hand;
    ended_ways_.clear();
    return std::exchange(gathered_, {});
}

void Lanes::answer(std::size_t lane, Status armed) {
    const std::scoped_lock lock(mutex_);
    lanes_[lane]->answer = std::move(armed);
    lanes_[lane]->wake.notify_one();
}

EndedTry Lanes::carry(Lane& lane, const Parcel& parcel, const Arm& arm) {
    EndedTry ended;
    ended.message = parcel.message;
    ended.sent = lane.client->send(
        parcel.outgoing,
        [&] {
            Status armed = parcel.armed ? Status() : arm(ended.message);
            ended.handed_over = armed.has_value();
            return armed;
        },
        ended.outcome);
    // Whoever says that it left without a release may be right: it counts as handed over, and is never sent again by itself.
    const bool left_unasked = !ended.handed_over && (ended.sent || ended.outcome.after_hand_over);
    if (!left_unasked) return ended;
    if (ended.sent)
        ended.sent = fail(SETTLED_INTERNAL, "the gateway says that it sent a message without its release; it is not known "
                                            "whether it left. Report this to whoever wrote its plugin");
    ended.outcome.after_hand_over = ended.handed_over = true;
    ended.left_unreleased = !parcel.armed;
    return ended;
}

// In the lane's thread: asks the caller, and waits for what he says.
Status Lanes::ask(Lane& mine, std::int64_t message) {
    std::unique_lock lock(mutex_);
    if (closing_) return fail(SETTLED_STOPPED, "the run ended before the message was released");
    gathered_.to_arm.push_back({mine.number, message});
    urgent_ = true;
    news_.notify_one();
    mine.wake.wait(lock, [&] { return mine.answer || closing_; });
    if (!mine.answer) return fail(SETTLED_STOPPED, "the run ended before the message was released");
    return *std::exchange(mine.answer, std::nullopt);
}

void Lanes::work(Lane& mine) {
    Way* way = nullptr;
    for (;;) {
        Parcel parcel;
        {
            std::unique_lock lock(mutex_);
            if (way == nullptr) way = ways_[mine.way].get(); // the list may grow, the way stays where it is
            way->wake.wait(lock, [&] { return closing_ || !way->queue.empty(); });
            if (closing_) return;
            parcel = std::move(way->queue.front());
            way->queue.pop_front();
        }
        EndedTry ended = carry(mine, parcel, [&](std::int64_t message) { return ask(mine, message); });
        const std::scoped_lock lock(mutex_);
        gathered_.ended.push_back(std::move(ended));
        ended_ways_.push_back(mine.way);
        urgent_ |= !parcel.armed;
        if (urgent_ || gathered_.ended.size() >= awaited_) news_.notify_one();
    }
}

} // namespace settled::jobs
