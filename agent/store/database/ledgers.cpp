#include "ledger/item_key.hpp"
#include "store/database/book_reader.hpp"
#include "store/database/dialect.hpp"
#include "store/database/document_reader.hpp"
#include "store/database/generation_writer.hpp"
#include "store/database/item_identities.hpp"
#include "store/database/ledger_rows.hpp"
#include "store/database/parts.hpp"
#include "store/database/shown_rows.hpp"

#include <algorithm>
#include <set>
#include <unordered_map>

namespace settled::store {
namespace {

Generation read_generation(Database& database, const std::string& company, const std::string& ledger, std::int64_t number) {
    Generation made;
    made.company = company, made.ledger = ledger;
    made.number = number;
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
        return database_->read([&]() -> std::optional<Generation> {
            const std::int64_t number = generation_on(*database_, company, ledger, as_of);
            if (number == 0) return std::nullopt;
            return read_generation(*database_, company, ledger, number);
        });
    }

    Result<std::vector<Generation>> of_that_day(const std::string& company, const std::string& ledger, Date as_of) override {
        return database_->read([&] {
            const std::int64_t last = generation_on(*database_, company, ledger, as_of);
            std::vector<std::int64_t> numbers;
            {
                Rows rows = database_->ask("SELECT g.number FROM ledger_generation g JOIN ledger_generation c ON c.company = "
                                           "g.company AND c.ledger = g.ledger AND c.known_on = g.known_on WHERE g.company = ? "
                                           "AND g.ledger = ? AND c.number = ? AND g.published = 1 ORDER BY g.number",
                                           {company, ledger, last}, "i");
                while (rows.next()) rows >> numbers.emplace_back();
            }
            std::vector<Generation> generations;
            for (const std::int64_t number : numbers) generations.push_back(read_generation(*database_, company, ledger, number));
            return generations;
        });
    }

    Result<ledger::Book> load(const std::string& company, std::span<const std::string> ledgers, Date as_of) override {
        return database_->read([&] {
            ledger::Book book = read_book(*database_, company, ledgers, as_of);
            database_->dialect().forget_pages(database_->session());
            return book;
        });
    }

    Result<std::vector<KnownDocument>> documents(const std::string& company, const std::string& ledger,
                                                 const std::string& customer_id, Date as_of) override {
        return database_->read([&] { return read_documents(*database_, company, ledger, customer_id, as_of); });
    }

    Result<std::string> current_key(const std::string& company, const std::string& ledger, const std::string& key) override {
        return database_->read([&] { return ItemNames::now(*database_, company).current(ledger, key); });
    }

    Result<std::vector<KnownSettlement>> settlements(const std::string& company, const std::string& ledger,
                                                     const std::string& customer_id, Date as_of) override {
        return database_->read([&] {
            const std::int64_t generation = generation_on(*database_, company, ledger, as_of);
            Rows rows =
                database_->ask("SELECT customer_id, receipt_id, document_date, due_date, settled_date, amount, currency FROM "
                               "ledger_settlements WHERE " +
                                   std::string(shown_rows) + " AND (? = '' OR customer_id = ?) ORDER BY id",
                               {company, ledger, generation, generation, customer_id, customer_id}, "ttiiiit");
            std::vector<KnownSettlement> known;
            while (rows.next()) {
                KnownSettlement& each = known.emplace_back();
                each.ledger = ledger;
                std::optional<std::int64_t> amount;
                rows >> each.customer_id >> each.receipt_id >> each.document_date >> each.due_date >> each.settled_on >> amount >>
                    each.amount.currency;
                each.amount.minor_units = amount.value_or(0);
            }
            return known;
        });
    }

    Result<std::vector<ledger::HomeSum>> home_sums(const std::string& company, const std::string& ledger, Date as_of) override {
        return database_->read([&] {
            const std::int64_t generation = generation_on(*database_, company, ledger, as_of);
            const std::string open_items =
                "FROM ledger_open_items WHERE company = ? AND ledger = ? AND valid_from <= ? AND (+valid_to = 0 OR "
                "+valid_to > ?) AND open_amount <> 0"; // +: through one index, not as the union of two sets of rows
            const Values shown{company, ledger, generation, generation};
            // One currency after the other: to group a million rows, SQLite would sort them all in memory.
            std::vector<Currency> currencies;
            Rows named = database_->ask("SELECT DISTINCT home_currency " + open_items, shown, "t");
            for (Currency currency; named.next(); currencies.push_back(currency)) named >> currency;
            std::ranges::sort(currencies); // by code
            std::vector<ledger::HomeSum> sums;
            for (const Currency currency : currencies)
                for (const bool is_advance : {false, true}) {
                    Values values = shown;
                    values.insert(values.end(), {std::string(currency.code()), std::int64_t{SETTLED_DOC_RECEIPT}});
                    Rows rows =
                        database_->ask("SELECT CAST(COALESCE(SUM(home_open_amount), 0) AS BIGINT), COUNT(*), COUNT(*) - "
                                       "COUNT(home_open_amount) " +
                                           open_items + " AND home_currency = ? AND doc_type " + (is_advance ? "=" : "<>") + " ?",
                                       values, "iii");
                    ledger::HomeSum sum;
                    sum.currency = currency, sum.is_advance = is_advance;
                    if (rows.next()) rows >> sum.open >> sum.count >> sum.not_stated;
                    if (sum.count > 0) sums.push_back(sum);
                }
            database_->dialect().forget_pages(database_->session());
            return sums;
        });
    }

