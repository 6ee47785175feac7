#include "service/retry.hpp"

#include <algorithm>

namespace settled::service {

std::optional<world::Moment> Retry::ended(Outcome outcome, world::Moment now, world::Random& random) {
    if (outcome == Outcome::done) {
        *this = {};
        return std::nullopt;
    }
    if (outcome == Outcome::elsewhere) // no failure
        return now + limit::look_at_other_agent +
               std::chrono::milliseconds(random.next() % static_cast<std::uint64_t>(limit::look_at_other_agent.count()));
    std::erase_if(failures_, [&](world::Moment failed) { return now - failed > limit::failures_within; });
    failures_.push_back(now);
    if (in_quarantine() || outcome == Outcome::wrong || failures_.size() >= limit::failures_max) {
        quarantined_until_ = now + limit::quarantine;
        failures_.clear(), in_a_row_ = 0;
        return std::nullopt;
    }
    const auto wait = std::min(limit::longest_wait, limit::first_wait * (1 << std::min(in_a_row_, 20)));
    ++in_a_row_;
    const auto more = std::chrono::milliseconds(random.next() % static_cast<std::uint64_t>(wait.count() / 2 + 1));
    return now + wait + more;
}

} // namespace settled::service
