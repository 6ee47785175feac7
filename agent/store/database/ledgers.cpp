#include "store/database/book_reader.hpp"
#include "store/database/document_reader.hpp"
#include "store/database/generation_writer.hpp"
#include "store/database/item_identities.hpp"
#include "store/database/parts.hpp"

#include <algorithm>
#include <set>

namespace settled::store {
namespace {

std::optional<Generation> read_generation(Database& database, const std::string& company, const std::string& ledger, Date as_of) {
    Generation made;
    made.company = company, made.ledger = ledger;
    made.number = generation_on(database, company, ledger, as_of);
    if (made.number == 0) return std::nullopt;
    {
        Rows rows = database.ask("SELECT known_on, published_at, rows_new, rows_changed, rows_gone, rows_same, items_before, "
                                 "item_keys_gone, aliases FROM ledger_generation WHERE company = ? AND ledger = ? AND number = ?",
                                 {company, ledger, made.number}, "itiiiiiii");
        if (rows.next())
            rows >> made.known_on >> made.published_at >> made.rows_new >> made.rows_changed >> made.rows_gone >>
                made.rows_same >> made.items_before >> made.item_keys_gone >> made.aliases;
    }
    Rows rows = database.ask("SELECT entity, row_count, currency, total FROM ledger_total WHERE company = ? AND ledger = ? AND "
                             "generation = ? ORDER BY entity, currency",
                             {company, ledger, made.number}, "iiti");
    while (rows.next()) {
        EntityTotals totals;
        Money sum;
        rows >> totals.entity >> totals.count >> sum.currency >> sum.minor_units;
        if (made.totals.empty() || made.totals.back().entity != totals.entity) made.totals.push_back(totals);
        if (!sum.currency.none() || sum.minor_units != 0) made.totals.back().sums.push_back(sum);
    }
    return made;
}

class DatabaseLedgers final : public Ledgers {
  public:
    explicit DatabaseLedgers(SharedDatabase database) : database_(std::move(database)) {}

    Result<std::unique_ptr<GenerationWriter>> begin(const std::string& company, const std::string& ledger,
                                                    const Stamp& stamp) override {
        return begin_generation(database_, company, ledger, stamp);
    }

    Result<std::optional<Generation>> current(const std::string& company, const std::string& ledger, Date as_of) override {
        return database_->read([&] { return read_generation(*database_, company, ledger, as_of); });
    }

    Result<ledger::Book> load(const std::string& company, std::span<const std::string> ledgers, Date as_of) override {
        return database_->read([&] { return read_book(*database_, company, ledgers, as_of); });
    }

    Result<std::vector<KnownDocument>> documents(const std::string& company, const std::string& ledger,
                                                 const std::string& customer_id, Date as_of) override {
        return database_->read([&] { return read_documents(*database_, company, ledger, customer_id, as_of); });
    }

    Result<std::string> current_key(const std::string& company, const std::string& ledger, const std::string& key) override {
        return database_->read([&] { return ItemNames::now(*database_, company).current(ledger, key); });
    }

    Result<std::vector<std::string>> doubtful_keys(const std::string& company, const std::string& ledger) override {
        return database_->read([&] {
            // In doubt for as long as one of the possible successors is still open.
            Rows rows = database_->ask(
                "SELECT d.old_key, d.candidate FROM item_doubt d WHERE d.company = ? AND d.ledger = ? AND EXISTS (SELECT 1 FROM "
                "item_doubt o JOIN item_identity i ON i.company = o.company AND i.ledger = o.ledger AND i.item_key = o.candidate "
                "AND i.valid_to = 0 WHERE o.company = d.company AND o.ledger = d.ledger AND o.old_key = d.old_key AND "
                "o.generation = d.generation)",
                {company, ledger}, "tt");
            std::set<std::string> keys;
            while (rows.next()) {
                std::string old_key, candidate;
                rows >> old_key >> candidate;
                keys.insert(std::move(old_key));
                keys.insert(std::move(candidate));
            }
            return std::vector<std::string>(keys.begin(), keys.end());
        });
    }

  private:
    SharedDatabase database_;
};

} // namespace

std::unique_ptr<Ledgers> make_ledgers(SharedDatabase database) { return std::make_unique<DatabaseLedgers>(std::move(database)); }

} // namespace settled::store
