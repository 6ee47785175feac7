#include "store/database/schema.hpp"

#include <array>

namespace settled::store {
namespace {

constexpr std::array<std::string_view, 4> statements = {
    // What a short message is made of at its provider: the letter's name and its values.
    "ALTER TABLE message ADD COLUMN template_name {text} NOT NULL DEFAULT ''",
    "ALTER TABLE message ADD COLUMN parameters {text} NOT NULL DEFAULT '[]'",
    // What came back about messages; each once, however often it is fetched.
    R"(CREATE TABLE message_feedback (
    id {id}, company {text} NOT NULL, source {text} NOT NULL, event_id {text} NOT NULL, kind INTEGER NOT NULL,
    message BIGINT, address {text} NOT NULL, words {text} NOT NULL, known_on INTEGER NOT NULL, at {text} NOT NULL,
    UNIQUE (source, event_id)))",
    "CREATE INDEX message_feedback_message ON message_feedback (message)",
};

} // namespace

const Migration delivery_migration = {7, "delivery", statements, {}};

} // namespace settled::store
