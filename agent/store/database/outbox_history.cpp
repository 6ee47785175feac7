#include "store/database/outbox_history.hpp"

namespace settled::store {

using enum MessageState;

std::map<std::int64_t, std::string> released_at(Database& database, const std::string& company) {
    std::map<std::int64_t, std::string> released;
    Rows rows =
        database.ask("SELECT e.message, e.at FROM message_event e JOIN message m ON m.id = e.message WHERE m.company = ? AND "
                     "m.state = ? AND m.released_by <> '' AND e.to_state = ? AND e.from_state IN (?, ?, ?) ORDER BY e.id",
                     {company, due, due, held, failed, unknown}, "it");
    while (rows.next()) {
        std::int64_t message = 0;
        rows >> message;
        rows >> released[message]; // the latest stays
    }
    return released;
}

std::vector<DayVolume> sent_per_day(Database& database, const std::string& company, int days_max) {
    std::vector<DayVolume> days;
    Rows rows =
        database.ask("SELECT handed_over_on, COUNT(*) FROM message WHERE company = ? AND audience = 'customer' AND "
                     "state IN (?, ?) AND handed_over_on <> 0 GROUP BY handed_over_on ORDER BY handed_over_on DESC LIMIT ?",
                     {company, sent, unknown, days_max}, "ii");
    while (rows.next()) {
        DayVolume& day = days.emplace_back();
        rows >> day.day >> day.messages;
    }
    return days;
}

std::int64_t handed_over(Database& database, const std::string& gateway, Date day) {
    std::int64_t count = 0;
    Rows rows = database.ask("SELECT COUNT(*) FROM message WHERE gateway = ? AND handed_over_on = ?", {gateway, day}, "i");
    if (rows.next()) rows >> count;
    return count;
}

} // namespace settled::store
