#include "store/database/identity_writer.hpp"

#include "ledger/item_key.hpp"
#include "ledger/text_arena.hpp"
#include "store/database/bulk_insert.hpp"
#include "store/database/item_identities.hpp"
#include "store/database/item_recognition.hpp"
#include "store/database/ledger_rows.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace settled::store {
namespace {

using ledger::ItemFacts;
using ledger::KeyedItem;
using ledger::TextRef;

constexpr std::size_t looked_up_at_once = 500;
constexpr std::size_t documents_at_once = 2500; // of one transaction

struct Identity {
    std::int64_t id = 0;
    KeyedItem item;
};

void read_facts(Rows& rows, ItemFacts& facts) {
    rows >> facts.erp_id >> facts.customer_id >> facts.doc_type >> facts.document_number >> facts.instalment >>
        facts.document_date >> facts.due_date >> facts.currency >> facts.amount;
}

bool same_terms(const ItemFacts& left, const ItemFacts& right) {
    return left.customer_id == right.customer_id && left.doc_type == right.doc_type &&
           left.document_number == right.document_number && left.document_date == right.document_date &&
           left.instalment == right.instalment && left.due_date == right.due_date && left.currency == right.currency &&
           left.amount == right.amount;
}

// An item that came, in little room: a first pull brings all there are.
struct Came {
    TextRef document, customer_id, document_number, instalment, erp_id;
    std::int32_t doc_type = 0;
    Date document_date, due_date;
    Currency currency;
    std::optional<std::int64_t> amount;
};

} // namespace

class IdentityWriter::Batches {
  public:
    Batches(Database& database, std::string company, std::string ledger, std::int64_t generation)
        : database_(database), company_(std::move(company)), ledger_(std::move(ledger)), generation_(generation),
          insert_(database,
                  "INSERT INTO item_identity (company, ledger, valid_from, valid_to, item_key, document_key, erp_id, "
                  "customer_id, doc_type, document_number, instalment, document_date, due_date, currency, amount)",
                  15) {}

    void came(const settled_open_item& item, std::string_view erp_id) {
        Came one;
        ItemFacts& facts = facts_;
        facts.customer_id = item.customer_id, facts.document_number = item.document_number, facts.instalment = item.instalment;
        facts.doc_type = item.doc_type, facts.document_date = Date::from_abi(item.document_date);
        one.document = texts_.add(ledger::document_key(facts));
        one.customer_id = texts_.intern(facts.customer_id);
        one.document_number = texts_.add(facts.document_number);
        one.instalment = texts_.intern(facts.instalment);
        one.erp_id = texts_.add(erp_id);
        one.doc_type = item.doc_type;
        one.document_date = facts.document_date, one.due_date = Date::from_abi(item.due_date);
        one.currency = Currency::from_abi(item.currency);
        if (item.amount.present != 0) one.amount = item.amount.minor_units;
        came_.push_back(one);
    }

    Status write(std::span<const std::int64_t> gone) {
        // Keys in their order are written where their neighbours stand.
        std::ranges::sort(came_, [&](const Came& left, const Came& right) {
            const std::string_view one = texts_[left.document], other = texts_[right.document];
            return one != other ? one < other : texts_[left.erp_id] < texts_[right.erp_id];
        });
        Status known = database_.read([&] {
            any_before_ = newest_generation(database_, company_, ledger_) > 0;
            note_gone(gone);
        });
        auto next_came = came_.begin();
        auto next_gone = documents_gone_.begin();
        while (known && (next_came != came_.end() || next_gone != documents_gone_.end())) {
            std::vector<std::string> documents;
            const auto from = next_came;
            while (documents.size() < documents_at_once) {
                const bool came_left = next_came != came_.end(), gone_left = next_gone != documents_gone_.end();
                if (!came_left && !gone_left) break;
                const bool came_first = came_left && (!gone_left || texts_[next_came->document] <= *next_gone);
                documents.emplace_back(came_first ? texts_[next_came->document] : *next_gone);
                while (next_came != came_.end() && texts_[next_came->document] == documents.back()) ++next_came;
                if (next_gone != documents_gone_.end() && *next_gone == documents.back()) ++next_gone;
            }
            known = database_.write([&] { write_documents(documents, {from, next_came}); });
        }
        came_ = {};
        return known;
    }

