// locks.hpp -- one run of a job at a time, in every process that shares the database, on every machine.
//
// Whose process died on this machine has lost his lock at once. On PostgreSQL a lock is a lease besides: a holder on another
// machine who has said nothing for StoreOptions::lease_seconds has lost it too. Each lock has a number that is never given
// twice (a fencing number); a run whose number was taken over can write nothing any more, on any of its connections.
#pragma once

#include "store/stamp.hpp"

#include <settled/result.hpp>

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace settled::store {

// The numbers of the locks that a process holds. Connections that share it (StoreOptions::fence) are stopped together.
class Fence {
  public:
    void add(std::int64_t number);
    void remove(std::int64_t number);
    std::vector<std::int64_t> held() const;

  private:
    mutable std::mutex mutex_;
    std::vector<std::int64_t> numbers_;
};

struct LockHolder {
    std::string name, owner, since; // owner: "host pid start-time command"
    std::int64_t number = 0;
};

// Held until destroyed. A holder that died is replaced.
class Lock {
  public:
    virtual ~Lock() = default;
};

class Locks {
  public:
    virtual ~Locks() = default;
    // UNAVAILABLE, naming the holder, when somebody else has it. `owner` is shown as it is; where it
    // begins with host and pid that process is the holder, else this one is.
    virtual Result<std::unique_ptr<Lock>> take(const std::string& name, const std::string& owner, const Stamp& stamp) = 0;
    virtual Result<std::vector<LockHolder>> holders() = 0;
    // Do locks end by themselves (PostgreSQL)? Then who holds some says that he lives, several times in a lease.
    virtual bool are_leases() const = 0;
    // Keeps everything that the fence holds, without waiting for writers. STOPPED: one of them was taken over.
    virtual Status renew() = 0;
};

} // namespace settled::store
