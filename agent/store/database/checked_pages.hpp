// checked_pages.hpp -- the pages of a store in SQLite begin to bear sums, and are looked at all together.
#pragma once

#include <settled/result.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace sqlite_api { // SOCI's own namespace for SQLite's names
struct sqlite3;
}

namespace settled::store {

// Of a database just opened, before its first table: its pages bear sums from now on. A store that was made without them is
// written anew, in one transaction, unless others have it open: then a later start does it. False: SQLite says why not.
bool begin_checked_pages(sqlite_api::sqlite3* database, int wait_seconds);

// The numbers of the pages that are not as they were written, at most `count_max`. Reads the whole file, in order.
std::vector<std::int64_t> damaged_pages(sqlite_api::sqlite3* database, std::size_t count_max);

// "open_item: rows 121 to 140 cannot be read (of those read, up to 120 and from 141)", a line for each table.
std::vector<std::string> unreadable_rows(sqlite_api::sqlite3* database);

} // namespace settled::store
