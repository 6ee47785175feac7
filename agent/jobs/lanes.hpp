// lanes.hpp -- connections to gateways, each with a thread of its own and one message in hand.
//
// The connections to one gateway take what is put out for them from one queue. A message that was armed ahead leaves as soon
// as a connection has it; for any other the connection asks first. Nothing is recorded by those threads: what they ask for
// and how it ended comes together at the caller, who records it in one commit (one committer, however many connections) and
// tells each its answer. Without threads the same calls do the same work one message after another, in the caller's own thread.
#pragma once

#include "host/clients.hpp"
#include "store/outbox.hpp"

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace settled::jobs {

struct EndedTry {
    std::int64_t message = 0;
    Status sent;
    host::SendOutcome outcome;
    bool handed_over = false;
    bool left_unreleased = false; // the gateway says that it left, and nobody let it go: not armed yet
};

class Lanes {
  public:
    explicit Lanes(bool threads) : threads_(threads) {}
    ~Lanes(); // refuses what is asked for, drops what nobody has begun, and waits for the connections to end
    Lanes(const Lanes&) = delete;
    Lanes& operator=(const Lanes&) = delete;

    std::size_t open_way();                                                    // a queue; its number
    void connect(std::size_t way, std::unique_ptr<host::NotifyClient> client); // one more connection
    int connections(std::size_t way) const { return ways_[way]->connections; }
    int in_hand(std::size_t way) const { return ways_[way]->in_hand; } // put out and not ended
    int in_hand() const;

    struct Parcel {
        std::int64_t message = 0;
        bool armed = false; // ahead
        host::OutgoingMessage outgoing;
    };
    // Without threads `arm` is called in here; with them the wish to arm comes out of gather().
    using Arm = std::function<Status(std::int64_t message)>;
    void hand(std::size_t way, Parcel parcel, const Arm& arm);
    // What no connection has begun, the next one first; it is nobody's any more.
    std::vector<std::int64_t> take_back(std::size_t way);

    // What the connections want by now. Waits not longer than that: until one asks, one has ended that was not armed ahead, or
    // so many have ended. Every wish to arm must be answered.
    struct Gathered {
        struct Wish {
            std::size_t lane = 0;
            std::int64_t message = 0;
        };
        std::vector<Wish> to_arm;
        std::vector<EndedTry> ended;
    };
    Gathered gather(std::chrono::milliseconds patience, std::size_t ended = 1);
    void answer(std::size_t lane, Status armed);

  private:
    struct Way {
        std::deque<Parcel> queue; // under the mutex
        std::condition_variable wake;
        int connections = 0, in_hand = 0; // known to the caller alone
    };
    struct Lane {
        std::size_t number = 0, way = 0;
        std::unique_ptr<host::NotifyClient> client;
        std::optional<Status> answer; // under the mutex
        std::condition_variable wake;
        std::thread thread;
    };
    void work(Lane& mine); // in its thread
    static EndedTry carry(Lane& lane, const Parcel& parcel, const Arm& arm);
    Status ask(Lane& mine, std::int64_t message);

    bool threads_, closing_ = false;
    mutable std::mutex mutex_;
    std::condition_variable news_;
    Gathered gathered_;                   // under the mutex, as the next three
    std::vector<std::size_t> ended_ways_; // of gathered_.ended
    std::size_t awaited_ = 1;             // so many ended tries are news
    bool urgent_ = false;                 // there is news, however many
    std::vector<std::unique_ptr<Way>> ways_;
    std::vector<std::unique_ptr<Lane>> lanes_;
};

} // namespace settled::jobs
