#include "store/database/claim_rows.hpp"

#include "store/database/parts.hpp"

#include <map>
#include <utility>

namespace settled::store {
namespace {

constexpr std::string_view claim_columns = "ledger, item_key, dunning_procedure, step, channel, audience, item_id, "
                                           "document_number, customer_id, open_amount, currency, due_date";

} // namespace

bool insert_claim(Database& database, const Claim& claim, std::int64_t message, const ItemNames& names) {
    return database.change("INSERT INTO claim (company, " + std::string(claim_columns) + ", message, freed) VALUES (" +
                               marks(15) + ") ON CONFLICT DO NOTHING",
                           {claim.company, claim.ledger, names.root(claim.ledger, claim.item_key), claim.procedure, claim.step,
                            claim.channel, claim.audience, claim.item_id, claim.document_number, claim.customer_id,
                            claim.open_amount.minor_units, claim.open_amount.currency, claim.due_date, message, 0}) == 1;
}

void free_claims(Database& database, std::int64_t message, const Stamp& stamp) {
    database.change("UPDATE claim SET freed = ? WHERE message = ? AND freed = 0", {stamp.known_on, message});
}

void claim_again(Database& database, std::int64_t message) {
    std::int64_t taken = 0;
    {
        Rows rows = database.ask("SELECT COUNT(*) FROM claim c JOIN claim o ON o.company = c.company AND o.ledger = "
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
    database.change("UPDATE claim SET freed = 0 WHERE message = ?", {message});
}

std::vector<std::vector<Claim>> claims_of_each(Database& database, std::span<const std::int64_t> messages) {
    const std::string question = "SELECT company, " + std::string(claim_columns) + " FROM claim WHERE message = ? ORDER BY id";
    std::vector<std::vector<Claim>> found;
    std::map<std::string, ItemNames> names; // by company
    for (const std::int64_t message : messages) {
        std::vector<Claim>& claims = found.emplace_back();
        {
            Rows rows = database.ask(question, {message}, "ttttttttttiti");
            while (rows.next()) {
                Claim& claim = claims.emplace_back();
                rows >> claim.company >> claim.ledger >> claim.item_key >> claim.procedure >> claim.step >> claim.channel >>
                    claim.audience >> claim.item_id >> claim.document_number >> claim.customer_id >>
                    claim.open_amount.minor_units >> claim.open_amount.currency >> claim.due_date;
                claim.message = message;
            }
        }
        if (claims.empty()) continue;
        const std::string& company = claims.front().company;
        auto known = names.find(company);
        if (known == names.end()) known = names.emplace(company, ItemNames::now(database, company)).first;
        for (Claim& claim : claims) claim.item_key = known->second.current(claim.ledger, claim.item_key);
    }
    return found;
}

std::vector<Claim> claims_of(Database& database, std::int64_t message) {
    return std::move(claims_of_each(database, {&message, 1}).front());
}

std::vector<ClaimedStep> claimed_steps(Database& database, const std::string& company, Date as_of) {
    std::vector<ClaimedStep> steps;
    {
        // The state of a message on a day is what its last event of the day says.
        Rows rows = database.ask(
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
    const ItemNames names = ItemNames::on(database, company, as_of);
    for (ClaimedStep& step : steps) step.item_key = names.current(step.ledger, step.item_key);
    return steps;
}

} // namespace settled::store
