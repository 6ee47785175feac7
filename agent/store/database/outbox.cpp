#include "store/database/item_identities.hpp"
#include "store/database/json_text.hpp"
#include "store/database/parts.hpp"
#include "world/digest.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace settled::store {
namespace {

using enum MessageState;

constexpr std::string_view message_columns =
    "id, company, message_key, audience, kind, channel, gateway, sender, recipients, language, subject, content, content_sha256, "
    "ledger, customer_id, dunning_procedure, step, totals, state, reason, planned_for, created_at, created_by, released_by, "
    "handed_over_at, finished_at, provider_id, server_words, tries, retry_after";
constexpr std::string_view message_shape = "itttttttttttttttttititttttttit";

Message read_message(Rows& rows) {
    Message made;
    std::string recipients, totals;
    rows >> made.id >> made.company >> made.key >> made.audience >> made.kind >> made.channel >> made.gateway >> made.sender >>
        recipients >> made.language >> made.subject >> made.content >> made.content_sha256 >> made.ledger >> made.customer_id >>
        made.procedure >> made.step >> totals >> made.state >> made.reason >> made.planned_for >> made.created_at >>
        made.created_by >> made.released_by >> made.handed_over_at >> made.finished_at >> made.provider_id >> made.server_words >>
        made.tries >> made.retry_after;
    made.recipients = texts_of(recipients);
    made.totals = amounts_of(totals);
    return made;
}

constexpr std::string_view claim_columns = "ledger, item_key, dunning_procedure, step, channel, audience, item_id, "
                                           "document_number, customer_id, open_amount, currency, due_date";

// What a person or the agent may do with a message, apart from sending it.
constexpr auto moves = std::to_array<std::pair<MessageState, MessageState>>({
    {held, due},
    {held, held}, // another reason
    {held, cancelled},
    {due, held},
    {due, cancelled},
    {unknown, sent}, // it did arrive
    {unknown, due},  // it did not: once more
    {unknown, cancelled},
    {failed, due}, // once more, the address was mended
    {failed, cancelled},
});

// How a try may end: before hand-over the message is still due.
constexpr auto endings = std::to_array<std::pair<MessageState, MessageState>>({
    {due, due},
    {due, failed},
    {armed, due}, // the other side refused for now, in words: it has nothing
    {armed, sent},
    {armed, unknown},
    {armed, failed},
});

template <class Table> bool allowed(const Table& table, MessageState from, MessageState to) {
    return std::ranges::find(table, std::pair(from, to)) != table.end();
}

struct Standing {
    std::string company;
    MessageState state = held;
    std::string handed_over_at;
};

class DatabaseOutbox final : public Outbox {
  public:
    explicit DatabaseOutbox(SharedDatabase database) : database_(std::move(database)) {}

    Result<AddOutcome> add(const Message& message, std::span<const Claim> claims, const Stamp& stamp) override {
        AddOutcome outcome;
        Status done = database_->write([&] {
            {
                Rows rows = database_->ask("SELECT id FROM message WHERE company = ? AND message_key = ?",
                                           {message.company, message.key}, "i");
                outcome.key_known = rows.next();
            }
            if (outcome.key_known) return;
            const std::int64_t id = insert_message(message, stamp);
            const ItemNames names = ItemNames::now(*database_, message.company);
            for (const Claim& claim : claims)
                if (!insert_claim(claim, id, names)) outcome.refused.push_back(claim);
            if (!outcome.refused.empty()) throw Refused(); // the message with the others is undone
            note(id, held, message.state, "", {}, stamp);
            outcome.message = id;
        });
        if (done) return outcome;
        if (!outcome.refused.empty()) return outcome;
        return pass(done);
    }

