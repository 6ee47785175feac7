#include "store/database/claim_rows.hpp"
#include "store/database/message_rows.hpp"
#include "store/database/outbox_history.hpp"
#include "store/database/parts.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace settled::store {
namespace {

using enum MessageState;

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

// What a bounce or a receipt may make of a message.
constexpr auto heard_moves = std::to_array<std::pair<MessageState, MessageState>>({
    {sent, failed},
    {unknown, failed},
    {unknown, sent},
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
            outcome = take_in(message, claims, ItemNames::now(*database_, message.company), stamp);
            if (!outcome.refused.empty()) throw Refused(); // the message with the others is undone
        });
        if (done || !outcome.refused.empty()) return outcome;
        return pass(done);
    }

    // Claims are hardly ever refused: then the whole commit is undone, and each is tried alone.
    Result<std::vector<AddOutcome>> add_all(std::span<const NewMessage> messages, const Stamp& stamp) override {
        std::vector<AddOutcome> outcomes;
        bool refused = false;
        Status done = database_->write([&] {
            std::map<std::string, ItemNames> names; // by company
            for (const NewMessage& each : messages) {
                const std::string& company = each.message.company;
                if (!names.contains(company)) names.emplace(company, ItemNames::now(*database_, company));
                outcomes.push_back(take_in(each.message, each.claims, names.at(company), stamp));
                refused = !outcomes.back().refused.empty();
                if (refused) throw Refused();
            }
        });
        if (done) return outcomes;
        if (!refused) return pass(done);
        outcomes.clear();
        for (const NewMessage& each : messages) {
            auto alone = add(each.message, each.claims, stamp);
            if (!alone) return pass(alone);
            outcomes.push_back(std::move(*alone));
        }
        return outcomes;
    }

    Result<std::vector<Message>> list(const std::string& company, const OutboxFilter& filter) override {
        return database_->read([&] {
            std::string question = "SELECT " + message_columns(filter.with_content) + " FROM message WHERE company = ?";
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
            Rows rows = database_->ask("SELECT " + message_columns() + " FROM message WHERE id = ?", {message}, message_shape);
            if (!rows.next()) return std::nullopt;
            return read_message(rows);
        });
    }

    Result<std::vector<Claim>> claims_of(std::int64_t message) override {
        return database_->read([&] { return store::claims_of(*database_, message); });
    }

    Result<std::vector<std::vector<Claim>>> claims_of_each(std::span<const std::int64_t> messages) override {
        return database_->read([&] { return store::claims_of_each(*database_, messages); });
    }

    Result<std::vector<Message>> find_due(std::span<const std::int64_t> messages) override {
        return database_->read([&] { return store::due_messages(*database_, messages); });
    }

    Status arm(std::int64_t message, const Stamp& stamp) override {
        return database_->write([&] { take_step({.message = message, .to = armed, .result = {}}, stamp); });
    }

    Status finish(std::int64_t message, MessageState state, const SendResult& result, const Stamp& stamp) override {
        return database_->write([&] { take_step({.message = message, .to = state, .result = result}, stamp); });
    }

    Result<std::vector<Status>> record(std::span<const OutboxStep> steps, const Stamp& stamp) override {
        return database_->write([&] {
            std::vector<Status> fates;
            for (const OutboxStep& step : steps) {
                try {
                    take_step(step, stamp);
                    fates.emplace_back();
                } catch (const Failure& refused) { // before it changed anything
                    fates.emplace_back(std::unexpected(refused.error));
                }
            }
            return fates;
        });
    }

    Result<std::optional<Message>> find_key(const std::string& key) override {
        return database_->read([&]() -> std::optional<Message> {
            Rows rows = database_->ask("SELECT " + message_columns() + " FROM message WHERE message_key = ? ORDER BY id", {key},
                                       message_shape);
            if (!rows.next()) return std::nullopt;
            return read_message(rows);
        });
    }

    Result<bool> hear(const std::string& company, const Heard& heard, const Stamp& stamp) override {
        return database_->write([&] {
            const std::int64_t kept = database_->change(
                "INSERT INTO message_feedback (company, source, event_id, kind, message, address, words, known_on, at) VALUES "
                "(?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (source, event_id) DO NOTHING",
                {company, heard.source, heard.event_id, heard.kind, heard.message == 0 ? Value::none() : Value(heard.message),
                 heard.address, heard.words, stamp.known_on, heard.at});
            if (kept == 0) return false;
            if (!heard.becomes) return true;
            const Standing standing = standing_of(heard.message);
            if (!allowed(heard_moves, standing.state, *heard.becomes)) return true; // somebody was faster
            database_->change("UPDATE message SET state = ?, reason = ?, finished_at = ?, server_words = ? WHERE id = ?",
                              {*heard.becomes, heard.reason, stamp.at, heard.words, heard.message});
            note(heard.message, standing.state, *heard.becomes, heard.words, {}, stamp);
            return true;
        });
    }

    Result<std::vector<Heard>> heard_of(const std::string& company, const std::string& ledger,
                                        const std::string& customer_id) override {
        return database_->read([&] { return store::heard_of(*database_, company, ledger, customer_id); });
    }

    Result<std::map<std::string, std::int64_t, std::less<>>> by_provider_id(const std::string& gateway, Date since) override {
        return database_->read([&] { return store::by_provider_id(*database_, gateway, since); });
    }

    Status move(std::int64_t message, MessageState to, const std::string& reason, const Stamp& stamp) override {
        return database_->write([&] {
            const Standing standing = standing_of(message);
            if (!allowed(moves, standing.state, to)) wrong_move(message, standing.state, to);
            if (standing.state == failed && to == due) claim_again(*database_, message);
            const bool ends = to == cancelled || to == sent;
            database_->change(
                "UPDATE message SET state = ?, reason = ?, released_by = CASE WHEN ? = 1 THEN ? ELSE released_by END, "
                "finished_at = ?, retry_after = '' WHERE id = ?",
                {to, to == due ? std::string() : reason, standing.state == held && to == due ? 1 : 0, stamp.actor,
                 ends ? stamp.at : std::string(), message});
            if (to == cancelled && standing.handed_over_at.empty()) free_claims(*database_, message, stamp);
            note(message, standing.state, to, reason, {}, stamp);
        });
    }

    Result<std::map<std::int64_t, std::string>> released_at(const std::string& company) override {
        return database_->read([&] { return store::released_at(*database_, company); });
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
        return database_->read([&] { return store::claimed_steps(*database_, company, as_of); });
    }

    Result<std::vector<DayVolume>> sent_per_day(const std::string& company, int days_max) override {
        return database_->read([&] { return store::sent_per_day(*database_, company, days_max); });
    }

    Result<std::int64_t> handed_over(const std::string& gateway, Date day) override {
        return database_->read([&] { return store::handed_over(*database_, gateway, day); });
    }

  private:
    // Throws before anything is changed, or not at all.
    void take_step(const OutboxStep& step, const Stamp& stamp) {
        if (step.to == armed)
            take_arming(step.message, stamp);
        else
            take_ending(step, stamp);
    }

    void take_arming(std::int64_t message, const Stamp& stamp) {
        const std::int64_t armed_rows = database_->change("UPDATE message SET state = ?, tries = tries + 1, handed_over_at = "
                                                          "?, handed_over_on = ? WHERE id = ? AND state = ?",
                                                          {armed, stamp.at, stamp.known_on, message, due});
        if (armed_rows != 1)
            refuse(SETTLED_STOPPED, "message " + std::to_string(message) + ": is not due any more; it was not sent");
        note(message, due, armed, "", {}, stamp);
    }

    void take_ending(const OutboxStep& step, const Stamp& stamp) {
        const auto& [message, state, result, handed_over] = step;
        const Standing standing = standing_of(message);
        if (!allowed(endings, standing.state, state)) wrong_move(message, standing.state, state);
        if (!handed_over && (state == sent || state == unknown)) wrong_move(message, due, state);
        const bool again = state == due;
        // Nothing was handed over after all: a later cancelling may free the claims.
        const bool nothing_left = again || (standing.state == armed && !handed_over);
        const std::string handed_over_at = nothing_left ? std::string() : standing.handed_over_at;
        // A try that did not come as far as the hand-over is a try; what was armed was counted then.
        const int uncounted = again && standing.state == due ? 1 : 0;
        database_->change("UPDATE message SET state = ?, reason = ?, finished_at = ?, provider_id = ?, server_words = ?, "
                          "retry_after = ?, handed_over_at = ?, handed_over_on = CASE WHEN ? = 1 THEN 0 ELSE handed_over_on END, "
                          "tries = tries + ? WHERE id = ?",
                          {state, state == failed ? failure_of(result) : std::string(), again ? std::string() : stamp.at,
                           result.provider_id, result.words, again ? result.retry_after : std::string(), handed_over_at,
                           nothing_left ? 1 : 0, uncounted, message});
        const bool never_left = handed_over_at.empty() && (standing.state == due || !handed_over);
        if (state == failed && never_left) free_claims(*database_, message, stamp);
        note(message, standing.state, state, result.words, result, stamp);
    }

    struct Refused final : std::exception {};

    // Within a writing transaction, which the caller undoes when claims are refused.
    AddOutcome take_in(const Message& message, std::span<const Claim> claims, const ItemNames& names, const Stamp& stamp) {
        AddOutcome outcome;
        {
            Rows rows = database_->ask("SELECT id FROM message WHERE company = ? AND message_key = ?",
                                       {message.company, message.key}, "i");
            outcome.key_known = rows.next();
        }
        if (outcome.key_known) return outcome;
        const std::int64_t id = insert_message(*database_, message, stamp);
        for (const Claim& claim : claims)
            if (!insert_claim(*database_, claim, id, names)) outcome.refused.push_back(claim);
        if (!outcome.refused.empty()) return outcome;
        note(id, held, message.state, "", {}, stamp);
        outcome.message = id;
        return outcome;
    }

    // CONTRACT's word first, where it has one.
    static std::string failure_of(const SendResult& result) {
        return result.reason.empty() ? result.words : result.reason + ": " + result.words;
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
