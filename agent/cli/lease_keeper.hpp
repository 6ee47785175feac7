// lease_keeper.hpp -- says, while a command works, that whoever holds its leases lives; on a connection of its own.
//
// Without it another agent would take the work over after [store] lease_seconds, also from one that only waits for an ERP.
#pragma once

#include "jobs/context.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <thread>

namespace settled::cli {

class LeaseKeeper {
  public:
    using OpenStore = std::function<Result<std::unique_ptr<store::Store>>()>; // one that shares the run's fence
    // Works until destroyed. A lease that was lost is told once; the run's own next write is refused by the store.
    LeaseKeeper(OpenStore open, std::chrono::milliseconds lease, jobs::Journal& journal);

  private:
    std::jthread thread_;
};

} // namespace settled::cli
