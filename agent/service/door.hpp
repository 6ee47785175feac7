// door.hpp -- where people reach the running service: a socket on this machine; each caller is answered by a child of its own.
//
// The connection itself becomes the child's standard input and output: no byte of a caller passes through the service. Who calls
// and what he may do is found out by the child (jobs/access.hpp); here is only counted, so that nobody keeps the others out.
#pragma once

#include "service/level.hpp"
#include "service/side_work.hpp"
#include "world/child_process.hpp"
#include "world/local_socket.hpp"

#include <settled/result.hpp>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <list>
#include <string>
#include <string_view>

namespace settled::service {

namespace limit {
inline constexpr std::size_t acts_at_once_max = 8;             // the next ones wait in the system's queue
inline constexpr std::size_t acts_at_once_of_one_max = 4;      // of one account; more are sent away
inline constexpr std::chrono::milliseconds act_overtime{8000}; // from asking an act to stop to killing it
} // namespace limit

struct DoorTools {
    std::function<world::ChildCommand()> act; // how one is started; the door adds the connection
    std::function<void(Level level, std::string_view line)> log;
    std::chrono::seconds act_time{3600};
};

class Door final : public SideWork {
  public:
    // Errors as of LocalListener::open.
    static Result<Door> open(const std::filesystem::path& path, DoorTools tools);

    void watch(std::vector<world::Awaited>& watched) const override;
    void serve() override;
    void stop() override;
    bool idle() const override { return acts_.empty(); }

  private:
    using Steady = std::chrono::steady_clock;
    struct Running {
        world::ChildProcess child;
        std::string caller; // whose callers count together
        Steady::time_point asked_at, killed_at;
        bool asked = false;
    };
    Door(world::LocalListener listener, DoorTools tools) : listener_(std::move(listener)), tools_(std::move(tools)) {}
    void take_callers();
    void start(const world::LocalConnection& caller);
    bool is_over(Running& act); // tells the log what went wrong

    world::LocalListener listener_;
    DoorTools tools_;
    std::list<Running> acts_;
    bool stopping_ = false;
};

} // namespace settled::service
