// open_gateway.hpp -- a connection to a gateway by its name: the one way of messages out of this machine.
#pragma once

#include "jobs/context.hpp"

#include <memory>
#include <string>

namespace settled::jobs {

// INVALID_CONFIG: no such gateway, or a clock for tests is set and the gateway reaches others than this machine.
Result<std::unique_ptr<host::NotifyClient>> open_gateway(JobContext& context, const std::string& name);

} // namespace settled::jobs
