// personal_places.hpp -- every column in which words about a customer stand, but for those of bank entries
// (personal_entries.hpp).
#pragma once

#include "store/database/database.hpp"
#include "store/erasure.hpp"

#include <span>
#include <string>
#include <string_view>

namespace settled::store {

// A place is asked and emptied with the values (company, ledger, customer), then (year).
struct PersonalPlace {
    PersonalPart part;
    std::string_view table;
    std::string_view rows;  // which rows of it are the customer's; its three values in order
    std::string_view day;   // yyyymmdd; "0": at no day in particular
    std::string_view words; // that there is something to take away
    std::string_view set;   // how it is taken away
};

std::span<const PersonalPlace> personal_places();

} // namespace settled::store
