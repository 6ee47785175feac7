#include "store/database/entry_items.hpp"

#include "store/database/bulk_insert.hpp"

namespace settled::store {
namespace {

using statement::Entry;

void add_charges(BulkInsert& charges, std::int64_t entry, int part, const Entry& of) {
    for (std::size_t i = 0; i < of.charges.size(); ++i) {
        const statement::Charge& charge = of.charges[i];
        const std::optional<std::int64_t> included =
            charge.included ? std::optional<std::int64_t>(*charge.included ? 1 : 0) : std::nullopt;
        charges.add({entry, part, i, charge.amount.minor_units, charge.currency, included, charge.kind});
    }
}

void add_items(BulkInsert& parts, BulkInsert& charges, std::int64_t id, const Entry& entry, Date known_on) {
    add_charges(charges, id, -1, entry);
    for (std::size_t i = 0; i < entry.details.size(); ++i) {
        Values part = {id, i, known_on};
        append_entry(part, entry.details[i]);
        parts.add(std::move(part));
        add_charges(charges, id, static_cast<int>(i), entry.details[i]);
    }
}

} // namespace

void write_items(Database& database, const std::string& company, const ItemisedEntries& itemised, Date known_on) {
    BulkInsert parts(database, "INSERT INTO bank_entry_part (entry, position, known_on, " + std::string(entry_columns) + ")",
                     3 + entry_column_count);
    BulkInsert charges(database, "INSERT INTO bank_entry_charge (entry, part, position, amount, currency, included, kind)", 7);
    for (const auto& [day, entries] : itemised) {
        Rows rows = database.ask(
            "SELECT id, identity, occurrence FROM bank_entry WHERE company = ? AND account = ? AND kind = ? AND day = ?",
            {company, day.account, day.kind, day.day}, "iti");
        while (rows.next()) {
            std::int64_t id = 0;
            std::pair<std::string, int> which;
            rows >> id >> which.first >> which.second;
            if (auto hit = entries.find(which); hit != entries.end()) add_items(parts, charges, id, *hit->second, known_on);
        }
    }
    parts.flush();
    charges.flush();
}

} // namespace settled::store
