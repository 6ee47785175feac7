// nearest_pairs.hpp -- lines of one amount on two sides: which belong together when only their days can tell.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace settled::matching::two_sided {

struct Dated {
    std::uint32_t line = 0;
    int day = 0; // any count of days

    friend bool operator==(const Dated&, const Dated&) = default;
};

// Pairs of (left, right) lines at most `days_max` apart, nearest first; of equally near ones the earlier.
// Both lists ascend by day; among lines of one day the list's order decides. n log n.
std::vector<std::pair<std::uint32_t, std::uint32_t>> nearest_pairs(std::span<const Dated> left, std::span<const Dated> right,
                                                                   int days_max);

} // namespace settled::matching::two_sided
