// metrics_endpoint.hpp -- figures for Prometheus, by HTTP, to callers on this machine only.
//
// Part of the service's one thread: it never waits. Who connects and says nothing, or reads nothing, is dropped after
// limit::caller_time; more than limit::callers_max wait in the system's queue.
#pragma once

#include "service/side_work.hpp"
#include "world/loopback.hpp"

#include <settled/result.hpp>

#include <chrono>
#include <functional>
#include <string>
#include <vector>

namespace settled::service {

namespace limit {
inline constexpr std::size_t callers_max = 8;
inline constexpr std::size_t request_bytes_max = 4096;
inline constexpr std::chrono::seconds caller_time{5};
} // namespace limit

class MetricsEndpoint final : public SideWork {
  public:
    // `listen`: "127.0.0.1:9464" or "[::1]:9464", as the configuration has checked it. `figures` makes the text of one answer.
    // UNAVAILABLE: the port is taken.
    static Result<MetricsEndpoint> open(const std::string& listen, std::function<std::string()> figures);
    void watch(std::vector<world::Awaited>& watched) const override;
    void serve() override; // takes callers, answers those who have asked

  private:
    struct Caller {
        world::LoopbackSocket socket;
        std::string asked, answer;
        std::chrono::steady_clock::time_point until;
    };
    MetricsEndpoint(world::LoopbackSocket socket, std::function<std::string()> figures)
        : socket_(std::move(socket)), figures_(std::move(figures)) {}
    bool step(Caller& caller) const; // false: done with it
    std::string answer(const std::string& asked) const;

    world::LoopbackSocket socket_;
    std::function<std::string()> figures_;
    std::vector<Caller> callers_;
};

} // namespace settled::service
