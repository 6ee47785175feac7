#include "store/database/detail_joiner.hpp"

#include "store/database/entry_columns.hpp"

#include <map>
#include <vector>

namespace settled::store {
namespace {

struct Waiting {
    std::int64_t id = 0, amount = 0;
    Date day;
    std::string reference;
};

class Joiner {
  public:
    Joiner(Database& database, const std::string& company, const std::string& account, Date known_on)
        : database_(database), company_(company), account_(account), known_on_(known_on) {}

    void join_all() {
        std::map<std::string, std::vector<Waiting>> by_reference;
        for (const Waiting& waiting : waiting_details()) by_reference[waiting.reference].push_back(waiting);
        for (const auto& [reference, group] : by_reference) {
            if (!reference.empty() && by_the_reference(reference, group)) continue;
            for (const Waiting& single : group) by_day_and_amount(single);
        }
    }

  private:
    std::vector<Waiting> waiting_details() {
        std::vector<Waiting> all;
        Rows rows = database_.ask("SELECT id, amount, day, bank_reference FROM bank_entry WHERE company = ? AND account = ? AND "
                                  "kind = ? AND joined_entry = 0 ORDER BY id",
                                  {company_, account_, StatementKind::details_only}, "iiit");
        while (rows.next()) {
            Waiting& waiting = all.emplace_back();
            rows >> waiting.id >> waiting.amount >> waiting.day >> waiting.reference;
        }
        return all;
    }

    // Booked entries that have no details from elsewhere yet.
    std::vector<std::int64_t> booked(const std::string& condition, const Value& value, std::int64_t amount) {
        std::vector<std::int64_t> found;
        Rows rows =
            database_.ask("SELECT e.id FROM bank_entry e WHERE e.company = ? AND e.account = ? AND e.kind = ? AND " + condition +
                              " AND e.amount = ? AND NOT EXISTS (SELECT 1 FROM bank_entry d WHERE "
                              "d.company = e.company AND d.account = e.account AND d.joined_entry = e.id) "
                              "ORDER BY e.id LIMIT 2",
                          {company_, account_, StatementKind::booked, value, amount}, "i");
        while (rows.next()) rows >> found.emplace_back();
        return found;
    }

    bool by_the_reference(const std::string& reference, const std::vector<Waiting>& group) {
        std::optional<std::int64_t> sum = 0;
        for (const Waiting& waiting : group)
            if (sum) sum = checked_add(*sum, waiting.amount);
        if (!sum) return false;
        const std::vector<std::int64_t> found = booked("e.bank_reference = ?", reference, *sum);
        if (found.size() != 1) return false;
        join(found.front(), group);
        return true;
    }

    void by_day_and_amount(const Waiting& single) {
        if (const auto found = booked("e.day = ?", single.day, single.amount); found.size() == 1) join(found.front(), {single});
    }

    void join(std::int64_t entry, const std::vector<Waiting>& group) {
        std::int64_t position = 0;
        {
            Rows rows = database_.ask("SELECT COUNT(*) FROM bank_entry_part WHERE entry = ?", {entry}, "i");
            if (rows.next()) rows >> position;
        }
        const bool itemised = position > 0; // the booking brought its parts itself: nothing to add
        const std::string columns(entry_columns), day = std::to_string(known_on_.number());
        for (const Waiting& waiting : group) {
            if (!itemised) {
                const std::string head = "INSERT INTO bank_entry_part (entry, position, known_on, " + columns + ") SELECT " +
                                         std::to_string(entry) + ", " + std::to_string(position);
                const std::int64_t parts = database_.change(
                    head + " + position, " + day + ", " + columns + " FROM bank_entry_part WHERE entry = ?", {waiting.id});
                position += parts;
                if (parts == 0)
                    position +=
                        database_.change(head + ", " + day + ", " + columns + " FROM bank_entry WHERE id = ?", {waiting.id});
            }
            database_.change("UPDATE bank_entry SET joined_entry = ?, joined_on = ? WHERE id = ?",
                             {entry, known_on_, waiting.id});
        }
    }

    Database& database_;
    const std::string &company_, &account_;
    Date known_on_;
};

} // namespace

void join_details(Database& database, const std::string& company, const std::string& account, Date known_on) {
    Joiner(database, company, account, known_on).join_all();
}

} // namespace settled::store