    Result<std::vector<Message>> list(const std::string& company, const OutboxFilter& filter) override {
        return database_->read([&] {
            std::string question = "SELECT " + std::string(message_columns) + " FROM message WHERE company = ?";
            Values values = {company};
            if (!filter.states.empty()) {
                question += " AND state IN (" + marks(filter.states.size()) + ")";
                for (const MessageState state : filter.states) values.emplace_back(state);
            }
            for (const auto& [column, text] : {std::pair("kind", &filter.kind), std::pair("ledger", &filter.ledger),
                                               std::pair("customer_id", &filter.customer_id)})
                if (!text->empty()) {
                    question += std::string(" AND ") + column + " = ?";
                    values.emplace_back(*text);
                }
            question += " ORDER BY id LIMIT ?";
            values.emplace_back(filter.count_max);
            std::vector<Message> messages;
            Rows rows = database_->ask(question, values, message_shape);
            while (rows.next()) messages.push_back(read_message(rows));
            return messages;
        });
    }

    Result<std::optional<Message>> find(std::int64_t message) override {
        return database_->read([&]() -> std::optional<Message> {
            Rows rows =
                database_->ask("SELECT " + std::string(message_columns) + " FROM message WHERE id = ?", {message}, message_shape);
            if (!rows.next()) return std::nullopt;
            return read_message(rows);
        });
    }

    Result<std::vector<Claim>> claims_of(std::int64_t message) override {
        return database_->read([&] {
            std::vector<Claim> claims;
            {
                Rows rows =
                    database_->ask("SELECT company, " + std::string(claim_columns) + " FROM claim WHERE message = ? ORDER BY id",
                                   {message}, "ttttttttttiti");
                while (rows.next()) {
                    Claim& claim = claims.emplace_back();
                    rows >> claim.company >> claim.ledger >> claim.item_key >> claim.procedure >> claim.step >> claim.channel >>
                        claim.audience >> claim.item_id >> claim.document_number >> claim.customer_id >>
                        claim.open_amount.minor_units >> claim.open_amount.currency >> claim.due_date;
                    claim.message = message;
                }
            }
            if (claims.empty()) return claims;
            const ItemNames names = ItemNames::now(*database_, claims.front().company);
            for (Claim& claim : claims) claim.item_key = names.current(claim.ledger, claim.item_key);
            return claims;
        });
    }

    Status arm(std::int64_t message, const Stamp& stamp) override {
        return database_->write([&] {
            const std::int64_t armed_rows = database_->change("UPDATE message SET state = ?, tries = tries + 1, handed_over_at = "
                                                              "?, handed_over_on = ? WHERE id = ? AND state = ?",
                                                              {armed, stamp.at, stamp.known_on, message, due});
            if (armed_rows != 1)
                refuse(SETTLED_STOPPED, "message " + std::to_string(message) + ": is not due any more; it was not sent");
            note(message, due, armed, "", {}, stamp);
        });
    }

    Status finish(std::int64_t message, MessageState state, const SendResult& result, const Stamp& stamp) override {
        return database_->write([&] {
            const Standing standing = standing_of(message);
            if (!allowed(endings, standing.state, state)) wrong_move(message, standing.state, state);
            const bool again = state == due;
            database_->change("UPDATE message SET state = ?, reason = ?, finished_at = ?, provider_id = ?, server_words = ?, "
                              "retry_after = ? WHERE id = ?",
                              {state, state == failed ? result.words : std::string(), again ? std::string() : stamp.at,
                               result.provider_id, result.words, again ? result.retry_after : std::string(), message});
            // Nothing was handed over after all: a later cancelling may free the claims.
            if (again) database_->change("UPDATE message SET handed_over_at = '', handed_over_on = 0 WHERE id = ?", {message});
            if (state == failed && standing.state == due && standing.handed_over_at.empty()) free_claims(message, stamp);
            note(message, standing.state, state, result.words, result, stamp);
        });
    }

    Status move(std::int64_t message, MessageState to, const std::string& reason, const Stamp& stamp) override {
        return database_->write([&] {
            const Standing standing = standing_of(message);
            if (!allowed(moves, standing.state, to)) wrong_move(message, standing.state, to);
            if (standing.state == failed && to == due) claim_again(message);
            const bool ends = to == cancelled || to == sent;
            database_->change(
                "UPDATE message SET state = ?, reason = ?, released_by = CASE WHEN ? = 1 THEN ? ELSE released_by END, "
                "finished_at = ?, retry_after = '' WHERE id = ?",
                {to, to == due ? std::string() : reason, standing.state == held && to == due ? 1 : 0, stamp.actor,
                 ends ? stamp.at : std::string(), message});
            if (to == cancelled && standing.handed_over_at.empty()) free_claims(message, stamp);
            note(message, standing.state, to, reason, {}, stamp);
        });
    }

