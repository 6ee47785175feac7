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

std::vector<Heard> heard_of(Database& database, const std::string& company, const std::string& ledger,
                            const std::string& customer_id) {
    Rows rows =
        database.ask("SELECT f.source, f.event_id, f.kind, f.message, f.address, f.words, f.at FROM message_feedback f JOIN "
                     "message m ON m.id = f.message WHERE m.company = ? AND m.ledger = ? AND m.customer_id = ? ORDER BY f.id",
                     {company, ledger, customer_id}, "ttiittt");
    std::vector<Heard> all;
    while (rows.next()) {
        Heard& one = all.emplace_back();
        std::int64_t kind = 0;
        rows >> one.source >> one.event_id >> kind >> one.message >> one.address >> one.words >> one.at;
        one.kind = static_cast<int>(kind);
    }
    return all;
}

std::map<std::string, std::int64_t, std::less<>> by_provider_id(Database& database, const std::string& gateway, Date since) {
    Rows rows =
        database.ask("SELECT provider_id, id FROM message WHERE gateway = ? AND handed_over_on >= ? AND provider_id <> '' "
                     "ORDER BY id",
                     {gateway, since}, "ti");
    std::map<std::string, std::int64_t, std::less<>> known;
    while (rows.next()) {
        std::string id;
        std::int64_t message = 0;
        rows >> id >> message;
        known.insert_or_assign(std::move(id), message);
    }
    return known;
}

} // namespace settled::store
