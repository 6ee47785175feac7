#include "store/database/bulk_insert.hpp"
#include "store/database/item_identities.hpp"
#include "store/database/json_text.hpp"
#include "store/database/parts.hpp"

#include <map>
#include <unordered_map>

namespace settled::store {
namespace {

constexpr std::string_view match_columns =
    "m.id, m.company, m.entry, m.part, m.account, m.bank_reference, m.counterparty_name, m.date, m.amount, m.currency, m.state, "
    "m.not_receivable, m.third_party_payer, m.duplicate_of, m.residual_amount, m.residual, m.grade, m.evidence, m.alternatives, "
    "m.replaces, m.known_on, m.decided_at, m.actor, CASE WHEN u.known_on <= ? THEN 1 ELSE 0 END";
constexpr std::string_view match_shape = "itiitttiittti"
                                         "iitttti"
                                         "itti";
constexpr std::string_view match_tables = " FROM settled_match m LEFT JOIN match_undo u ON u.match_id = m.id WHERE ";

StoredMatch read_match(Rows& rows) {
    StoredMatch made;
    std::string state, what, residual, grade, evidence, alternatives;
    rows >> made.id >> made.company >> made.entry >> made.part >> made.account >> made.bank_reference >> made.counterparty_name >>
        made.date >> made.amount.minor_units >> made.amount.currency >> state >> what >> made.third_party_payer >>
        made.duplicate_of >> made.best.residual_amount >> residual >> grade >> evidence >> alternatives >> made.replaces >>
        made.known_on >> made.decided_at >> made.actor >> made.undone;
    made.state = matching::state(state);
    made.not_receivable = matching::class_of(what);
    made.best.residual = matching::residual(residual);
    made.best.grade = matching::grade(grade);
    made.best.evidence = evidence_of(evidence);
    made.alternatives = proposals_of(alternatives);
    return made;
}

// Adds what hangs below the matches: allocations, and the bookings known by that day.
class Completion {
  public:
    Completion(Database& database, const std::string& company, std::vector<StoredMatch>& matches, const ItemNames& names)
        : database_(database), company_(company), matches_(matches), names_(names) {
        for (std::size_t i = 0; i < matches.size(); ++i) rows_.emplace(matches[i].id, i);
    }

    void allocations() {
        Rows rows =
            database_.ask("SELECT a.match_id, a.ledger, a.customer_id, a.item_key, a.item_id, a.document_number, a.amount, "
                          "a.open_at_decision, a.generation, a.booked FROM match_allocation a" +
                              scope("a") + " ORDER BY a.match_id, a.position",
                          values(), "itttttiiii");
        while (rows.next()) {
            std::int64_t match = 0;
            StoredAllocation made;
            rows >> match >> made.ledger >> made.customer_id >> made.item_key >> made.item_id >> made.document_number >>
                made.amount >> made.open_at_decision >> made.generation >> made.booked;
            if (auto hit = rows_.find(match); hit != rows_.end()) {
                made.item_key = names_.current(made.ledger, made.item_key);
                matches_[hit->second].best.allocations.push_back(std::move(made));
            }
        }
        for (StoredMatch& match : matches_)
            for (StoredProposal& proposal : match.alternatives)
                for (StoredAllocation& allocation : proposal.allocations)
                    allocation.item_key = names_.current(allocation.ledger, allocation.item_key);
    }

    void bookings(Date as_of) {
        Values with_day = values();
        with_day.emplace_back(as_of);
        Rows rows = database_.ask("SELECT b.match_id, b.allocation, b.booked, b.state, b.evidence FROM match_booking b" +
                                      scope("b") + " AND b.known_on <= ? ORDER BY b.known_on, b.id",
                                  with_day, "iiitt");
        std::map<std::pair<std::size_t, std::size_t>, StoredEvidence> latest;
        while (rows.next()) {
            std::int64_t match = 0, booked = 0;
            std::size_t allocation = 0;
            std::string state, evidence;
            rows >> match >> allocation >> booked >> state >> evidence;
            auto hit = rows_.find(match);
            if (hit == rows_.end()) continue;
            StoredMatch& made = matches_[hit->second];
            made.state = matching::state(state);
            if (allocation < made.best.allocations.size()) made.best.allocations[allocation].booked = booked;
            if (auto told = evidence_of(evidence); !told.empty()) latest[{hit->second, allocation}] = std::move(told.front());
        }
        for (auto& [where, evidence] : latest) matches_[where.first].best.evidence.push_back(std::move(evidence));
    }