    Changes publish(Date known_on) {
        close_rows(database_, "item_identity", closed_, generation_);
        const ledger::Renumbering renumbering =
            any_before_ ? recognise(database_, {company_, ledger_, generation_, known_on}, {vanished_, appeared_, returned_})
                        : ledger::Renumbering();
        return {static_cast<std::int64_t>(vanished_.size()), static_cast<std::int64_t>(renumbering.aliases.size())};
    }

  private:
    void note_gone(std::span<const std::int64_t> gone) {
        std::set<std::string> documents;
        for (std::size_t done = 0; done < gone.size();) {
            Values values;
            for (; done < gone.size() && values.size() < looked_up_at_once; ++done) values.emplace_back(gone[done]);
            Rows rows = database_.ask("SELECT item_id, item_id_2, item_id_3, customer_id, doc_type, document_number, "
                                      "document_date, instalment FROM ledger_open_items WHERE id IN (" +
                                          marks(values.size()) + ")",
                                      values, "ttttitit");
            while (rows.next()) {
                std::string id, second, third;
                ItemFacts facts;
                rows >> id >> second >> third >> facts.customer_id >> facts.doc_type >> facts.document_number >>
                    facts.document_date >> facts.instalment;
                ids_gone_.insert(joined_id(id, second, third));
                documents.insert(ledger::document_key(facts));
            }
        }
        documents_gone_.assign(documents.begin(), documents.end());
    }

    ItemFacts facts_of(const Came& item) const {
        ItemFacts facts;
        facts.customer_id = texts_[item.customer_id], facts.document_number = texts_[item.document_number];
        facts.instalment = texts_[item.instalment], facts.erp_id = texts_[item.erp_id];
        facts.doc_type = item.doc_type, facts.document_date = item.document_date, facts.due_date = item.due_date;
        facts.currency = item.currency, facts.amount = item.amount;
        return facts;
    }

    // All keys that these documents ever had: those that stand, and of those gone the latest of each. The index of
    // documents finds them; asked for what stands, a database without statistics would rather read all that does.
    void load_known(const std::vector<std::string>& documents) {
        standing_.clear();
        known_.clear();
        if (!any_before_) return;
        std::map<std::string, KeyedItem> earlier;
        for (std::size_t done = 0; done < documents.size();) {
            Values values = {company_, ledger_};
            for (; done < documents.size() && values.size() < 2 + looked_up_at_once; ++done) values.emplace_back(documents[done]);
            Rows rows = database_.ask(
                "SELECT id, valid_from, valid_to, item_key, erp_id, customer_id, doc_type, document_number, instalment, "
                "document_date, due_date, currency, amount FROM item_identity WHERE company = ? AND ledger = ? AND "
                "document_key IN (" +
                    marks(values.size() - 2) + ") ORDER BY id",
                values, "iiitttittiiti");
            while (rows.next()) {
                Identity one;
                std::int64_t from = 0, to = 0;
                rows >> one.id >> from >> to >> one.item.key;
                read_facts(rows, one.item.facts);
                if (from >= generation_) continue;
                one.item.current = to == 0;
                if (one.item.current)
                    standing_.push_back(std::move(one));
                else
                    earlier[one.item.key] = std::move(one.item);
            }
        }
        for (const Identity& one : standing_) {
            known_.push_back(one.item);
            earlier.erase(one.item.key);
        }
        for (auto& [key, item] : earlier) known_.push_back(std::move(item));
    }

