// expiry.hpp -- what ends on a day that is known: servers' certificates, and passwords whose last day somebody wrote down.
#pragma once

#include "jobs/context.hpp"

#include <settled/date.hpp>

#include <string>
#include <vector>

namespace settled::jobs {

namespace limit {
inline constexpr int expiry_told_days = 30; // ahead
inline constexpr int expiry_urgent_days = 3;
inline constexpr std::size_t servers_asked_max = 50;
} // namespace limit

struct Expiry {
    std::string what; // "certificate/smtp.example:465", "password/u8_password"
    Date last_day;
};

// Passwords as `settled secret set NAME --expires DAY` was told.
std::vector<Expiry> password_expiries(const config::Settings& settings);

// The certificates of the servers that the blocks name. Each is asked at most once a day; in between its answer is kept. A
// server that cannot be reached is left out: whoever works with it says so. `ask` false: only what is kept.
Result<std::vector<Expiry>> certificate_expiries(JobContext& context, bool ask);

} // namespace settled::jobs
