// place_table.hpp -- finds numbered things by a hash of what they are called.
//
// Open addressing, linear: a power of two of places of eight bytes, at most half of them taken. Things are only added.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace settled::ledger {

class PlaceTable {
  public:
    static constexpr std::uint32_t nothing = std::numeric_limits<std::uint32_t>::max();

    // The number under this hash that `is_it` knows, `nothing` for none.
    template <class IsIt> std::uint32_t find(std::uint32_t hash, IsIt&& is_it) const {
        if (places_.empty()) return nothing;
        for (std::size_t at = hash & (places_.size() - 1); places_[at].number != nothing; at = (at + 1) & (places_.size() - 1))
            if (places_[at].hash == hash && is_it(places_[at].number)) return places_[at].number;
        return nothing;
    }

    // Has the processor bring from memory where numbers under this hash begin, for a find() a little later.
    void fetch(std::uint32_t hash) const {
        if (!places_.empty()) __builtin_prefetch(&places_[hash & (places_.size() - 1)]);
    }

    // A number that find() does not find yet.
    void add(std::uint32_t hash, std::uint32_t number) {
        if (2 * (count_ + 1) > places_.size()) double_places();
        take({hash, number});
        ++count_;
    }

  private:
    struct Place {
        std::uint32_t hash = 0;
        std::uint32_t number = nothing;
    };

    void take(Place taken) {
        std::size_t at = taken.hash & (places_.size() - 1);
        while (places_[at].number != nothing) at = (at + 1) & (places_.size() - 1);
        places_[at] = taken;
    }

    void double_places() {
        constexpr std::size_t places_at_first = 64;
        std::vector<Place> before(places_.empty() ? places_at_first : 2 * places_.size());
        before.swap(places_);
        for (const Place& place : before)
            if (place.number != nothing) take(place);
    }

    std::vector<Place> places_;
    std::size_t count_ = 0;
};

} // namespace settled::ledger
