// gateway_pace.hpp -- how fast and how much a gateway may be handed: messages_per_minute and messages_per_day of [gateway].
//
// Providers close an account that sends more. A message counts from its hand-over on, whatever becomes of it. The minute
// is any sixty seconds of this run; the day is the calendar's, earlier runs and other companies included.
#pragma once

#include "world/clock.hpp"

#include <cstdint>
#include <deque>

namespace settled::jobs {

class GatewayPace {
  public:
    GatewayPace(int messages_per_minute, int messages_per_day, std::int64_t handed_over_today)
        : per_minute_(messages_per_minute), per_day_(messages_per_day), today_(handed_over_today) {}

    // `in_hand`: messages that connections have and that are not handed over yet; they count as if they were.
    bool day_is_full(int in_hand = 0) const { return today_ + in_hand >= per_day_; }
    std::int64_t handed_over_today() const { return today_; }
    int messages_per_day() const { return per_day_; }

    // When the next message may go: `now`, or later.
    world::Moment next(world::Moment now, int in_hand = 0) const;
    void handed_over(world::Moment at);
    void taken_back(); // one that was counted ahead was not handed over after all

  private:
    int per_minute_, per_day_;
    std::int64_t today_;
    std::deque<world::Moment> latest_; // of this run, not more than per_minute_
};

} // namespace settled::jobs