    Result<std::vector<ledger::PlanLine>> plan(const std::string& company, const std::string& ledger, Date as_of) override {
        return database_->read([&] {
            const std::int64_t generation = generation_on(*database_, company, ledger, as_of);
            Rows rows = ShownRows{database_.get(), &company, &ledger, generation}.ask(
                "period, customer_id, salesperson_id, currency, COALESCE(amount, 0)", "ledger_plan", "tttti");
            std::vector<ledger::PlanLine> lines;
            while (rows.next()) {
                ledger::PlanLine& line = lines.emplace_back();
                rows >> line.period >> line.customer_id >> line.salesperson_id >> line.currency >> line.amount;
            }
            return lines;
        });
    }

    Result<std::vector<std::string>> due_dates_moved_back(const std::string& company, const std::string& ledger, Date since,
                                                          Date as_of) override {
        return database_->read([&] {
            const std::int64_t before = generation_on(*database_, company, ledger, since.plus_days(-1));
            const std::int64_t now = generation_on(*database_, company, ledger, as_of);
            std::vector<std::string> moved;
            if (before == 0 || before == now) return moved;
            constexpr auto columns =
                "SELECT item_id, item_id_2, item_id_3, due_date FROM ledger_open_items WHERE company = ? AND "
                "ledger = ? AND due_date <> 0 AND ";
            const auto id_of = [](Rows& rows) {
                std::string id, second, third;
                rows >> id >> second >> third;
                return joined_id(id, second, third);
            };
            // Only rows that changed since: of a million items a few.
            std::unordered_map<std::string, Date> dates_before;
            Rows old_rows =
                database_->ask(std::string(columns) + "valid_to > ? AND valid_to <= ?", {company, ledger, before, now}, "ttti");
            while (old_rows.next()) {
                Date& latest = dates_before[id_of(old_rows)]; // of all that it had since, also where it came in between
                Date day;
                old_rows >> day;
                latest = std::max(latest, day);
            }
            if (dates_before.empty()) return moved;
            Rows new_rows =
                database_->ask(std::string(columns) + "valid_from > ? AND valid_from <= ? AND (valid_to = 0 OR valid_to > ?)",
                               {company, ledger, before, now, now}, "ttti");
            while (new_rows.next()) {
                std::string id = id_of(new_rows);
                Date day;
                new_rows >> day;
                const auto hit = dates_before.find(id);
                if (hit != dates_before.end() && day < hit->second) moved.push_back(std::move(id));
            }
            return moved;
        });
    }

    Result<std::vector<ItemDoubt>> doubts(const std::string& company, const std::string& ledger) override {
        return database_->read([&] {
            std::vector<ItemDoubt> all;
            std::vector<std::string> candidates;
            {
                Rows rows = database_->ask(
                    "SELECT d.old_key, d.candidate, g.known_on FROM item_doubt d JOIN ledger_generation g ON g.company = "
                    "d.company AND g.ledger = d.ledger AND g.number = d.generation WHERE d.company = ? AND d.ledger = ? AND NOT "
                    "EXISTS (SELECT 1 FROM fact f WHERE f.company = d.company AND f.ledger = d.ledger AND f.item_key = d.old_key "
                    "AND f.kind IN ('same_item', 'other_item') AND NOT EXISTS (SELECT 1 FROM fact r WHERE r.company = f.company "
                    "AND r.revokes = f.id)) ORDER BY d.generation, d.old_key, d.candidate",
                    {company, ledger}, "tti");
                while (rows.next()) {
                    std::string old_key, candidate;
                    Date seen_on;
                    rows >> old_key >> candidate >> seen_on;
                    candidates.push_back(candidate);
                    if (all.empty() || all.back().old_key != old_key) all.push_back({ledger, old_key, {}, seen_on});
                    all.back().candidates.push_back(std::move(candidate));
                }
            }
            // In doubt for as long as one of the possible successors is still open.
            const std::set<std::string> open = standing_keys(*database_, company, ledger, candidates);
            std::erase_if(all, [&](const ItemDoubt& doubt) {
                return std::ranges::none_of(doubt.candidates, [&](const std::string& key) { return open.contains(key); });
            });
            return all;
        });
    }

    Status part(const std::string& company, const std::string& ledger, const std::string& old_key) override {
        return database_->write([&] {
            std::vector<std::pair<std::string, std::string>> parted; // new key, root
            {
                Rows rows =
                    database_->ask("SELECT new_key, root_key FROM item_alias WHERE company = ? AND ledger = ? AND old_key = ?",
                                   {company, ledger, old_key}, "tt");
                while (rows.next()) {
                    auto& pair = parted.emplace_back();
                    rows >> pair.first >> pair.second;
                }
            }
            for (const auto& [new_key, root] : parted)
                database_->change("UPDATE claim SET item_key = ? WHERE company = ? AND ledger = ? AND item_key = ? AND "
                                  "document_number = ?",
                                  {new_key, company, ledger, root, ledger::document_number_of(new_key)});
        });
    }

  private:
    SharedDatabase database_;
};

} // namespace

std::unique_ptr<Ledgers> make_ledgers(SharedDatabase database) { return std::make_unique<DatabaseLedgers>(std::move(database)); }

} // namespace settled::store
