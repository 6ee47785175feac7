// retry.hpp -- how often a plan that went wrong is tried again, and when it is left alone. Pure: moments are handed in.
//
// What could not run (a lock, the database, the disk) and what was killed is tried again after 1 s, 2 s, 4 s … 5 min,
// each with up to half of it more by chance, so that several agents do not come at once. Five failures within ten
// minutes put it in quarantine: it runs no more before an hour has passed, and then once at its own time; a person is
// told when that begins and when it ends. A wrong configuration goes there at once.
#pragma once

#include "world/clock.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace settled::service {

namespace limit {
inline constexpr std::chrono::milliseconds first_wait{1000}, longest_wait{300'000};
inline constexpr std::chrono::milliseconds look_at_other_agent{5000};
inline constexpr std::size_t failures_max = 5;
inline constexpr std::chrono::minutes failures_within{10}, quarantine{60};
} // namespace limit

enum class Outcome : std::uint8_t {
    done,          // also in part: what failed says so itself, and the next time of the plan tries it again
    could_not_run, // worth another try soon
    killed,        // by a signal, or by us after its time
    wrong,         // usage or configuration: the same will happen again
    elsewhere      // another agent on the same store does it: looked at again soon, in case it dies
};

class Retry {
  public:
    // What follows from how it ended: the moment of the next try, or nothing where its own times will do.
    std::optional<world::Moment> ended(Outcome outcome, world::Moment now, world::Random& random);

    bool in_quarantine() const { return quarantined_until_.has_value(); }
    bool may_run(world::Moment now) const { return !quarantined_until_ || now >= *quarantined_until_; }
    std::optional<world::Moment> quarantined_until() const { return quarantined_until_; }
    std::size_t failures() const { return failures_.size(); }

  private:
    std::vector<world::Moment> failures_; // within the last ten minutes
    int in_a_row_ = 0;
    std::optional<world::Moment> quarantined_until_;
};

} // namespace settled::service
