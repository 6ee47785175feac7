#include "jobs/gateway_pace.hpp"

#include <algorithm>

namespace settled::jobs {

world::Moment GatewayPace::next(world::Moment now, int in_hand) const {
    const std::size_t used = latest_.size() + static_cast<std::size_t>(in_hand), room = static_cast<std::size_t>(per_minute_);
    if (used < room) return now;
    // That many of the latest must be a minute old; where those in hand fill it alone, one of them must end first.
    const std::size_t old = used - room;
    if (old >= latest_.size()) return now + std::chrono::minutes(1);
    return std::max(now, latest_[old] + std::chrono::minutes(1));
}

void GatewayPace::handed_over(world::Moment at) {
    ++today_;
    latest_.push_back(at);
    if (latest_.size() > static_cast<std::size_t>(per_minute_)) latest_.pop_front();
}

void GatewayPace::taken_back() {
    --today_;
    if (!latest_.empty()) latest_.pop_back();
}

} // namespace settled::jobs
