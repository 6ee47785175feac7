// locks.hpp -- one run of a job at a time, in every process that shares the database.
#pragma once

#include "store/stamp.hpp"

#include <settled/result.hpp>

#include <memory>
#include <string>
#include <vector>

namespace settled::store {

struct LockHolder {
    std::string name, owner, since; // owner: "host pid start-time command"
};

// Held until destroyed. A holder that died is found by its process and host and replaced.
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
};

} // namespace settled::store
