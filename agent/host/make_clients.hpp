// make_clients.hpp -- the real clients of the jobs: plugins, in children where the code is foreign.
//
// Ledger, fetch and statement plugins run in children of this same program (`EXECUTABLE child
// KIND`) that get their request over a pipe and hand records back through one. A child that dies,
// hangs or talks nonsense is an Error; what it had sent until then is to be thrown away, as after
// any other failure. Notify plugins run in this process, because what they send was composed here.
#pragma once

#include "host/catalog.hpp"
#include "host/clients.hpp"
#include "host/plugin_instance.hpp"
#include "world/clock.hpp"

#include <atomic>
#include <filesystem>
#include <memory>

namespace settled::host {

struct ChildOptions {
    std::filesystem::path executable; // this program (world::this_executable)
    config::Limits limits;
    int source_memory_mb = 2048;                    // of a ledger or fetch plugin
    bool in_process = false;                        // no children: `parse --no-limits`, and debugging
    const world::Clock* clock = nullptr;            // null: the system's
    const std::atomic<bool>* interrupted = nullptr; // true: children are ended, calls return STOPPED
    PluginLog log = {};
};

std::unique_ptr<Clients> make_clients(Catalog catalog, ChildOptions options);

} // namespace settled::host