  private:
    // One match is asked for by its number, many by their company.
    std::string scope(const std::string& table) const {
        if (matches_.size() == 1) return " WHERE " + table + ".match_id = ?";
        return " JOIN settled_match m ON m.id = " + table + ".match_id WHERE m.company = ?";
    }
    Values values() const { return {matches_.size() == 1 ? Value(matches_.front().id) : Value(company_)}; }

    Database& database_;
    const std::string& company_;
    std::vector<StoredMatch>& matches_;
    const ItemNames& names_;
    std::unordered_map<std::int64_t, std::size_t> rows_;
};

class DatabaseMatches final : public Matches {
  public:
    explicit DatabaseMatches(SharedDatabase database) : database_(std::move(database)) {}

    Result<std::vector<std::int64_t>> save(const std::string& company, std::span<const StoredMatch> decided,
                                           std::span<const Booking> bookings, const Stamp& stamp) override {
        return database_->write([&] {
            std::vector<std::int64_t> ids;
            ids.reserve(decided.size());
            BulkInsert allocations(*database_,
                                   "INSERT INTO match_allocation (match_id, position, ledger, customer_id, item_key, item_id, "
                                   "document_number, amount, open_at_decision, generation, booked)",
                                   11);
            for (const StoredMatch& match : decided) {
                ids.push_back(insert_match(company, match, stamp));
                for (std::size_t i = 0; i < match.best.allocations.size(); ++i) {
                    const StoredAllocation& one = match.best.allocations[i];
                    allocations.add({ids.back(), i, one.ledger, one.customer_id, one.item_key, one.item_id, one.document_number,
                                     one.amount, one.open_at_decision, one.generation, one.booked});
                }
            }
            allocations.flush();
            for (const Booking& booking : bookings) insert_booking(company, booking, stamp);
            return ids;
        });
    }

    Result<std::vector<StoredMatch>> load(const std::string& company, Date as_of) override {
        // The latest decision of each entry and part, as the day knew it.
        return load_where(company, as_of,
                          "m.company = ? AND m.known_on <= ? AND NOT EXISTS (SELECT 1 FROM settled_match n WHERE "
                          "n.company = m.company AND n.entry = m.entry AND n.part = m.part AND n.known_on <= ? AND "
                          "(n.known_on > m.known_on OR (n.known_on = m.known_on AND n.id > m.id))) AND "
                          "(u.known_on IS NULL OR u.known_on > ?) ORDER BY m.id",
                          {as_of, company, as_of, as_of, as_of});
    }

    Result<std::vector<StoredMatch>> taken_back(const std::string& company, Date as_of) override {
        return load_where(company, as_of, "m.company = ? AND u.known_on <= ? ORDER BY m.id", {as_of, company, as_of});
    }

    Result<std::optional<StoredMatch>> find(std::int64_t match) override {
        return database_->read([&]() -> std::optional<StoredMatch> {
            std::vector<StoredMatch> found;
            {
                Rows rows = database_->ask("SELECT " + std::string(match_columns) + std::string(match_tables) + "m.id = ?",
                                           {end_of_time(), match}, match_shape);
                if (rows.next()) found.push_back(read_match(rows));
            }
            if (found.empty()) return std::nullopt;
            found.front().replaced_by = latest_instead_of(found.front());
            const ItemNames names = ItemNames::now(*database_, found.front().company);
            Completion completion(*database_, found.front().company, found, names);
            completion.allocations();
            completion.bookings(end_of_time());
            return std::move(found.front());
        });
    }

