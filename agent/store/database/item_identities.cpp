#include "store/database/item_identities.hpp"

#include <algorithm>
#include <limits>
#include <set>
#include <unordered_map>
#include <unordered_set>

namespace settled::store {
namespace {

using ledger::ItemFacts;
using ledger::KeyedItem;

constexpr std::size_t looked_up_at_once = 500;
constexpr std::string_view identity_shape = "ittttittiiti";

struct Identity {
    std::int64_t id = 0;
    std::string document;
    KeyedItem item;
};

Identity read_identity(Rows& rows, bool current) {
    Identity made;
    made.item.current = current;
    ItemFacts& facts = made.item.facts;
    rows >> made.id >> made.item.key >> made.document >> facts.erp_id >> facts.customer_id >> facts.doc_type >>
        facts.document_number >> facts.instalment >> facts.document_date >> facts.due_date >> facts.currency >> facts.amount;
    return made;
}

std::string identity_question(const std::string& condition) {
    return "SELECT id, item_key, document_key, erp_id, customer_id, doc_type, document_number, instalment, document_date, "
           "due_date, currency, amount FROM item_identity WHERE company = ? AND ledger = ? AND " +
           condition + " ORDER BY id";
}

bool same_terms(const ItemFacts& left, const ItemFacts& right) {
    return left.customer_id == right.customer_id && left.doc_type == right.doc_type &&
           left.document_number == right.document_number && left.document_date == right.document_date &&
           left.instalment == right.instalment && left.due_date == right.due_date && left.currency == right.currency &&
           left.amount == right.amount;
}

class Recorder {
  public:
    Recorder(Database& database, const std::string& company, const std::string& ledger, std::int64_t generation,
             const std::vector<ItemFacts>& items)
        : database_(database), company_(company), ledger_(ledger), generation_(generation), items_(items) {}

    IdentityChanges record() {
        load_standing();
        load_earlier();
        keys_ = ledger::item_keys(items_, known_);
        write_identities();
        return write_renumbering();
    }

  private:
    void load_standing() {
        Rows rows = database_.ask(identity_question("valid_to = 0"), {company_, ledger_}, identity_shape);
        while (rows.next()) {
            Identity standing = read_identity(rows, true);
            known_.push_back(standing.item);
            std::string erp_id = standing.item.facts.erp_id;
            standing_.emplace(std::move(erp_id), std::move(standing));
        }
    }

    // Earlier keys of the documents in which something is new: most days, few.
    void load_earlier() {
        if (generation_ == 1) return;
        std::set<std::string> wanted;
        for (const ItemFacts& item : items_) {
            std::string document = ledger::document_key(item);
            if (auto hit = standing_.find(item.erp_id); hit == standing_.end() || hit->second.document != document)
                wanted.insert(std::move(document));
        }
        std::unordered_set<std::string> standing_keys;
        for (const KeyedItem& item : known_) standing_keys.insert(item.key);
        std::map<std::string, KeyedItem> earlier; // the latest of each key
        for (auto next = wanted.begin(); next != wanted.end();) {
            Values values = {company_, ledger_};
            for (; next != wanted.end() && values.size() < 2 + looked_up_at_once; ++next) values.emplace_back(*next);
            Rows rows = database_.ask(identity_question("valid_to <> 0 AND document_key IN (" + marks(values.size() - 2) + ")"),
                                      values, identity_shape);
            while (rows.next())
                if (Identity old = read_identity(rows, false); !standing_keys.contains(old.item.key))
                    earlier[old.item.key] = std::move(old.item);
        }
        for (auto& [key, item] : earlier) known_.push_back(std::move(item));
    }

