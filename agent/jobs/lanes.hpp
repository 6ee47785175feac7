// lanes.hpp -- connections to gateways, each with a thread of its own and one message in hand.
//
// Nothing is recorded by those threads: what they ask for comes together at the caller, who records it in one commit
// (one committer, however many connections) and tells each its answer. Without threads the same calls do the same work
// one message after another, in the caller's own thread.
#pragma once

#include "host/clients.hpp"
#include "store/outbox.hpp"

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace settled::jobs {

struct EndedTry {
    std::size_t lane = 0;
    std::int64_t message = 0;
    Status sent;
    host::SendOutcome outcome;
    bool handed_over = false;
};

class Lanes {
  public:
    explicit Lanes(bool threads) : threads_(threads) {}
    ~Lanes(); // refuses what is asked for, and waits for the connections to end
    Lanes(const Lanes&) = delete;
    Lanes& operator=(const Lanes&) = delete;

    std::size_t open(std::unique_ptr<host::NotifyClient> client); // the lane's number
    bool is_free(std::size_t lane) const { return !lanes_[lane]->busy; }
    std::size_t in_hand() const { return in_hand_; }

    // Without threads `arm` is called in here; with them the wish to arm comes out of gather().
    using Arm = std::function<Status(std::int64_t message)>;
    void hand(std::size_t lane, std::int64_t message, host::OutgoingMessage outgoing, const Arm& arm);

    // What the connections want by now; waits that long for the first. Every wish to arm must be answered.
    struct Gathered {
        std::vector<std::size_t> to_arm; // lanes
        std::vector<EndedTry> ended;
    };
    Gathered gather(std::chrono::milliseconds patience);
    std::int64_t message_of(std::size_t lane) const { return lanes_[lane]->message; }
    void answer(std::size_t lane, Status armed);

  private:
    struct Lane {
        std::size_t number = 0;
        std::unique_ptr<host::NotifyClient> client;
        bool busy = false; // known to the caller alone
        std::int64_t message = 0;
        std::optional<host::OutgoingMessage> waiting; // handed to the thread; under the mutex
        std::optional<Status> answer;
        std::condition_variable wake;
        std::thread thread;
    };
    void work(Lane& mine); // in its thread
    static EndedTry carry(Lane& lane, const host::OutgoingMessage& outgoing, const Arm& arm);
    Status ask(Lane& mine);

    bool threads_, closing_ = false;
    std::mutex mutex_;
    std::condition_variable news_;
    Gathered gathered_; // under the mutex
    std::vector<std::unique_ptr<Lane>> lanes_;
    std::size_t in_hand_ = 0;
};

} // namespace settled::jobs
