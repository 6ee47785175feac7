#include "store/database/generation_writer.hpp"

#include "store/database/bulk_insert.hpp"
#include "store/database/dialect.hpp"
#include "store/database/erased_customers.hpp"
#include "store/database/identity_writer.hpp"
#include "store/database/item_identities.hpp"
#include "store/database/ledger_rows.hpp"
#include "store/database/standing_rows.hpp"
#include "store/database/unique_keys.hpp"

#include <settled/text.hpp>

#include <algorithm>
#include <map>
#include <unordered_set>
#include <utility>

namespace settled::store {
namespace {

constexpr std::size_t batch_rows = 5000; // one transaction
constexpr std::size_t looked_up_at_once = 500;

using Sums = std::map<Currency, std::int64_t>;

// An entity of the pull: what stood before, what came.
struct Incoming {
    Incoming(Database& database, const Entity& of)
        : entity(&of), row(of),
          insert(database, "INSERT INTO " + table_of(of) + " (" + insert_columns(of) + ")", insert_column_count(of)) {}

    const Entity* entity;
    LedgerRow row; // the one at hand
    BulkInsert insert;
    StandingRows standing; // of the generation before
    std::vector<std::int64_t> gone;
    UniqueKeys keys;                       // of all rows
    std::unordered_set<std::string> fresh; // keys of rows that did not stand like this
    std::int64_t count = 0, rows_written = 0, rows_changed = 0, rows_same = 0;
    Sums sums;
    bool committed = false;
};

bool id_is_unique(settled_entity id) {
    return id == SETTLED_CUSTOMERS || id == SETTLED_OPEN_ITEMS || id == SETTLED_RECEIPTS || id == SETTLED_BANK_BOOK ||
           id == SETTLED_BILLS;
}

std::string shown(const Sums& sums) {
    std::string text;
    for (const auto& [currency, sum] : sums)
        if (sum != 0) text += (text.empty() ? "" : ", ") + amount_text(sum, currency) + ' ' + std::string(currency.code());
    return text.empty() ? "0" : text;
}

bool equal(const Sums& left, const Sums& right) {
    const auto held_by = [](const Sums& whole, const Sums& part) {
        return std::ranges::all_of(part, [&](const auto& sum) {
            auto hit = whole.find(sum.first);
            return sum.second == (hit == whole.end() ? 0 : hit->second);
        });
    };
    return held_by(left, right) && held_by(right, left);
}

void forget_unpublished(Database& database, const std::string& company, const std::string& ledger) {
    const std::int64_t newest = newest_generation(database, company, ledger);
    for (const Entity& entity : entities())
        database.change("DELETE FROM " + table_of(entity) +
                            " WHERE company = ? AND ledger = ? AND valid_to = 0 AND valid_from > ?",
                        {company, ledger, newest});
    forget_unpublished_identities(database, company, ledger, newest);
    database.change("DELETE FROM ledger_generation WHERE company = ? AND ledger = ? AND published = 0", {company, ledger});
}

class Writer final : public GenerationWriter {
  public:
    Writer(std::shared_ptr<Database> database, std::string company, std::string ledger, Stamp stamp)
        : database_(std::move(database)), company_(std::move(company)), ledger_(std::move(ledger)), stamp_(std::move(stamp)) {}

    ~Writer() override {
        if (published_ || token_ == 0) return;
        // What this cannot undo now, the next pull does.
        static_cast<void>(database_->write([&] {
            if (stands()) forget_unpublished(*database_, company_, ledger_);
        }));
    }

    Status reserve() {
        Status reserved = database_->write([&] {
            database_->dialect().keep_many_pages(database_->session()); // indexes of a large ledger are written in many places
            forget_unpublished(*database_, company_, ledger_);
            erased_ = erased_customers(*database_, company_, ledger_);
            number_ = newest_generation(*database_, company_, ledger_) + 1;
            token_ =
                database_->insert("INSERT INTO ledger_generation (company, ledger, number, published, known_on, published_at, "
                                  "actor, rows_new, rows_changed, rows_gone, rows_same, items_before, item_keys_gone, aliases) "
                                  "VALUES (?, ?, ?, 0, ?, '', ?, 0, 0, 0, 0, 0, 0, 0) RETURNING id",
                                  {company_, ledger_, number_, stamp_.known_on, stamp_.actor});
        });
        if (reserved) identities_ = std::make_unique<IdentityWriter>(*database_, company_, ledger_, number_);
        return reserved;
    }

