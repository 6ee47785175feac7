// service.hpp -- `settled run`: one supervisor per data folder, its log, its signals, its children.
//
// It loads no plugin's code but the option rows that the check of a configuration needs, and never opens the store.
#pragma once

#include "config/settings.hpp"
#include "service/service_manager.hpp"
#include "world/clock.hpp"

#include <settled/result.hpp>

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace settled::service {

struct ServiceOrder {
    std::filesystem::path executable;
    std::vector<std::string> job_arguments;          // of every job: --config FILE …
    std::function<Result<config::Settings>()> load;  // again at each reload; "" in the error: said line by line
    std::function<void(std::string_view bytes)> err; // standard error
    ServiceManager::Environment environment;
    world::Random& random;
};

// Runs until it is asked to stop. UNAVAILABLE: another one runs on this data folder (its process is named).
Status run_service(const ServiceOrder& order);

} // namespace settled::service
