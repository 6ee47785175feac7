// entry_reader.hpp -- the bank's bookings of a day, and how far each account is covered.
#pragma once

#include "statement/entry_book.hpp"
#include "store/database/database.hpp"
#include "store/store.hpp"

#include <span>
#include <string>
#include <vector>

namespace settled::store {

statement::EntryBook read_entries(Database& database, const std::string& company, std::span<const statement::AccountRow> accounts,
                                  Date as_of);

std::vector<AccountCoverage> read_coverage(Database& database, const std::string& company, Date as_of);

std::vector<KeptStatement> read_statements(Database& database, const std::string& company, const std::string& account,
                                           Date as_of);

} // namespace settled::store