    Status begin(settled_entity id) override {
        const Entity& entity = settled::entity(id);
        if (incoming_.contains(id)) return fail(SETTLED_BAD_DATA, where() + std::string(entity.name) + " was begun twice");
        auto made = std::make_unique<Incoming>(*database_, entity);
        Status done = database_->read([&] { load_standing(*made); });
        if (done) incoming_.emplace(id, std::move(made));
        return done;
    }

    Status add(settled_entity id, const void* record) override {
        auto hit = incoming_.find(id);
        if (hit == incoming_.end() || hit->second->committed)
            return fail(SETTLED_BAD_DATA,
                        where() + "a row of " + std::string(entity(id).name) + " came outside of begin and commit");
        Incoming& incoming = *hit->second;
        LedgerRow& row = incoming.row;
        if (Status read = row.read(record); !read)
            return fail(read.error().code, where() + read.error().message + " (row " + std::to_string(incoming.count + 1) + ")");
        const std::string_view key = row.key();
        if (id == SETTLED_CUSTOMERS && erased_.contains(std::string(key))) row.leave_out(naming_fields, erased_name);
        if (Status counted = count(incoming, key); !counted) return counted;
        if (incoming.standing.take(row.hash())) {
            ++incoming.rows_same;
            return {};
        }
        ++incoming.rows_written;
        if (id_is_unique(id) && incoming.standing.size() > 0) incoming.fresh.emplace(key);
        if (id == SETTLED_OPEN_ITEMS) identities_->came(row.open_item(), key);
        BulkInsert& insert = incoming.insert;
        insert.text(company_), insert.text(ledger_), insert.number(number_), insert.number(0), insert.text(row.hash());
        row.append_to(insert);
        return insert.waiting() < batch_rows ? Status{} : write_batch(incoming);
    }

    Status commit(const EntityTotals& claimed) override {
        auto hit = incoming_.find(claimed.entity);
        if (hit == incoming_.end())
            return fail(SETTLED_BAD_DATA, where() + std::string(entity(claimed.entity).name) + " was committed and never begun");
        Incoming& incoming = *hit->second;
        Sums sums;
        for (const Money& sum : claimed.sums) sums[sum.currency] += sum.minor_units;
        if (claimed.count != incoming.count || (!incoming.entity->sum_field.empty() && !equal(sums, incoming.sums)))
            return fail(SETTLED_BAD_DATA, where() + std::string(incoming.entity->name) + ": the connector counted " +
                                              std::to_string(claimed.count) + " rows of " + shown(sums) + ", received were " +
                                              std::to_string(incoming.count) + " of " + shown(incoming.sums) + "; pull again");
        if (Status written = write_batch(incoming); !written) return written;
        if (Status compared = find_gone(incoming); !compared) return compared;
        incoming.committed = true;
        return claimed.entity == SETTLED_OPEN_ITEMS ? identities_->write(incoming.gone) : Status{};
    }

    void accept_empty() override { empty_is_meant_ = true; }

    Result<Generation> publish() override {
        if (Status complete = check_complete(); !complete) return pass(complete);
        Generation made;
        made.company = company_, made.ledger = ledger_, made.number = number_;
        made.known_on = stamp_.known_on, made.published_at = stamp_.at;
        Status done = database_->write([&] {
            require_token();
            for (const Entity& entity : entities()) close_vanished(entity, made);
            const IdentityWriter::Changes changes = identities_->publish(stamp_.known_on);
            made.items_before = incoming_.at(SETTLED_OPEN_ITEMS)->standing.size();
            made.item_keys_gone = changes.keys_gone, made.aliases = changes.aliases;
            for (const auto& [id, incoming] : incoming_) {
                verify(*incoming);
                write_totals(*incoming, made);
            }
            database_->change("UPDATE ledger_generation SET published = 1, published_at = ?, rows_new = ?, rows_changed = ?, "
                              "rows_gone = ?, rows_same = ?, items_before = ?, item_keys_gone = ?, aliases = ? WHERE id = ?",
                              {stamp_.at, made.rows_new, made.rows_changed, made.rows_gone, made.rows_same, made.items_before,
                               made.item_keys_gone, made.aliases, token_});
            database_->dialect().forget_pages(database_->session());
        });
        if (!done) return pass(done);
        published_ = true;
        return made;
    }

