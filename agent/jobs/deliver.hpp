// deliver.hpp -- the only sender: takes what is due out of the outbox and hands it to its gateway.
//
// Before a reminder leaves, its items are read again at the ERP and compared with the newest
// matches, holds and promises; whoever has paid meanwhile gets nothing. Immediately before a
// message can count as delivered, "armed" is committed; a row found armed at the next start becomes
// unknown and is never sent again by itself.
#pragma once

#include "jobs/context.hpp"

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
    std::vector<Trouble> troubles;
    bool failed() const;
};

// INVALID_CONFIG for a day other than today: nothing is sent in the past.
Result<DeliverReport> deliver(JobContext& context, const Scope& scope);

// When a message that could not be handed over is tried again: 5, 15, 30 minutes, 1, 2, 4, 8 hours,
// then every 8 hours until 48 hours have passed since the first try; nothing: finance is told
// (RFC 5321 4.5.4.1 wants four to five days for mail servers; a reminder is stale sooner).
std::optional<int> retry_minutes(int tries);

} // namespace settled::jobs
