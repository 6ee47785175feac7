#include "ledger/proportion.hpp"

#include <cassert>
#include <limits>

namespace settled::ledger {

std::optional<std::int64_t> proportion(std::int64_t amount, std::int64_t numerator, std::int64_t denominator) {
    assert(denominator > 0);
    __extension__ using Wide = __int128; // 63 bits × 63 bits fit
    const Wide product = static_cast<Wide>(amount) * numerator;
    const Wide half = denominator / 2;
    const bool negative = product < 0;
    const Wide size = negative ? -product : product;
    const Wide rounded = (size + half) / denominator; // an odd denominator has no exact half
    if (rounded > std::numeric_limits<std::int64_t>::max()) return std::nullopt;
    return static_cast<std::int64_t>(negative ? -rounded : rounded);
}

} // namespace settled::ledger
