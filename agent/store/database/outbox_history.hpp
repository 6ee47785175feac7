// outbox_history.hpp -- what the outbox remembers of days and people: how many left, by which gateway, who let go what and when,
// and what came back.
#pragma once

#include "store/database/database.hpp"
#include "store/stored_message.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace settled::store {

// As Outbox has them.
std::map<std::int64_t, std::string> released_at(Database& database, const std::string& company);
std::vector<DayVolume> sent_per_day(Database& database, const std::string& company, int days_max);
std::int64_t handed_over(Database& database, const std::string& gateway, Date day);
std::vector<Heard> heard_of(Database& database, const std::string& company, const std::string& ledger,
                            const std::string& customer_id);
std::map<std::string, std::int64_t, std::less<>> by_provider_id(Database& database, const std::string& gateway, Date since);

} // namespace settled::store
