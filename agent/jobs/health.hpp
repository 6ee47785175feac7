// health.hpp -- is anything wrong that IT has to know? Looked at by `status --monitor` and by the service.
//
// A thing that is wrong has a stable id ("disk-low", "ledger-stale/u8"): monitoring and the documents name it by that.
// IT hears of each by mail when it begins, once a day while it lasts, and when it has ended.
#pragma once

#include "jobs/context.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace settled::jobs {

namespace limit {
inline constexpr std::int64_t free_bytes_min = std::int64_t{200} << 20; // less on the store's disk stops sending
inline constexpr int free_percent_min = 5;
inline constexpr std::chrono::hours backup_age_max{50}; // a day may be missed, two may not
inline constexpr std::size_t troubles_max = 1000;
} // namespace limit

enum class Severity : std::uint8_t { warning, critical };

struct HealthTrouble {
    std::string id, words; // words: what is wrong and the next step, one line
    Severity severity = Severity::warning;
};

// The first is the worst. `service_runs`: somebody holds the service's lock. `ask_servers`: for their certificates too, once a
// day.
Result<std::vector<HealthTrouble>> health(JobContext& context, bool service_runs, bool ask_servers = false);

struct HealthTold {
    std::vector<HealthTrouble> troubles; // what is wrong now
    std::vector<std::string> ended;      // ids
    std::int64_t message = 0;            // of the mail to IT; 0: nothing new to tell, or nobody to tell
};

// Puts what IT has not heard yet today into one mail of the outbox, where [alerts] names gateway and addresses.
Result<HealthTold> tell_health(JobContext& context);

// "CRITICAL: 2 things: …": one line for Nagios and its like.
std::string monitor_line(const std::vector<HealthTrouble>& troubles);

} // namespace settled::jobs
