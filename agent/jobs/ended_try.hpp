// ended_try.hpp -- what becomes of a message whose try has ended: sent, failed, unknown, or due again and when.
#pragma once

#include "config/settings.hpp"
#include "jobs/lanes.hpp"
#include "store/outbox.hpp"
#include "world/clock.hpp"

#include <optional>
#include <string_view>

namespace settled::jobs {

struct TryMoment {
    world::Moment now;
    std::string_view time_zone; // of the company, in which the moment of the next try is kept
    world::Random& random;      // spreads the next tries
};

// A failure that passes by is tried again by retry_minutes, or later where the server says so, and up to a tenth later, so that
// what failed together is not tried again together. Handed over and not answered is unknown: it may have arrived.
Result<store::OutboxStep> step_after(const store::Message& message, const config::Gateway& gateway, const EndedTry& ended,
                                     const TryMoment& moment);

// When a message that could not be handed over is tried again: 5, 15, 30 minutes, 1, 2, 4, 8 hours,
// then every 8 hours until 48 hours have passed since the first try; nothing: finance is told
// (RFC 5321 4.5.4.1 wants four to five days for mail servers; a reminder is stale sooner).
std::optional<int> retry_minutes(int tries);

} // namespace settled::jobs
