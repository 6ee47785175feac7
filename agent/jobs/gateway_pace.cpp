#include "jobs/gateway_pace.hpp"

#include <algorithm>

namespace settled::jobs {

world::Moment GatewayPace::next(world::Moment now) const {
    if (latest_.size() < static_cast<std::size_t>(per_minute_)) return now;
    return std::max(now, latest_.front() + std::chrono::minutes(1));
}

void GatewayPace::handed_over(world::Moment at) {
    ++today_;
    latest_.push_back(at);
    if (latest_.size() > static_cast<std::size_t>(per_minute_)) latest_.pop_front();
}

} // namespace settled::jobs
