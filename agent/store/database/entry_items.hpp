// entry_items.hpp -- what new bank entries are made of: the parts of a batch, and charges.
#pragma once

#include "store/database/statement_days.hpp"

#include <map>
#include <string>
#include <utility>

namespace settled::store {

// Of a day: by identity and occurrence.
using ItemisedEntries = std::map<BookDay, std::map<std::pair<std::string, int>, const statement::Entry*>>;

// Once the entries themselves are in the database: only then are their numbers known.
void write_items(Database& database, const std::string& company, const ItemisedEntries& itemised, Date known_on);

} // namespace settled::store