    Result<std::int64_t> mark_unknown_after_crash(const std::string& company, const Stamp& stamp) override {
        return database_->write([&] {
            std::vector<std::int64_t> found;
            {
                Rows rows = database_->ask("SELECT id FROM message WHERE company = ? AND state = ?", {company, armed}, "i");
                while (rows.next()) rows >> found.emplace_back();
            }
            for (const std::int64_t message : found) {
                database_->change("UPDATE message SET state = ?, finished_at = ? WHERE id = ?", {unknown, stamp.at, message});
                note(message, armed, unknown, "found armed at start", {}, stamp);
            }
            return static_cast<std::int64_t>(found.size());
        });
    }

    Result<std::vector<ClaimedStep>> claimed_steps(const std::string& company, Date as_of) override {
        return database_->read([&] {
            std::vector<ClaimedStep> steps;
            {
                // The state of a message on a day is what its last event of the day says.
                Rows rows = database_->ask(
                    "SELECT c.ledger, c.item_key, c.dunning_procedure, c.step, c.channel, c.audience, m.id, e.to_state, "
                    "m.planned_for, CASE WHEN e.to_state IN (4, 5) THEN e.known_on ELSE 0 END FROM claim c JOIN message m ON "
                    "m.id = c.message JOIN message_event e ON e.message = m.id WHERE c.company = ? AND m.created_on <= ? AND "
                    "(c.freed = 0 OR c.freed > ?) AND e.known_on <= ? AND NOT EXISTS (SELECT 1 FROM message_event n WHERE "
                    "n.message = m.id AND n.known_on <= ? AND n.id > e.id) ORDER BY c.id",
                    {company, as_of, as_of, as_of, as_of}, "ttttttiiii");
                while (rows.next()) {
                    ClaimedStep& step = steps.emplace_back();
                    Date planned, gone;
                    rows >> step.ledger >> step.item_key >> step.procedure >> step.step >> step.channel >> step.audience >>
                        step.message >> step.state >> planned >> gone;
                    step.on = gone ? gone : planned;
                }
            }
            const ItemNames names = ItemNames::on(*database_, company, as_of);
            for (ClaimedStep& step : steps) step.item_key = names.current(step.ledger, step.item_key);
            return steps;
        });
    }

    Result<std::vector<DayVolume>> sent_per_day(const std::string& company, int days_max) override {
        return database_->read([&] {
            std::vector<DayVolume> days;
            Rows rows = database_->ask(
                "SELECT handed_over_on, COUNT(*) FROM message WHERE company = ? AND audience = 'customer' AND "
                "state IN (?, ?) AND handed_over_on <> 0 GROUP BY handed_over_on ORDER BY handed_over_on DESC LIMIT ?",
                {company, sent, unknown, days_max}, "ii");
            while (rows.next()) {
                DayVolume& day = days.emplace_back();
                rows >> day.day >> day.messages;
            }
            return days;
        });
    }

  private:
    struct Refused final : std::exception {};

