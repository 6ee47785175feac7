// queued_message.hpp -- a due message until its turn comes: a long queue of them is small beside what is known of each.
#pragma once

#include <cstdint>
#include <string>

namespace settled::jobs {

struct QueuedMessage {
    std::int64_t id = 0;
    std::string kind, gateway, retry_after; // as of store::Message
    bool to_customer = false;
    bool handed_over_before = false; // a person put it back: it may have arrived the first time
};

} // namespace settled::jobs
