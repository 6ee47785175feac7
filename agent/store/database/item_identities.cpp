#include "store/database/item_identities.hpp"

#include "ledger/item_key.hpp"

#include <algorithm>
#include <limits>
#include <utility>

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
            if (to == 0 && from <= newest) standing.insert(rows.text());
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

ItemNames ItemNames::on(Database& database, const std::string& company, Date as_of) {
    return load(database, company, as_of.number());
}
ItemNames ItemNames::now(Database& database, const std::string& company) {
    return load(database, company, std::numeric_limits<std::int32_t>::max());
}

ItemNames ItemNames::load(Database& database, const std::string& company, std::int32_t day) {
    ItemNames names;
    std::map<std::string, std::int64_t> generations;
    std::map<Name, std::vector<std::string>> families; // by root, the oldest first
    {
        Rows rows = database.ask(
            "SELECT ledger, new_key, root_key FROM item_alias WHERE company = ? ORDER BY generation, new_key", {company}, "ttt");
        while (rows.next()) {
            std::string ledger, key, root;
            rows >> ledger >> key >> root;
            names.roots_[{ledger, key}] = root;
            auto& family = families[{ledger, root}];
            if (family.empty()) family.push_back(root);
            family.push_back(key);
            generations[ledger] = 0;
        }
    }
    for (auto& [ledger, generation] : generations)
        generation = day == std::numeric_limits<std::int32_t>::max()
                         ? newest_generation(database, company, ledger)
                         : generation_on(database, company, ledger, Date::from_abi(day));
    for (const auto& [name, family] : families) {
        const std::int64_t generation = generations[name.first];
        Values values = {company, name.first};
        for (const std::string& key : family) values.emplace_back(ledger::document_of(key));
        for (const std::string& key : family) values.emplace_back(key);
        const std::size_t keys = family.size();
        values.emplace_back(generation);
        values.emplace_back(generation);
        // The one that stands in that generation; where the item is gone, its last name before it.
        Rows rows = database.ask("SELECT item_key FROM item_identity WHERE company = ? AND ledger = ? AND document_key IN (" +
                                     marks(keys) + ") AND item_key IN (" + marks(keys) +
                                     ") AND valid_from <= ? ORDER BY CASE WHEN valid_to = 0 OR valid_to > ? "
                                     "THEN 0 ELSE 1 END, id DESC LIMIT 1",
                                 values, "t");
        names.current_[name] = rows.next() ? rows.text() : name.second;
    }
    return names;
}

std::string ItemNames::root(const std::string& ledger, const std::string& key) const {
    auto hit = roots_.find({ledger, key});
    return hit == roots_.end() ? key : hit->second;
}

std::string ItemNames::current(const std::string& ledger, const std::string& key) const {
    auto hit = current_.find({ledger, root(ledger, key)});
    return hit == current_.end() ? key : hit->second;
}

} // namespace settled::store
