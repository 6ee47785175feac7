// item_identities.hpp -- the natural keys of a ledger's items over its generations: which stand, which went and what stands
// for them now.
#pragma once

#include "store/database/database.hpp"
#include "store/database/item_names.hpp"

#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace settled::store {

// Inside a writing transaction: what a generation wrote that never came to count.
void forget_unpublished_identities(Database& database, const std::string& company, const std::string& ledger,
                                   std::int64_t newest);

// Those of the keys that an item of the newest generation has.
std::set<std::string> standing_keys(Database& database, const std::string& company, const std::string& ledger,
                                    std::span<const std::string> keys);

// Rows that no longer hold from that generation on.
void close_rows(Database& database, const std::string& table, std::span<const std::int64_t> ids, std::int64_t generation);

// The generation of a ledger that counted at the end of that day; 0 for none.
std::int64_t generation_on(Database& database, const std::string& company, const std::string& ledger, Date as_of);
std::int64_t newest_generation(Database& database, const std::string& company, const std::string& ledger);

} // namespace settled::store
