#include "jobs/open_gateway.hpp"

#include <settled/loopback.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace settled::jobs {
namespace {

// With the test clock only folders and this machine may be written to.
bool reaches_only_this_machine(const config::Gateway& gateway) {
    return gateway.block.plugin == "notify_folder" || is_loopback_url(gateway.block.option("url"));
}

} // namespace

Result<std::unique_ptr<host::NotifyClient>> open_gateway(JobContext& context, const std::string& name) {
    const config::Gateway* gateway = context.settings.gateway(name);
    if (!gateway) return fail(SETTLED_INVALID_CONFIG, fmt::format("gateway \"{}\" is not in the configuration", name));
    if (context.settings.test.clock && !reaches_only_this_machine(*gateway))
        return fail(
            SETTLED_INVALID_CONFIG,
            fmt::format("[gateway.{}]: with [test] clock = true only notify_folder and gateways on this machine may send", name));
    return context.clients.notify(gateway->block);
}

} // namespace settled::jobs
