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
            std::map<std::pair<std::int64_t, std::string>, std::vector<std::string>> doubts; // by generation and old key
            std::vector<std::string> candidates;
            {
                Rows rows =
                    database_->ask("SELECT generation, old_key, candidate FROM item_doubt WHERE company = ? AND ledger = ?",
                                   {company, ledger}, "itt");
                while (rows.next()) {
                    std::int64_t generation = 0;
                    std::string old_key, candidate;
                    rows >> generation >> old_key >> candidate;
                    candidates.push_back(candidate);
                    doubts[{generation, std::move(old_key)}].push_back(std::move(candidate));
                }
            }
            const std::set<std::string> open = standing_keys(*database_, company, ledger, candidates);
            std::set<std::string> keys;
            for (const auto& [of, successors] : doubts) {
                if (std::ranges::none_of(successors, [&](const std::string& key) { return open.contains(key); })) continue;
                keys.insert(of.second);
                keys.insert(successors.begin(), successors.end());
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