    void write_identities() {
        std::vector<std::int64_t> closed;
        BulkInsert insert(database_,
                          "INSERT INTO item_identity (company, ledger, valid_from, valid_to, item_key, document_key, erp_id, "
                          "customer_id, doc_type, document_number, instalment, document_date, due_date, currency, amount)",
                          15);
        std::unordered_set<std::int64_t> kept;
        for (std::size_t i = 0; i < items_.size(); ++i) {
            const ItemFacts& item = items_[i];
            if (auto hit = standing_.find(item.erp_id);
                hit != standing_.end() && hit->second.item.key == keys_[i] && same_terms(hit->second.item.facts, item)) {
                kept.insert(hit->second.id);
                continue;
            }
            insert.add({company_, ledger_, generation_, 0, keys_[i], ledger::document_key(item), item.erp_id, item.customer_id,
                        item.doc_type, item.document_number, item.instalment, item.document_date, item.due_date, item.currency,
                        item.amount});
        }
        for (const auto& [erp_id, standing] : standing_)
            if (!kept.contains(standing.id)) closed.push_back(standing.id);
        close_rows(database_, "item_identity", closed, generation_);
        insert.flush();
    }

    IdentityChanges write_renumbering() {
        const std::unordered_set<std::string> today(keys_.begin(), keys_.end());
        std::unordered_set<std::string> ever;
        std::vector<KeyedItem> vanished, appeared;
        IdentityChanges changes;
        for (const KeyedItem& item : known_) {
            ever.insert(item.key);
            if (!item.current) continue;
            ++changes.items_before;
            if (!today.contains(item.key)) vanished.push_back(item);
        }
        for (std::size_t i = 0; i < items_.size(); ++i)
            if (!ever.contains(keys_[i])) appeared.push_back({keys_[i], items_[i], true});
        const ledger::Renumbering renumbering = ledger::renumbered(vanished, appeared);
        const ItemNames names = ItemNames::now(database_, company_);
        for (const auto& [old_key, new_key] : renumbering.aliases)
            database_.change("INSERT INTO item_alias (company, ledger, new_key, old_key, root_key, generation) "
                             "VALUES (?, ?, ?, ?, ?, ?)",
                             {company_, ledger_, new_key, old_key, names.root(ledger_, old_key), generation_});
        for (const auto& [old_key, candidates] : renumbering.doubts)
            for (const std::string& candidate : candidates)
                database_.change(
                    "INSERT INTO item_doubt (company, ledger, old_key, candidate, generation) VALUES (?, ?, ?, ?, ?)",
                    {company_, ledger_, old_key, candidate, generation_});
        changes.keys_gone = static_cast<std::int64_t>(vanished.size());
        changes.aliases = static_cast<std::int64_t>(renumbering.aliases.size());
        return changes;
    }

    Database& database_;
    const std::string &company_, &ledger_;
    std::int64_t generation_;
    const std::vector<ItemFacts>& items_;
    std::unordered_map<std::string, Identity> standing_; // by ERP id
    std::vector<KeyedItem> known_;
    std::vector<std::string> keys_;
};

} // namespace

void close_rows(Database& database, const std::string& table, const std::vector<std::int64_t>& ids, std::int64_t generation) {
    for (std::size_t done = 0; done < ids.size();) {
        Values values = {generation};
        for (; done < ids.size() && values.size() <= looked_up_at_once; ++done) values.emplace_back(ids[done]);
        database.change("UPDATE " + table + " SET valid_to = ? WHERE id IN (" + marks(values.size() - 1) + ")", values);
    }
}

IdentityChanges record_identities(Database& database, const std::string& company, const std::string& ledger,
                                  std::int64_t generation, const std::vector<ItemFacts>& items) {
    return Recorder(database, company, ledger, generation, items).record();
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
        for (const std::string& key : family) values.emplace_back(key);
        const std::size_t keys = family.size();
        values.emplace_back(generation);
        values.emplace_back(generation);
        // The one that stands in that generation; where the item is gone, its last name before it.
        Rows rows =
            database.ask("SELECT item_key FROM item_identity WHERE company = ? AND ledger = ? AND item_key IN (" + marks(keys) +
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
