#include "store/database/message_rows.hpp"

#include "store/database/dialect.hpp"
#include "store/database/json_text.hpp"
#include "store/database/parts.hpp"
#include "world/digest.hpp"

namespace settled::store {

const std::string& message_columns(bool with_content) {
    const auto asked = [](const std::string& content, const std::string& parameters) {
        return "id, company, message_key, audience, kind, channel, gateway, sender, recipients, language, subject, " + content +
               ", content_sha256, ledger, customer_id, dunning_procedure, step, totals, state, reason, planned_for, created_at, "
               "created_by, released_by, handed_over_at, finished_at, provider_id, server_words, tries, retry_after, "
               "template_name, " +
               parameters;
    };
    static const std::string whole =
        asked("(SELECT c.content FROM message_content c WHERE c.message = message.id)", "parameters");
    static const std::string row = asked("''", "'[]'");
    return with_content ? whole : row;
}

const std::string_view message_shape = "itttttttttttttttttititttttttittt";

Message read_message(Rows& rows) {
    Message made;
    std::string recipients, totals, parameters;
    rows >> made.id >> made.company >> made.key >> made.audience >> made.kind >> made.channel >> made.gateway >> made.sender >>
        recipients >> made.language >> made.subject >> made.content >> made.content_sha256 >> made.ledger >> made.customer_id >>
        made.procedure >> made.step >> totals >> made.state >> made.reason >> made.planned_for >> made.created_at >>
        made.created_by >> made.released_by >> made.handed_over_at >> made.finished_at >> made.provider_id >> made.server_words >>
        made.tries >> made.retry_after >> made.template_name >> parameters;
    made.recipients = texts_of(recipients);
    made.totals = amounts_of(totals);
    const std::vector<std::string> flat = texts_of(parameters);
    for (std::size_t i = 0; i + 1 < flat.size(); i += 2) made.parameters.emplace_back(flat[i], flat[i + 1]);
    return made;
}

std::vector<Message> due_messages(Database& database, std::span<const std::int64_t> messages) {
    const std::string question = "SELECT " + message_columns() + " FROM message WHERE id = ? AND state = ?";
    std::vector<Message> found;
    for (const std::int64_t message : messages) {
        Rows rows = database.ask(question, {message, MessageState::due}, message_shape);
        if (rows.next()) found.push_back(read_message(rows));
    }
    database.dialect().forget_pages(database.session()); // a letter is read once: none of it is to stay in memory
    return found;
}

std::int64_t insert_message(Database& database, const Message& message, const Stamp& stamp) {
    if (message.state != MessageState::held && message.state != MessageState::due)
        refuse(SETTLED_INTERNAL, "message " + message.key + ": a new message is held or due");
    const std::string digest = world::sha256_hex(message.content);
    if (!message.content_sha256.empty() && message.content_sha256 != digest)
        refuse(SETTLED_INTERNAL, "message " + message.key + ": its digest is not that of its content");
    std::vector<std::string> flat; // name, value, name, value …
    for (const auto& [name, value] : message.parameters) flat.insert(flat.end(), {name, value});
    const std::int64_t id = database.insert(
        "INSERT INTO message (company, message_key, audience, kind, channel, gateway, sender, recipients, language, subject, "
        "content_sha256, ledger, customer_id, dunning_procedure, step, totals, state, reason, planned_for, "
        "created_at, "
        "created_by, created_on, released_by, handed_over_at, handed_over_on, finished_at, provider_id, server_words, tries, "
        "retry_after, template_name, parameters) VALUES (" +
            marks(32) + ") RETURNING id",
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
         message.retry_after,
         message.template_name,
         json_of(flat)});
    database.change("INSERT INTO message_content (message, content) VALUES (?, ?)", {id, message.content});
    return id;
}

} // namespace settled::store
