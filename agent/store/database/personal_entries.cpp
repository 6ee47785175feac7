#include "store/database/personal_entries.hpp"

#include "world/digest.hpp"

#include <set>

namespace settled::store {
namespace {

constexpr std::string_view made_of_words = "text|", erased_prefix = "erased|";
constexpr std::string_view emptied =
    "counterparty_name = '', counterparty_account = '', counterparty_bank = '', ultimate_party = '', remittance = '', "
    "structured_reference = '', end_to_end_id = '', mandate_id = '', customer_reference = ''";
constexpr std::string_view has_words =
    "(counterparty_name <> '' OR counterparty_account <> '' OR counterparty_bank <> '' OR ultimate_party <> '' OR remittance <> "
    "'' "
    "OR structured_reference <> '' OR end_to_end_id <> '' OR mandate_id <> '' OR customer_reference <> '' OR identity LIKE "
    "'text|%')";

const std::string columns =
    "SELECT id, kind, day, account, identity, CASE WHEN " + std::string(has_words) + " THEN 1 ELSE 0 END FROM bank_entry WHERE ";

void read(Rows rows, std::set<std::int64_t>& seen, std::vector<PersonalEntry>& found) {
    while (rows.next()) {
        PersonalEntry entry;
        rows >> entry.id >> entry.kind >> entry.day >> entry.account >> entry.identity >> entry.has_words;
        if (seen.insert(entry.id).second) found.push_back(std::move(entry));
    }
}

} // namespace

std::vector<PersonalEntry> personal_entries(Database& database, const std::string& company, const CustomerId& customer,
                                            const std::set<std::string>& names, const std::set<std::string>& accounts) {
    constexpr std::string_view shape = "iiitti";
    std::set<std::int64_t> seen;
    std::vector<PersonalEntry> found;
    read(database.ask(columns + "id IN (SELECT m.entry FROM settled_match m JOIN match_allocation a ON a.match_id = m.id WHERE "
                                "m.company = ? AND a.ledger = ? AND a.customer_id = ?) ORDER BY id",
                      {company, customer.ledger, customer.customer_id}, shape),
         seen, found);
    const std::string nobody_elses = " AND NOT EXISTS (SELECT 1 FROM settled_match m JOIN match_allocation a ON a.match_id = "
                                     "m.id WHERE m.entry = bank_entry.id "
                                     "AND NOT (a.ledger = ? AND a.customer_id = ?)) ORDER BY id";
    const auto by = [&](std::string_view column, const std::set<std::string>& values) {
        for (const std::string& value : values)
            read(database.ask(columns + "company = ? AND " + std::string(column) + " = ?" + nobody_elses,
                              {company, value, customer.ledger, customer.customer_id}, shape),
                 seen, found);
    };
    by("counterparty_name", names);
    by("counterparty_account", accounts);
    return found;
}

void erase_entry(Database& database, const std::string& company, const PersonalEntry& entry, const std::string& salt) {
    const std::string set = std::string(emptied);
    std::string identity = entry.identity;
    if (identity.starts_with(made_of_words)) {
        identity = std::string(erased_prefix) + world::sha256_hex(salt + identity);
        database.change("UPDATE statement_day_line SET identity = ? WHERE identity = ? AND statement_day IN (SELECT id FROM "
                        "statement_day WHERE company = ? AND account = ? AND kind = ? AND day = ?)",
                        {identity, entry.identity, company, entry.account, entry.kind, entry.day});
    }
    database.change("UPDATE bank_entry SET " + set + ", identity = ? WHERE id = ?", {identity, entry.id});
    database.change("UPDATE bank_entry_part SET " + set + " WHERE entry = ?", {entry.id});
    database.change("UPDATE match_booking SET evidence = '[]' WHERE match_id IN (SELECT id FROM settled_match WHERE entry = ?)",
                    {entry.id});
    database.change("UPDATE match_undo SET reason = '' WHERE match_id IN (SELECT id FROM settled_match WHERE entry = ?)",
                    {entry.id});
    database.change("UPDATE settled_match SET counterparty_name = '', evidence = '[]', alternatives = '[]' WHERE entry = ?",
                    {entry.id});
}

} // namespace settled::store
