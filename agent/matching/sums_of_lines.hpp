// sums_of_lines.hpp -- which free line is several free lines of the other side, added up.
#pragma once

#include "matching/two_sided_lines.hpp"

#include <cstdint>
#include <vector>

namespace settled::matching::two_sided {

struct SumOfLines {
    bool target_on_left = true;
    std::uint32_t target = 0;
    std::vector<std::uint32_t> parts; // of the other side
};

struct SumsFound {
    std::vector<SumOfLines> sums;
    bool too_many = false; // more lines are free than are searched
};

// Only sums that are the only one of their line, rare enough to be no accident, and that no other sum
// wants a part of: what two sums want stays open.
SumsFound sums_of_lines(const Sides& sides, int days_max);

} // namespace settled::matching::two_sided