  private:
    std::string where() const { return "ledger " + ledger_ + ": "; }

    bool stands() const {
        Rows rows = database_->ask("SELECT COUNT(*) FROM ledger_generation WHERE id = ? AND published = 0", {token_}, "i");
        std::int64_t count = 0;
        if (rows.next()) rows >> count;
        return count == 1;
    }

    void require_token() const {
        if (!stands()) refuse(SETTLED_UNAVAILABLE, where() + "another pull of this ledger has begun since; this one stops");
    }

    void load_standing(Incoming& incoming) const {
        Rows rows = database_->ask("SELECT id, row_hash FROM " + table_of(*incoming.entity) +
                                       " WHERE company = ? AND ledger = ? AND valid_to = 0 AND valid_from < ?",
                                   {company_, ledger_, number_}, "it");
        while (rows.next()) {
            std::int64_t row = 0;
            rows >> row;
            incoming.standing.add(rows.text(), row);
        }
    }

    // What stood and did not come: gone, or changed where its id came with something else.
    Status find_gone(Incoming& incoming) const {
        incoming.gone = incoming.standing.left();
        std::ranges::sort(incoming.gone);
        if (!id_is_unique(incoming.entity->id)) return {};
        const std::string key = incoming.entity->id == SETTLED_OPEN_ITEMS
                                    ? "item_id, item_id_2, item_id_3"
                                    : '"' + std::string(incoming.entity->key_field) + "\", '', ''";
        return database_->read([&] {
            for (std::size_t done = 0; done < incoming.gone.size();) {
                Values values;
                for (; done < incoming.gone.size() && values.size() < looked_up_at_once; ++done)
                    values.emplace_back(incoming.gone[done]);
                Rows rows = database_->ask("SELECT " + key + " FROM " + table_of(*incoming.entity) + " WHERE id IN (" +
                                               marks(values.size()) + ")",
                                           values, "ttt");
                while (rows.next()) {
                    std::string id, second, third;
                    rows >> id >> second >> third;
                    if (incoming.fresh.contains(joined_id(id, second, third))) ++incoming.rows_changed;
                }
            }
        });
    }

    Status count(Incoming& incoming, std::string_view key) const {
        if (id_is_unique(incoming.entity->id) && !incoming.keys.insert(key))
            return fail(SETTLED_BAD_DATA, where() + std::string(incoming.entity->name) + ": " +
                                              std::string(incoming.entity->key_field) + " " + visible(key) +
                                              " came twice; the ids must be unique, look at the connector's query");
        ++incoming.count;
        if (!incoming.row.has_main_amount()) return {};
        const Money amount = incoming.row.main_amount();
        std::int64_t& sum = incoming.sums[amount.currency];
        const auto more = checked_add(sum, amount.minor_units);
        if (!more) return fail(SETTLED_BAD_DATA, where() + std::string(incoming.entity->name) + ": the sum exceeds 64 bits");
        sum = *more;
        return {};
    }

    Status write_batch(Incoming& incoming) const {
        if (incoming.insert.waiting() == 0) return {};
        return database_->write([&] {
            require_token();
            incoming.insert.flush();
        });
    }

    Status check_complete() const {
        for (const settled_entity id : {SETTLED_CUSTOMERS, SETTLED_OPEN_ITEMS}) {
            auto hit = incoming_.find(id);
            if (hit == incoming_.end())
                return fail(SETTLED_BAD_DATA, where() + "no " + std::string(entity(id).name) + " came; they are required");
            if (hit->second->count == 0 && hit->second->standing.size() > 0 && !empty_is_meant_)
                return std::unexpected(came_empty(ledger_, id, static_cast<std::int64_t>(hit->second->standing.size())));
        }
        for (const auto& [id, incoming] : incoming_)
            if (!incoming->committed)
                return fail(SETTLED_BAD_DATA, where() + std::string(incoming->entity->name) + " was begun and never committed");
        return {};
    }

