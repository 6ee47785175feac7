#include "store/database/item_recognition.hpp"

#include "store/database/item_names.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <unordered_set>
#include <utility>
#include <vector>

namespace settled::store {
namespace {

using ledger::KeyedItem;
using ledger::Renumbering;

constexpr std::size_t looked_up_at_once = 400;
constexpr int entered_again_days_max = 7; // gone for longer: what comes then is another item

class Recognition {
  public:
    Recognition(Database& database, const RecognitionScope& scope)
        : database_(database), scope_(scope), names_(ItemNames::now(database, scope.company)) {}

    Renumbering of(const ItemMovements& moved) const {
        Renumbering found = ledger::renumbered(moved.vanished, moved.appeared);
        entered_again(found, moved);
        came_back(found, moved.returned);
        return found;
    }

    void write(const Renumbering& found) const {
        for (const auto& [old_key, new_key] : found.aliases)
            database_.change(
                "INSERT INTO item_alias (company, ledger, new_key, old_key, root_key, generation) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                {scope_.company, scope_.ledger, new_key, old_key, names_.root(scope_.ledger, old_key), scope_.generation});
        for (const auto& [old_key, candidates] : found.doubts)
            for (const std::string& candidate : candidates)
                database_.change(
                    "INSERT INTO item_doubt (company, ledger, old_key, candidate, generation) VALUES (?, ?, ?, ?, ?)",
                    {scope_.company, scope_.ledger, old_key, candidate, scope_.generation});
    }

  private:
    // A document deleted some days ago and entered again only now. Where the bank has paid the old one, the new one may
    // as well be another claim of the same amount: then a person says.
    void entered_again(Renumbering& found, const ItemMovements& moved) const {
        std::unordered_set<std::string> explained;
        for (const auto& alias : found.aliases) explained.insert(alias.new_key);
        for (const auto& doubt : found.doubts) explained.insert(doubt.candidates.begin(), doubt.candidates.end());
        std::vector<KeyedItem> unexplained;
        for (const KeyedItem& item : moved.appeared)
            if (!explained.contains(item.key)) unexplained.push_back(item);
        if (unexplained.empty()) return;
        std::vector<KeyedItem> gone = lately_gone();
        drop_spoken_for(gone, ledger::renumbered(gone, unexplained), moved.vanished);
        Renumbering later = ledger::renumbered(gone, unexplained);
        for (auto& alias : later.aliases)
            if (is_paid(alias.old_key))
                found.doubts.push_back({alias.old_key, {alias.new_key}});
            else
                found.aliases.push_back(std::move(alias));
        std::ranges::move(later.doubts, std::back_inserter(found.doubts));
    }

    // Every key that was closed in the last days, as it was last.
    std::vector<KeyedItem> lately_gone() const {
        std::map<std::string, KeyedItem> gone;
        Rows rows = database_.ask(
            "SELECT item_key, erp_id, customer_id, doc_type, document_number, instalment, document_date, due_date, currency, "
            "amount "
            "FROM item_identity WHERE company = ? AND ledger = ? AND valid_to < ? AND valid_to >= (SELECT MIN(number) FROM "
            "ledger_generation g WHERE g.company = ? AND g.ledger = ? AND g.published = 1 AND g.known_on >= ?) ORDER BY id",
            {scope_.company, scope_.ledger, scope_.generation, scope_.company, scope_.ledger,
             scope_.known_on.plus_days(-entered_again_days_max)},
            "tttittiiti");
        while (rows.next()) {
            KeyedItem item;
            item.current = false;
            ledger::ItemFacts& facts = item.facts;
            rows >> item.key >> facts.erp_id >> facts.customer_id >> facts.doc_type >> facts.document_number >>
                facts.instalment >> facts.document_date >> facts.due_date >> facts.currency >> facts.amount;
            std::string key = item.key;
            gone[std::move(key)] = std::move(item);
        }
        std::vector<KeyedItem> items;
        for (auto& [key, item] : gone) items.push_back(std::move(item));
        return items;
    }

    // Of those that fit something: what still stands, what has a successor already, what was asked about, what went only now.
    void drop_spoken_for(std::vector<KeyedItem>& gone, const Renumbering& fits, std::span<const KeyedItem> vanished) const {
        std::vector<std::string> keys;
        for (const auto& alias : fits.aliases) keys.push_back(alias.old_key);
        for (const auto& doubt : fits.doubts) keys.push_back(doubt.old_key);
        std::set<std::string> dropped = standing(keys);
        for (const KeyedItem& item : vanished) dropped.insert(item.key);
        for (const char* table : {"item_alias", "item_doubt"})
            each_batch(keys, [&](std::span<const std::string> some) {
                Values values = {scope_.company, scope_.ledger};
                for (const std::string& key : some) values.emplace_back(key);
                Rows rows = database_.ask("SELECT old_key FROM " + std::string(table) +
                                              " WHERE company = ? AND ledger = ? AND old_key IN (" + marks(some.size()) + ")",
                                          values, "t");
                while (rows.next()) dropped.emplace(rows.text());
            });
        std::erase_if(gone, [&](const KeyedItem& item) { return dropped.contains(item.key); });
    }

    // An item taken for renumbered stands again beside what was taken for its successor: they are two after all, or one twice.
    void came_back(Renumbering& found, std::span<const std::string> returned) const {
        std::vector<std::pair<std::string, std::string>> pairs; // old, new
        each_batch(returned, [&](std::span<const std::string> some) {
            Values values = {scope_.company, scope_.ledger};
            for (const std::string& key : some) values.emplace_back(key);
            Rows rows = database_.ask("SELECT a.old_key, a.new_key FROM item_alias a WHERE a.company = ? AND a.ledger = ? AND "
                                      "a.old_key IN (" +
                                          marks(some.size()) +
                                          ") AND NOT EXISTS (SELECT 1 FROM item_doubt d WHERE d.company = a.company AND d.ledger "
                                          "= a.ledger AND d.old_key = a.old_key AND d.candidate = a.new_key)",
                                      values, "tt");
            while (rows.next()) {
                auto& pair = pairs.emplace_back();
                rows >> pair.first >> pair.second;
            }
        });
        std::vector<std::string> successors;
        for (const auto& [old_key, new_key] : pairs) successors.push_back(new_key);
        const std::set<std::string> here = standing(successors);
        for (auto& [old_key, new_key] : pairs)
            if (here.contains(new_key)) found.doubts.push_back({std::move(old_key), {std::move(new_key)}});
    }

    bool is_paid(const std::string& key) const {
        Rows rows = database_.ask(
            "SELECT COUNT(*) FROM match_allocation a JOIN settled_match m ON m.id = a.match_id WHERE m.company = ? AND "
            "a.ledger = ? AND a.item_key IN (?, ?) AND m.state IN ('settled', 'booked', 'partly_booked') AND NOT EXISTS "
            "(SELECT 1 FROM match_undo u WHERE u.match_id = m.id) AND NOT EXISTS (SELECT 1 FROM settled_match n WHERE "
            "n.company = m.company AND n.entry = m.entry AND n.part = m.part AND n.id > m.id) AND a.amount >= "
            "a.open_at_decision",
            {scope_.company, scope_.ledger, key, names_.root(scope_.ledger, key)}, "i");
        std::int64_t count = 0;
        if (rows.next()) rows >> count;
        return count > 0;
    }

    // Those of the keys that an item of this generation has.
    std::set<std::string> standing(std::span<const std::string> keys) const {
        std::set<std::string> found;
        each_batch(keys, [&](std::span<const std::string> some) {
            Values values = {scope_.company, scope_.ledger};
            for (const std::string& key : some) values.emplace_back(ledger::document_of(key));
            for (const std::string& key : some) values.emplace_back(key);
            Rows rows =
                database_.ask("SELECT item_key FROM item_identity WHERE company = ? AND ledger = ? AND document_key IN (" +
                                  marks(some.size()) + ") AND item_key IN (" + marks(some.size()) + ") AND valid_to = 0",
                              values, "t");
            while (rows.next()) found.emplace(rows.text());
        });
        return found;
    }

    template <class Ask> static void each_batch(std::span<const std::string> keys, Ask&& ask) {
        for (std::size_t done = 0; done < keys.size(); done += looked_up_at_once)
            ask(keys.subspan(done, std::min(looked_up_at_once, keys.size() - done)));
    }

    Database& database_;
    const RecognitionScope& scope_;
    ItemNames names_;
};

} // namespace

Renumbering recognise(Database& database, const RecognitionScope& scope, const ItemMovements& moved) {
    const Recognition recognition(database, scope);
    Renumbering found = recognition.of(moved);
    recognition.write(found);
    return found;
}

} // namespace settled::store
