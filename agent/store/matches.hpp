// matches.hpp -- decisions about bank entries: append-only, the standing one is the latest.
#pragma once

#include "store/stamp.hpp"
#include "store/stored_match.hpp"

#include <settled/result.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace settled::store {

struct Booking { // the ERP's figures now carry (part of) an allocation; amounts may also go back
    std::int64_t match = 0;
    std::size_t allocation = 0; // index in best.allocations
    std::int64_t booked = 0;    // in all, not the difference
    std::int64_t generation = 0;
    matching::State state = matching::State::booked;
    StoredEvidence evidence;
};

class Matches {
  public:
    virtual ~Matches() = default;
    // New decisions and what became booked, together. Returns the ids of the new matches, in order.
    virtual Result<std::vector<std::int64_t>> save(const std::string& company, std::span<const StoredMatch> decided,
                                                   std::span<const Booking> bookings, const Stamp& stamp) = 0;
    // The standing decision per entry and part, undone ones left out, bookings applied: `booked` and
    // the state are the latest booking's, and its evidence stands last. Item keys are those of the day.
    virtual Result<std::vector<StoredMatch>> load(const std::string& company, Date as_of) = 0;
    // The decisions that a person took back by that day: the engine does not make them again.
    virtual Result<std::vector<StoredMatch>> taken_back(const std::string& company, Date as_of) = 0;
    virtual Result<std::optional<StoredMatch>> find(std::int64_t match) = 0;
    virtual Status undo(std::int64_t match, const std::string& reason, const Stamp& stamp) = 0;
};

} // namespace settled::store
