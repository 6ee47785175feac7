// reports.hpp -- the last run of every job, and small settings that commands keep.
#pragma once

#include "store/stamp.hpp"

#include <settled/result.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace settled::store {

struct JobRun {
    std::int64_t id = 0;
    std::string company, job, scope, started_at, finished_at, outcome, summary; // outcome: ok | partly | failed
};

class Reports {
  public:
    virtual ~Reports() = default;
    virtual Result<std::int64_t> started(const JobRun& run) = 0;
    virtual Status finished(const JobRun& run) = 0;
    virtual Result<std::vector<JobRun>> latest(const std::string& company) = 0;                  // one per job and scope
    virtual Result<std::string> setting(const std::string& company, const std::string& key) = 0; // "" when never set
    virtual Status set(const std::string& company, const std::string& key, const std::string& value, const Stamp& stamp) = 0;
};

} // namespace settled::store
