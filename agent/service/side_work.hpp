// side_work.hpp -- what the service does for callers beside its jobs: in the same thread, so it never waits.
#pragma once

#include "world/waiting.hpp"

#include <vector>

namespace settled::service {

class SideWork {
  public:
    SideWork() = default;
    SideWork(const SideWork&) = default;
    SideWork& operator=(const SideWork&) = default;
    virtual ~SideWork() = default;

    virtual void watch(std::vector<world::Awaited>& watched) const = 0; // adds what to wait for
    virtual void serve() = 0;                                           // does what can be done now
    virtual void stop() {}                                              // takes nobody new, brings what runs to an end
    virtual bool idle() const { return true; }                          // nothing runs that stopping has to wait for
};

} // namespace settled::service
