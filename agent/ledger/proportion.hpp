// proportion.hpp -- a part of an amount, exact to the minor unit.
#pragma once

#include <cstdint>
#include <optional>

namespace settled::ledger {

// amount × numerator ÷ denominator, the half rounded away from zero (kaufmännisch; 四舍五入). Nothing where the result
// does not fit 64 bits. The denominator is positive.
std::optional<std::int64_t> proportion(std::int64_t amount, std::int64_t numerator, std::int64_t denominator);

} // namespace settled::ledger