    std::int64_t insert_message(const Message& message, const Stamp& stamp) {
        if (message.state != held && message.state != due)
            refuse(SETTLED_INTERNAL, "message " + message.key + ": a new message is held or due");
        const std::string digest = world::sha256_hex(message.content);
        if (!message.content_sha256.empty() && message.content_sha256 != digest)
            refuse(SETTLED_INTERNAL, "message " + message.key + ": its digest is not that of its content");
        return database_->insert(
            "INSERT INTO message (company, message_key, audience, kind, channel, gateway, sender, recipients, language, subject, "
            "content, content_sha256, ledger, customer_id, dunning_procedure, step, totals, state, reason, planned_for, "
            "created_at, "
            "created_by, created_on, released_by, handed_over_at, handed_over_on, finished_at, provider_id, server_words, tries, "
            "retry_after) VALUES (" +
                marks(31) + ") RETURNING id",
            {message.company,
             message.key,
             message.audience,
             message.kind,
             message.channel,
             message.gateway,
             message.sender,
             json_of(message.recipients),
             message.language,
             message.subject,
             message.content,
             digest,
             message.ledger,
             message.customer_id,
             message.procedure,
             message.step,
             json_of(message.totals),
             message.state,
             message.reason,
             message.planned_for,
             stamp.at,
             stamp.actor,
             stamp.known_on,
             "",
             "",
             0,
             "",
             "",
             "",
             0,
             message.retry_after});
    }

    // False where somebody else holds it. Claims are kept under the first name the item had.
    bool insert_claim(const Claim& claim, std::int64_t message, const ItemNames& names) {
        return database_->change("INSERT INTO claim (company, " + std::string(claim_columns) + ", message, freed) VALUES (" +
                                     marks(15) + ") ON CONFLICT DO NOTHING",
                                 {claim.company, claim.ledger, names.root(claim.ledger, claim.item_key), claim.procedure,
                                  claim.step, claim.channel, claim.audience, claim.item_id, claim.document_number,
                                  claim.customer_id, claim.open_amount.minor_units, claim.open_amount.currency, claim.due_date,
                                  message, 0}) == 1;
    }

    // From that day on; before it, the past is as it was.
    void free_claims(std::int64_t message, const Stamp& stamp) {
        database_->change("UPDATE claim SET freed = ? WHERE message = ? AND freed = 0", {stamp.known_on, message});
    }

    // A failed message is tried again: its claims must not have gone to another one meanwhile.
    void claim_again(std::int64_t message) {
        std::int64_t taken = 0;
        {
            Rows rows = database_->ask("SELECT COUNT(*) FROM claim c JOIN claim o ON o.company = c.company AND o.ledger = "
                                       "c.ledger AND o.item_key = c.item_key "
                                       "AND o.dunning_procedure = c.dunning_procedure AND o.step = c.step AND o.channel = "
                                       "c.channel AND o.audience = c.audience "
                                       "AND o.freed = 0 AND o.id <> c.id WHERE c.message = ? AND c.freed <> 0",
                                       {message}, "i");
            if (rows.next()) rows >> taken;
        }
        if (taken != 0)
            refuse(SETTLED_INVALID_CONFIG, "message " + std::to_string(message) + ": " + std::to_string(taken) +
                                               " of its items stand in another message by now; cancel it instead");
        database_->change("UPDATE claim SET freed = 0 WHERE message = ?", {message});
    }

    Standing standing_of(std::int64_t message) {
        Rows rows = database_->ask("SELECT company, state, handed_over_at FROM message WHERE id = ?", {message}, "tit");
        if (!rows.next())
            refuse(SETTLED_INVALID_CONFIG, "message " + std::to_string(message) + ": does not exist; settled outbox lists them");
        Standing standing;
        rows >> standing.company >> standing.state >> standing.handed_over_at;
        return standing;
    }

    [[noreturn]] static void wrong_move(std::int64_t message, MessageState from, MessageState to) {
        refuse(SETTLED_INVALID_CONFIG, "message " + std::to_string(message) + ": is " + std::string(name(from)) +
                                           " and cannot become " + std::string(name(to)));
    }

    void note(std::int64_t message, MessageState from, MessageState to, const std::string& words, const SendResult& result,
              const Stamp& stamp) {
        database_->change(
            "INSERT INTO message_event (message, from_state, to_state, words, reply_code, provider_id, known_on, at, actor) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            {message, from, to, words, result.reply_code, result.provider_id, stamp.known_on, stamp.at, stamp.actor});
    }

    SharedDatabase database_;
};

} // namespace

std::unique_ptr<Outbox> make_outbox(SharedDatabase database) { return std::make_unique<DatabaseOutbox>(std::move(database)); }

} // namespace settled::store
