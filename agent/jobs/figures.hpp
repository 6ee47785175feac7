// figures.hpp -- the agent in numbers, as Prometheus reads them (text exposition format 0.0.4).
//
// Figures that need the store are written to a file by the health job, every quarter of an hour; what the service is doing
// stands in its status. The endpoint of `[metrics] listen` gives both, so that the service itself never opens the store.
#pragma once

#include "jobs/context.hpp"
#include "jobs/health.hpp"

#include <filesystem>
#include <span>
#include <string>

namespace settled::jobs {

// Of what the store knows and what is wrong now. No customer's name or amount: monitoring is no place for them.
Result<std::string> store_figures(JobContext& context, std::span<const HealthTrouble> troubles);
Status keep_figures(const std::filesystem::path& data_folder, const std::string& figures);

// What the endpoint answers: the figures kept last, with the moment when they were, and those of the service's status.
std::string all_figures(const std::filesystem::path& data_folder);

} // namespace settled::jobs
