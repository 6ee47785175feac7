// detail_joiner.hpp -- camt.054 tells what a batch booking is made of; here it finds its booking.
#pragma once

#include "store/database/database.hpp"

#include <settled/date.hpp>

#include <string>

namespace settled::store {

// Details that wait become the parts of the booked entry with the same bank reference and, in sum,
// amount; else of the only entry of the same day and amount. Inside a writing transaction.
void join_details(Database& database, const std::string& company, const std::string& account, Date known_on);

} // namespace settled::store
