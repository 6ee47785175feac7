// deliver.hpp -- the only sender: takes what is due out of the outbox and hands it to its gateway.
//
// Before a reminder leaves, its items are read again at the ERP and compared with the newest
// matches, holds and promises; whoever has paid meanwhile gets nothing. Immediately before a
// message can count as delivered, "armed" is committed; a row found armed at the next start becomes
// unknown and is never sent again by itself.
#pragma once

#include "jobs/context.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace settled::jobs {

struct DeliveredMessage {
    std::int64_t message = 0;
    std::string company, kind, customer, subject, gateway;
    std::vector<std::string> to;
    store::MessageState state = store::MessageState::due;
    std::string words; // why it waits, failed or was taken back
};

struct DeliverReport {
    std::vector<DeliveredMessage> messages;
    std::int64_t found_unknown = 0; // rows left armed by a run that died
    std::int64_t commits = 0;       // of hand-overs and what became of them
    std::vector<Trouble> troubles;
    bool failed() const;
};

enum class Audience : std::uint8_t { everybody, house }; // house: finance and IT only

// INVALID_CONFIG for a day other than today: nothing is sent in the past. A clock that stands before the last delivery sends
// nothing, until it is set or a person says that it is right.
Result<DeliverReport> deliver(JobContext& context, const Scope& scope, bool clock_is_right = false,
                              Audience audience = Audience::everybody);

} // namespace settled::jobs
