// fault.hpp -- is an answer data, or what does it mean instead? By the connector's rules first, for a service
// may well write its errors under HTTP 200; then by the status; then by what arrived.
#pragma once

#include "connector.hpp"
#include "transport.hpp"

#include <optional>
#include <span>
#include <string>

namespace settled::ledger_http {

struct Verdict {
    std::optional<Meaning> fault; // nothing: `json` is data
    std::string words;            // one line: what the service said, or what is wrong with its answer
    bool said = true;             // the words are the service's
    Json json;
};

// `sessions`: a 401 means that the session is lost, not that the account is refused.
Verdict judge(const Answer& answer, std::span<const FaultRule> rules, bool sessions);

// The words of the error, with what to do next, and the code that tells the agent what to do.
Error fault_error(const Verdict& verdict, const Answer& answer);

// Seconds that a Retry-After header asks for, as a number or as a moment; nothing where it asks for none.
std::optional<std::int64_t> retry_seconds(const std::string& header, std::int64_t now_unix_ms);

} // namespace settled::ledger_http
