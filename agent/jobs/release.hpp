// release.hpp -- a person's word about messages in the outbox: release, confirm, retry, cancel.
//
// Two people (operations 2): who planned, decided or configured a message does not release it.
// Every act stands in the audit with the person's name.
#pragma once

#include "jobs/context.hpp"

#include <string>
#include <vector>

namespace settled::jobs {

enum class OutboxAct : std::uint8_t { release, confirm, retry, cancel };

struct ActedMessage {
    std::int64_t message = 0;
    std::string subject;
    store::MessageState state = store::MessageState::held; // afterwards
    std::string refused;                                   // why nothing was done
};

// `messages`: numbers, or "all" for those the act fits. INVALID_CONFIG: not a number, no such message.
Result<std::vector<ActedMessage>> act_on_outbox(JobContext& context, const Scope& scope, OutboxAct act,
                                                const std::vector<std::string>& messages, const std::string& reason);

} // namespace settled::jobs
