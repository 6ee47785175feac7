// try_gateway.hpp -- one message to show that a gateway works, to an address of whoever asks for it.
//
// It goes past the outbox, because nothing is decided by it; that it left is in the audit before it can arrive. Never to a
// customer: an address that stands in a ledger is refused.
#pragma once

#include "jobs/context.hpp"

#include <string>

namespace settled::jobs {

struct TriedGateway {
    std::string key, to;
    store::MessageState ended = store::MessageState::due; // sent, failed or unknown; due: only shown (dry run)
    int reply_code = 0;
    std::string provider_id, words;
};

// What is sent fits the address: a robot's chat has none, a mail's has an "@", the rest are telephone numbers. INVALID_CONFIG:
// the gateway; REJECTED: the address is a customer's.
Result<TriedGateway> try_gateway(JobContext& context, const Scope& scope, const std::string& gateway, const std::string& address);

} // namespace settled::jobs
