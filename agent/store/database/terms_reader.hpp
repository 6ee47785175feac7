// terms_reader.hpp -- the instalments, milestones and retentions of a ledger's items (the table `terms`).
#pragma once

#include "ledger/book.hpp"
#include "store/database/shown_rows.hpp"

#include <cstdint>

namespace settled::store {

// Adds those of the ledger's items to the book, whose items of this ledger are all there. A line is of an item, else of a
// contract: then it is a line of each of its items that has none of its own.
void read_terms(const ShownRows& shown, std::uint16_t ledger, ledger::Book& book);

} // namespace settled::store