    void write_documents(const std::vector<std::string>& documents, std::span<const Came> came) {
        load_known(documents);
        std::vector<ItemFacts> items;
        for (const Came& item : came) items.push_back(facts_of(item));
        // What has not changed is there today as it was.
        for (const Identity& standing : standing_)
            if (!ids_gone_.contains(standing.item.facts.erp_id)) items.push_back(standing.item.facts);
        const std::vector<std::string> keys = ledger::item_keys(items, known_);
        std::unordered_map<std::string_view, const Identity*> by_id;
        for (const Identity& standing : standing_) by_id.emplace(standing.item.facts.erp_id, &standing);
        std::unordered_set<std::int64_t> kept;
        for (std::size_t i = 0; i < items.size(); ++i) {
            const ItemFacts& item = items[i];
            if (auto hit = by_id.find(item.erp_id);
                hit != by_id.end() && hit->second->item.key == keys[i] && same_terms(hit->second->item.facts, item)) {
                kept.insert(hit->second->id);
                continue;
            }
            write_identity(item, keys[i]);
        }
        insert_.flush();
        for (const Identity& standing : standing_)
            if (!kept.contains(standing.id)) closed_.push_back(standing.id);
        note_renumbering(items, keys);
    }

    void write_identity(const ItemFacts& item, const std::string& key) {
        insert_.text(company_), insert_.text(ledger_);
        insert_.number(generation_), insert_.number(0);
        insert_.text(key), insert_.text(ledger::document_key(item)), insert_.text(item.erp_id), insert_.text(item.customer_id);
        insert_.number(item.doc_type);
        insert_.text(item.document_number), insert_.text(item.instalment);
        insert_.number(item.document_date.number()), insert_.number(item.due_date.number());
        insert_.text(item.currency.code());
        item.amount ? insert_.number(*item.amount) : insert_.none();
    }

    // A key that nobody had before may be the new name of one that nobody has any more.
    void note_renumbering(const std::vector<ItemFacts>& items, const std::vector<std::string>& keys) {
        if (!any_before_) return;
        const std::unordered_set<std::string_view> today(keys.begin(), keys.end());
        std::unordered_set<std::string_view> ever;
        for (const KeyedItem& item : known_) {
            ever.insert(item.key);
            const bool is_here = today.contains(item.key);
            if (item.current && !is_here) vanished_.push_back(item);
            if (!item.current && is_here) returned_.push_back(item.key);
        }
        for (std::size_t i = 0; i < items.size(); ++i)
            if (!ever.contains(keys[i])) appeared_.push_back({keys[i], items[i], true});
    }

    Database& database_;
    const std::string company_, ledger_;
    const std::int64_t generation_;
    BulkInsert insert_;
    bool any_before_ = false; // generations of this ledger

    ledger::TextArena texts_;
    std::vector<Came> came_;
    ItemFacts facts_; // of the item that came last; its memory is used again
    std::unordered_set<std::string> ids_gone_;
    std::vector<std::string> documents_gone_; // in order, each once

    // Of the documents at hand.
    std::vector<Identity> standing_;
    std::vector<KeyedItem> known_;

    std::vector<std::int64_t> closed_; // rows of item_identity
    std::vector<KeyedItem> vanished_, appeared_;
    std::vector<std::string> returned_; // keys that stood before, went, and stand again
};

IdentityWriter::IdentityWriter(Database& database, std::string company, std::string ledger, std::int64_t generation)
    : batches_(std::make_unique<Batches>(database, std::move(company), std::move(ledger), generation)) {}
IdentityWriter::~IdentityWriter() = default;
void IdentityWriter::came(const settled_open_item& item, std::string_view erp_id) { batches_->came(item, erp_id); }
Status IdentityWriter::write(std::span<const std::int64_t> gone) { return batches_->write(gone); }
IdentityWriter::Changes IdentityWriter::publish(Date known_on) { return batches_->publish(known_on); }

} // namespace settled::store
