#include "store/database/item_names.hpp"

#include "ledger/item_key.hpp"
#include "store/database/item_identities.hpp"

#include <algorithm>
#include <limits>

namespace settled::store {

ItemNames ItemNames::on(Database& database, const std::string& company, Date as_of) {
    return load(database, company, as_of.number());
}
ItemNames ItemNames::now(Database& database, const std::string& company) {
    return load(database, company, std::numeric_limits<std::int32_t>::max());
}

std::vector<ItemNames::Answer> ItemNames::answers(Database& database, const std::string& company, std::int32_t day) {
    std::vector<Answer> made;
    Rows rows = database.ask("SELECT f.kind, f.ledger, f.item_key, f.detail FROM fact f WHERE f.company = ? AND f.kind IN "
                             "('same_item', 'other_item') AND f.known_on <= ? AND NOT EXISTS (SELECT 1 FROM fact r WHERE "
                             "r.company = f.company AND r.revokes = f.id AND r.known_on <= ?) ORDER BY f.id",
                             {company, day, day}, "tttt");
    while (rows.next()) {
        Answer& answer = made.emplace_back();
        answer.same = rows.text() == "same_item";
        rows >> answer.ledger >> answer.old_key >> answer.new_key;
    }
    return made;
}

void ItemNames::join(const std::string& ledger, const std::string& old_key, const std::string& new_key) {
    const std::string first = root(ledger, old_key);
    if (first == root(ledger, new_key)) return;
    auto& family = families_[{ledger, first}];
    if (family.empty()) family.push_back(first);
    std::vector<std::string> joining{new_key}; // and what has followed it already
    if (auto own = families_.find({ledger, new_key}); own != families_.end()) {
        joining = std::move(own->second);
        families_.erase(own);
    }
    for (std::string& key : joining) {
        roots_[{ledger, key}] = first;
        family.push_back(std::move(key));
    }
}

ItemNames ItemNames::load(Database& database, const std::string& company, std::int32_t day) {
    ItemNames names;
    const std::vector<Answer> said = answers(database, company, day);
    {
        Rows rows = database.ask("SELECT ledger, new_key, old_key FROM item_alias WHERE company = ? ORDER BY generation, new_key",
                                 {company}, "ttt");
        while (rows.next()) {
            std::string ledger, new_key, old_key;
            rows >> ledger >> new_key >> old_key;
            const bool denied = std::ranges::any_of(
                said, [&](const Answer& answer) { return !answer.same && answer.ledger == ledger && answer.old_key == old_key; });
            if (!denied) names.join(ledger, old_key, new_key);
        }
    }
    for (const Answer& answer : said)
        if (answer.same) names.join(answer.ledger, answer.old_key, answer.new_key);
    std::map<std::string, std::int64_t> generations;
    for (const auto& [name, family] : names.families_) generations[name.first] = 0;
    for (auto& [ledger, generation] : generations)
        generation = day == std::numeric_limits<std::int32_t>::max()
                         ? newest_generation(database, company, ledger)
                         : generation_on(database, company, ledger, Date::from_abi(day));
    for (const auto& [name, family] : names.families_) {
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
        names.current_[name] = rows.next() ? std::string(rows.text()) : name.second;
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
