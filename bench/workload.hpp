// workload.hpp -- a generated company from a folder of CSV files, as the engines take it.
#pragma once

#include "ledger/book.hpp"
#include "statement/entry_book.hpp"

#include <string>

namespace settled::bench {

struct Workload {
    ledger::Book book;
    statement::EntryBook entries; // a line's id is its bank reference
};

// customers.csv, items.csv and lines.csv of the folder; ends the program with a sentence where one of them does not read.
Workload read_workload(const std::string& folder);

} // namespace settled::bench
