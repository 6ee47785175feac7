#include "matching/rules.hpp"

#include <algorithm>

namespace settled::matching {

std::int64_t Rules::limit(Residual reason, Currency currency, Path path) const {
    std::int64_t largest = 0;
    for (const ResidualLimit& row : residuals) {
        const bool applies = row.path == Path::any || path == Path::any || row.path == path;
        if (row.reason == reason && row.currency == currency && applies) largest = std::max(largest, row.limit);
    }
    return largest;
}

} // namespace settled::matching
