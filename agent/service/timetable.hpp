// timetable.hpp -- which job runs when: the [schedule] of a configuration as plans, one per entry and company.
//
// A plan has its times of day by the clocks of the company's zone, on all days or on the working days of its calendar.
// Pure: the moment is a parameter. A time that summer time skips is the moment of the jump; one that comes twice is the
// first of the two. What was missed (the machine slept, the service was down) is one occurrence, the latest.
#pragma once

#include "config/settings.hpp"
#include "world/clock.hpp"

#include <optional>
#include <string>
#include <vector>

namespace settled::service {

namespace limit {
inline constexpr int days_searched_max = 70; // beyond the longest holidays (dunning::search_days_max)
inline constexpr std::size_t plans_max = 1000;
} // namespace limit

// How the agent feels, looked at every quarter of an hour and whenever something happens; its plan needs no entry.
inline constexpr const char* health_plan = "health";

struct Plan {
    std::string name;    // "morning/huayuan"; "backup" for a job of the whole installation
    std::string job;     // "cycle", "import", … "backup"
    std::string company; // "" for a job of the whole installation
    std::string time_zone;
    std::vector<int> minutes_of_day; // in order, each once
    bool working_days_only = false;
    dunning::Calendar calendar;
};

// INVALID_CONFIG: more than limit::plans_max.
Result<std::vector<Plan>> plans_of(const config::Settings& settings);

// The latest occurrence that is not after `now`; the first one after it. Nothing where there is none within
// limit::days_searched_max days.
Result<std::optional<world::Moment>> latest_due(const Plan& plan, world::Moment now);
Result<std::optional<world::Moment>> next_due(const Plan& plan, world::Moment now);

} // namespace settled::service
