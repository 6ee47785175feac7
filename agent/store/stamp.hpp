// stamp.hpp -- when and by whom something was written.
#pragma once

#include <settled/date.hpp>

#include <string>

namespace settled::store {

// When and by whom: handed in, because the store has no clock.
struct Stamp {
    std::string at;    // RFC 3339 with offset
    Date known_on;     // the day as which this is known
    std::string actor; // "settled" for the agent itself
};

} // namespace settled::store
