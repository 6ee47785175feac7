// personal_entries.hpp -- the bank entries by which a customer paid, and taking the payer's words out of them.
#pragma once

#include "store/database/database.hpp"
#include "store/erasure.hpp"

#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace settled::store {

struct PersonalEntry {
    std::int64_t id = 0, kind = 0, day = 0;
    std::string account, identity; // as statement/identity makes it: its text holds the payer's words
    bool has_words = false;
    int year() const { return static_cast<int>(day / 10000); }
};

// Those that a decision ever gave to the customer, and those of its names and accounts that no decision gave to another one.
std::vector<PersonalEntry> personal_entries(Database& database, const std::string& company, const CustomerId& customer,
                                            const std::set<std::string>& names, const std::set<std::string>& accounts);

// Amounts, days and decisions stay. An entry remains itself: where its identity was made of words, a digest of them with the
// salt stands instead, here and in what its statements showed of the day.
void erase_entry(Database& database, const std::string& company, const PersonalEntry& entry, const std::string& salt);

} // namespace settled::store
