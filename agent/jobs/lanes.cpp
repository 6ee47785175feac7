#include "jobs/lanes.hpp"

#include <utility>

namespace settled::jobs {

Lanes::~Lanes() {
    {
        const std::scoped_lock lock(mutex_);
        closing_ = true;
        for (const auto& lane : lanes_) lane->wake.notify_all();
    }
    for (const auto& lane : lanes_)
        if (lane->thread.joinable()) lane->thread.join();
}

std::size_t Lanes::open(std::unique_ptr<host::NotifyClient> client) {
    const std::size_t number = lanes_.size();
    lanes_.push_back(std::make_unique<Lane>());
    lanes_.back()->number = number, lanes_.back()->client = std::move(client);
    return number;
}

void Lanes::hand(std::size_t lane, std::int64_t message, host::OutgoingMessage outgoing, const Arm& arm) {
    Lane& mine = *lanes_[lane];
    mine.busy = true, mine.message = message, ++in_hand_;
    if (!threads_) {
        gathered_.ended.push_back(carry(mine, outgoing, arm));
        return;
    }
    const std::scoped_lock lock(mutex_);
    mine.waiting = std::move(outgoing);
    if (!mine.thread.joinable())
        mine.thread = std::thread([this, &mine] { work(mine); });
    else
        mine.wake.notify_one();
}

Lanes::Gathered Lanes::gather(std::chrono::milliseconds patience) {
    std::unique_lock lock(mutex_);
    news_.wait_for(lock, patience, [&] { return !gathered_.to_arm.empty() || !gathered_.ended.empty(); });
    Gathered now = std::exchange(gathered_, {});
    for (const EndedTry& ended : now.ended) lanes_[ended.lane]->busy = false, --in_hand_;
    return now;
}

void Lanes::answer(std::size_t lane, Status armed) {
    const std::scoped_lock lock(mutex_);
    lanes_[lane]->answer = std::move(armed);
    lanes_[lane]->wake.notify_one();
}

EndedTry Lanes::carry(Lane& lane, const host::OutgoingMessage& outgoing, const Arm& arm) {
    EndedTry ended;
    ended.lane = lane.number, ended.message = lane.message;
    ended.sent = lane.client->send(
        outgoing,
        [&] {
            Status armed = arm(ended.message);
            ended.handed_over = armed.has_value();
            return armed;
        },
        ended.outcome);
    return ended;
}

// In the lane's thread: asks the caller, and waits for what he says.
Status Lanes::ask(Lane& mine) {
    std::unique_lock lock(mutex_);
    if (closing_) return fail(SETTLED_STOPPED, "the run ended before the message was released");
    gathered_.to_arm.push_back(mine.number);
    news_.notify_one();
    mine.wake.wait(lock, [&] { return mine.answer || closing_; });
    if (!mine.answer) return fail(SETTLED_STOPPED, "the run ended before the message was released");
    return *std::exchange(mine.answer, std::nullopt);
}

void Lanes::work(Lane& mine) {
    for (;;) {
        host::OutgoingMessage outgoing;
        {
            std::unique_lock lock(mutex_);
            mine.wake.wait(lock, [&] { return mine.waiting || closing_; });
            if (!mine.waiting) return;
            outgoing = *std::exchange(mine.waiting, std::nullopt);
        }
        EndedTry ended = carry(mine, outgoing, [&](std::int64_t) { return ask(mine); });
        const std::scoped_lock lock(mutex_);
        gathered_.ended.push_back(std::move(ended));
        news_.notify_one();
    }
}

} // namespace settled::jobs
