#include "store/database/item_identities.hpp"

#include "ledger/item_key.hpp"

#include <algorithm>

namespace settled::store {
namespace {

constexpr std::size_t looked_up_at_once = 500;

} // namespace

void forget_unpublished_identities(Database& database, const std::string& company, const std::string& ledger,
                                   std::int64_t newest) {
    database.change("DELETE FROM item_identity WHERE company = ? AND ledger = ? AND valid_to = 0 AND valid_from > ?",
                    {company, ledger, newest});
}

std::set<std::string> standing_keys(Database& database, const std::string& company, const std::string& ledger,
                                    std::span<const std::string> keys) {
    std::set<std::string> standing;
    const std::int64_t newest = newest_generation(database, company, ledger);
    for (std::size_t done = 0; done < keys.size();) {
        const std::span<const std::string> some = keys.subspan(done, std::min(looked_up_at_once, keys.size() - done));
        done += some.size();
        Values values = {company, ledger};
        for (const std::string& key : some) values.emplace_back(ledger::document_of(key));
        for (const std::string& key : some) values.emplace_back(key);
        Rows rows = database.ask("SELECT valid_from, valid_to, item_key FROM item_identity WHERE company = ? AND ledger = ? AND "
                                 "document_key IN (" +
                                     marks(some.size()) + ") AND item_key IN (" + marks(some.size()) + ")",
                                 values, "iit");
        while (rows.next()) {
            std::int64_t from = 0, to = 0;
            rows >> from >> to;
            if (to == 0 && from <= newest) standing.emplace(rows.text());
        }
    }
    return standing;
}

void close_rows(Database& database, const std::string& table, std::span<const std::int64_t> ids, std::int64_t generation) {
    for (std::size_t done = 0; done < ids.size();) {
        Values values = {generation};
        for (; done < ids.size() && values.size() <= looked_up_at_once; ++done) values.emplace_back(ids[done]);
        database.change("UPDATE " + table + " SET valid_to = ? WHERE id IN (" + marks(values.size() - 1) + ")", values);
    }
}

std::int64_t generation_on(Database& database, const std::string& company, const std::string& ledger, Date as_of) {
    Rows rows = database.ask("SELECT number FROM ledger_generation WHERE company = ? AND ledger = ? AND published = 1 AND "
                             "known_on <= ? ORDER BY known_on DESC, number DESC LIMIT 1",
                             {company, ledger, as_of}, "i");
    std::int64_t number = 0;
    if (rows.next()) rows >> number;
    return number;
}

std::int64_t newest_generation(Database& database, const std::string& company, const std::string& ledger) {
    Rows rows =
        database.ask("SELECT COALESCE(MAX(number), 0) FROM ledger_generation WHERE company = ? AND ledger = ? AND published = 1",
                     {company, ledger}, "i");
    std::int64_t number = 0;
    if (rows.next()) rows >> number;
    return number;
}

} // namespace settled::store