    void close_vanished(const Entity& entity, Generation& made) const {
        auto hit = incoming_.find(entity.id);
        if (hit == incoming_.end()) { // this pull does not know the entity: it is absent from now on
            made.rows_gone += database_->change("UPDATE " + table_of(entity) +
                                                    " SET valid_to = ? WHERE company = ? AND ledger = ? AND valid_to = 0",
                                                {number_, company_, ledger_});
            return;
        }
        const Incoming& incoming = *hit->second;
        close_rows(*database_, table_of(entity), incoming.gone, number_);
        made.rows_new += incoming.rows_written - incoming.rows_changed;
        made.rows_changed += incoming.rows_changed, made.rows_same += incoming.rows_same;
        made.rows_gone += std::ssize(incoming.gone) - incoming.rows_changed;
    }

    // What is in the tables now is what the connector sent.
    void verify(const Incoming& incoming) const {
        const Entity& entity = *incoming.entity;
        std::int64_t count = 0;
        Sums sums;
        const std::string scope = " FROM " + table_of(entity) + " WHERE company = ? AND ledger = ? AND valid_to = 0";
        if (entity.sum_field.empty()) {
            Rows rows = database_->ask("SELECT COUNT(*)" + scope, {company_, ledger_}, "i");
            if (rows.next()) rows >> count;
        } else {
            Rows rows = database_->ask("SELECT currency, COUNT(*), CAST(COALESCE(SUM(\"" + std::string(entity.sum_field) +
                                           "\"), 0) AS BIGINT)" + scope + " GROUP BY currency",
                                       {company_, ledger_}, "tii");
            while (rows.next()) {
                Currency currency;
                std::int64_t of_currency = 0, sum = 0;
                rows >> currency >> of_currency >> sum;
                count += of_currency;
                sums[currency] = sum;
            }
        }
        if (count != incoming.count || !equal(sums, incoming.sums))
            refuse(SETTLED_BAD_DATA, where() + std::string(entity.name) + ": received were " + std::to_string(incoming.count) +
                                         " rows of " + shown(incoming.sums) + ", stored are " + std::to_string(count) + " of " +
                                         shown(sums) + "; the last generation stays. Run settled store verify");
    }

    void write_totals(const Incoming& incoming, Generation& made) const {
        EntityTotals totals{incoming.entity->id, incoming.count, {}};
        Sums sums = incoming.sums;
        if (sums.empty()) sums[Currency()] = 0; // the count needs a row
        for (const auto& [currency, sum] : sums) {
            if (!currency.none() || sum != 0) totals.sums.push_back({sum, currency});
            database_->change("INSERT INTO ledger_total (company, ledger, generation, entity, row_count, currency, total) "
                              "VALUES (?, ?, ?, ?, ?, ?, ?)",
                              {company_, ledger_, number_, incoming.entity->id, incoming.count, currency, sum});
        }
        made.totals.push_back(std::move(totals));
    }

    std::shared_ptr<Database> database_;
    std::string company_, ledger_;
    Stamp stamp_;
    std::int64_t number_ = 0, token_ = 0;
    std::unordered_set<std::string> erased_; // customers of this ledger
    std::map<settled_entity, std::unique_ptr<Incoming>> incoming_;
    std::unique_ptr<IdentityWriter> identities_; // once the number is known
    bool published_ = false, empty_is_meant_ = false;
};

} // namespace

Result<std::unique_ptr<GenerationWriter>> begin_generation(std::shared_ptr<Database> database, std::string company,
                                                           std::string ledger, Stamp stamp) {
    auto writer = std::make_unique<Writer>(std::move(database), std::move(company), std::move(ledger), std::move(stamp));
    if (Status reserved = writer->reserve(); !reserved) return pass(reserved);
    return writer;
}

} // namespace settled::store