    Status undo(std::int64_t match, const std::string& reason, const Stamp& stamp) override {
        return database_->write([&] {
            std::int64_t known = 0, undone = 0;
            {
                Rows rows = database_->ask("SELECT COUNT(*), COUNT(u.match_id) FROM settled_match m LEFT JOIN match_undo u ON "
                                           "u.match_id = m.id WHERE m.id = ?",
                                           {match}, "ii");
                if (rows.next()) rows >> known >> undone;
            }
            if (known == 0)
                refuse(SETTLED_INVALID_CONFIG, "match " + std::to_string(match) + ": does not exist; settled matches lists them");
            if (undone != 0) refuse(SETTLED_INVALID_CONFIG, "match " + std::to_string(match) + ": is undone already");
            database_->change("INSERT INTO match_undo (match_id, reason, known_on, at, actor) VALUES (?, ?, ?, ?, ?)",
                              {match, reason, stamp.known_on, stamp.at, stamp.actor});
        });
    }

  private:
    Result<std::vector<StoredMatch>> load_where(const std::string& company, Date as_of, const char* where, const Values& values) {
        return database_->read([&] {
            std::vector<StoredMatch> matches;
            {
                Rows rows = database_->ask("SELECT " + std::string(match_columns) + std::string(match_tables) + where, values,
                                           match_shape);
                while (rows.next()) matches.push_back(read_match(rows));
            }
            const ItemNames names = ItemNames::on(*database_, company, as_of);
            Completion completion(*database_, company, matches, names);
            completion.allocations();
            completion.bookings(as_of);
            return matches;
        });
    }

    std::int64_t latest_instead_of(const StoredMatch& match) {
        Rows rows = database_->ask("SELECT id FROM settled_match WHERE company = ? AND entry = ? AND part = ? "
                                   "ORDER BY known_on DESC, id DESC LIMIT 1",
                                   {match.company, match.entry, match.part}, "i");
        std::int64_t latest = match.id;
        if (rows.next()) rows >> latest;
        return latest == match.id ? 0 : latest;
    }

    static Date end_of_time() { return Date::from_abi(22001231); }

    std::int64_t insert_match(const std::string& company, const StoredMatch& match, const Stamp& stamp) {
        return database_->insert(
            "INSERT INTO settled_match (company, entry, part, account, bank_reference, counterparty_name, date, amount, "
            "currency, "
            "state, not_receivable, third_party_payer, duplicate_of, residual_amount, residual, grade, evidence, alternatives, "
            "replaces, known_on, decided_at, actor) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
            "RETURNING id",
            {company,
             match.entry,
             match.part,
             match.account,
             match.bank_reference,
             match.counterparty_name,
             match.date,
             match.amount.minor_units,
             match.amount.currency,
             matching::name(match.state),
             matching::name(match.not_receivable),
             match.third_party_payer,
             match.duplicate_of,
             match.best.residual_amount,
             matching::name(match.best.residual),
             matching::name(match.best.grade),
             json_of(match.best.evidence),
             json_of(match.alternatives),
             match.replaces,
             stamp.known_on,
             stamp.at,
             stamp.actor});
    }

    void insert_booking(const std::string& company, const Booking& booking, const Stamp& stamp) {
        std::int64_t known = 0;
        {
            Rows rows = database_->ask("SELECT COUNT(*) FROM match_allocation a JOIN settled_match m ON m.id = a.match_id WHERE "
                                       "a.match_id = ? AND a.position = ? AND m.company = ?",
                                       {booking.match, booking.allocation, company}, "i");
            if (rows.next()) rows >> known;
        }
        if (known == 0)
            refuse(SETTLED_INTERNAL,
                   "match " + std::to_string(booking.match) + " has no allocation " + std::to_string(booking.allocation));
        database_->change(
            "INSERT INTO match_booking (match_id, allocation, booked, generation, state, evidence, known_on, at, actor) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            {booking.match, booking.allocation, booking.booked, booking.generation, matching::name(booking.state),
             json_of(std::vector<StoredEvidence>{booking.evidence}), stamp.known_on, stamp.at, stamp.actor});
    }

    SharedDatabase database_;
};

} // namespace

std::unique_ptr<Matches> make_matches(SharedDatabase database) { return std::make_unique<DatabaseMatches>(std::move(database)); }

} // namespace settled::store
