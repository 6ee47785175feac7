// service_status.hpp -- what the service is doing, as it writes it beside the store and as `status` reads it.
//
// One file of lines, replaced whole at every change, so that a reader needs neither the store nor the service's answer.
// A service that was killed leaves its last one behind: whether it runs is told by its lock (world/lock_file.hpp).
#pragma once

#include "world/clock.hpp"

#include <settled/result.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace settled::jobs {

struct PlanStatus {
    std::string name;                                            // "morning/huayuan"
    std::string state = "waiting";                               // waiting | running | retrying | quarantined
    std::optional<world::Moment> last_started, last_ended, next; // nothing: never, or not within the calendar
    std::string words;                                           // how it ended last: "done", "done in part", what went wrong
};

struct ServiceStatus {
    std::int64_t process = 0;
    world::Moment running_since{}, written_at{};
    std::string configuration; // "" while the file is the one in force, else why it was not taken
    std::vector<PlanStatus> plans;
};

inline constexpr const char* service_lock_name = "service.lock";

std::filesystem::path service_status_file(const std::filesystem::path& data_folder);
Status write_service_status(const std::filesystem::path& data_folder, const ServiceStatus& status);
// Nothing where no service ever ran here. BAD_DATA: not a status that we wrote.
Result<std::optional<ServiceStatus>> read_service_status(const std::filesystem::path& data_folder);

// "2026-11-20T07:30:00+08:00" by the clocks of that zone, "" for nothing.
std::string shown_moment(const std::optional<world::Moment>& moment, const std::string& time_zone);

} // namespace settled::jobs
