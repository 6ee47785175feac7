// book_reader.hpp -- the generations of several ledgers, read into one book.
#pragma once

#include "ledger/book.hpp"
#include "store/database/database.hpp"

#include <span>
#include <string>

namespace settled::store {

// With what was known at the end of that day. An item or bill of a customer that its ledger does
// not list gets a customer of that id and nothing else, so that no money is lost from sight.
ledger::Book read_book(Database& database, const std::string& company, std::span<const std::string> ledgers, Date as_of);

} // namespace settled::store
