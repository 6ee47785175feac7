// copy_store.hpp -- everything that a store in SQLite holds into an empty PostgreSQL, proved before it counts.
#pragma once

#include "store/store.hpp"

#include <settled/result.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace settled::store {

struct CopiedTable {
    std::string name;
    std::int64_t rows = 0;
    std::size_t sums_compared = 0; // of its columns: of numbers their sum, of texts their length
};

// One transaction there, while nobody writes here: counts and sums of every column are the same on both sides, or nothing stays.
// Locks are left out, numbers go on where they stood. INVALID_CONFIG: not from SQLite to PostgreSQL, or the target holds
// something; BAD_DATA: what arrived differs.
Result<std::vector<CopiedTable>> copy_store(const StoreOptions& from, const StoreOptions& to);

} // namespace settled::store
