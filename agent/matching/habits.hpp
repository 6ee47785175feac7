// habits.hpp -- numbers that several payers write alike are no documents of any of them.
//
// Our own number at every customer, a bank's standing reference, a form's field: "ref 88213" in the texts
// of many. What only one payer writes may be a document that is not in the ledger yet, and makes a question.
#pragma once

#include "matching/reading.hpp"
#include "statement/entry_book.hpp"

#include <span>
#include <vector>

namespace settled::matching {

// Takes such numbers out of what the readings quote. `others`: entries decided before, whose texts show
// habits too; at most limits::entries_for_habits of them are read, the last first.
void forget_habits(std::span<Reading> readings, const ledger::Book& book, const statement::EntryBook& entries,
                   std::span<const Row> others);

} // namespace settled::matching
