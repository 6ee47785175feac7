// audit.hpp -- who did what: append-only and hash-chained.
#pragma once

#include "store/stamp.hpp"

#include <settled/result.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace settled::store {

struct AuditRow {
    std::int64_t number = 0;                       // from 1, without gaps
    std::string at, company, actor, event, detail; // detail: one JSON object
    std::string hash;                              // SHA-256 over the previous row's hash and this row, in hex
};

struct AuditHead {
    std::int64_t count = 0;
    std::string hash;
};

class Audit {
  public:
    virtual ~Audit() = default;
    virtual Result<AuditHead> append(const std::string& company, const std::string& event, const std::string& detail_json,
                                     const Stamp& stamp) = 0;
    virtual Result<AuditHead> head() = 0;
    // Recomputes the chain; the error names the first row that does not fit.
    virtual Result<AuditHead> verify() = 0;
    // Of one company, or with "" of all, in their order.
    virtual Result<std::vector<AuditRow>> rows(const std::string& company, std::int64_t after, int count_max) = 0;
};

} // namespace settled::store
