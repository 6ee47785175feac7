// seed_contacts.hpp -- the addresses that finance has confirmed, from one file: before the first letters, instead of one by one.
//
// Each row names a customer and an address as the ledger has it. An address that the ledger does not have is refused, not kept:
// what is confirmed must be what would be written to.
#pragma once

#include "jobs/context.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace settled::jobs {

struct SeededContact {
    std::int64_t row = 0; // as the spreadsheet counts
    std::string customer, address;
    bool is_refused = false;
    std::string outcome; // "confirmed", "was confirmed before", or why it was refused
};

// A CSV or a workbook with a heading for the customer (its id, LEDGER:ID or name) and one for mail addresses or telephones, in
// English, Chinese or German. BAD_DATA: no such table; nothing was kept then.
Result<std::vector<SeededContact>> seed_contacts(JobContext& context, const Scope& scope, std::string_view bytes);

} // namespace settled::jobs
