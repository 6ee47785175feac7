#include "store/database/schema.hpp"

#include <array>

namespace settled::store {
namespace {

constexpr std::array<std::string_view, 7> statements = {
    R"(CREATE TABLE message (
    id {id}, company {text} NOT NULL, message_key {text} NOT NULL, audience {text} NOT NULL, kind {text} NOT NULL,
    channel {text} NOT NULL, gateway {text} NOT NULL, sender {text} NOT NULL, recipients {text} NOT NULL,
    language {text} NOT NULL, subject {text} NOT NULL, content {text} NOT NULL, content_sha256 {text} NOT NULL,
    ledger {text} NOT NULL, customer_id {text} NOT NULL, dunning_procedure {text} NOT NULL, step {text} NOT NULL,
    totals {text} NOT NULL, state INTEGER NOT NULL, reason {text} NOT NULL, planned_for INTEGER NOT NULL,
    created_at {text} NOT NULL, created_by {text} NOT NULL, created_on INTEGER NOT NULL, released_by {text} NOT NULL,
    handed_over_at {text} NOT NULL, handed_over_on INTEGER NOT NULL, finished_at {text} NOT NULL,
    provider_id {text} NOT NULL, server_words {text} NOT NULL, tries INTEGER NOT NULL, retry_after {text} NOT NULL,
    UNIQUE (company, message_key)))",
    "CREATE INDEX message_state ON message (company, state)",
    R"(CREATE TABLE claim (
    id {id}, company {text} NOT NULL, ledger {text} NOT NULL, item_key {text} NOT NULL, dunning_procedure {text} NOT NULL,
    step {text} NOT NULL, channel {text} NOT NULL, audience {text} NOT NULL, item_id {text} NOT NULL,
    document_number {text} NOT NULL, customer_id {text} NOT NULL, message BIGINT NOT NULL REFERENCES message (id),
    open_amount BIGINT NOT NULL, currency {text} NOT NULL, due_date INTEGER NOT NULL, freed INTEGER NOT NULL))",
    // One send: what is claimed and not freed exists once.
    R"(CREATE UNIQUE INDEX claim_once ON claim (company, ledger, item_key, dunning_procedure, step, channel, audience)
    WHERE freed = 0)",
    "CREATE INDEX claim_message ON claim (message)",
    R"(CREATE TABLE message_event (
    id {id}, message BIGINT NOT NULL REFERENCES message (id), from_state INTEGER NOT NULL, to_state INTEGER NOT NULL,
    words {text} NOT NULL, reply_code INTEGER NOT NULL, provider_id {text} NOT NULL, known_on INTEGER NOT NULL,
    at {text} NOT NULL, actor {text} NOT NULL))",
    "CREATE INDEX message_event_message ON message_event (message, known_on, id)",
};

} // namespace

const Migration outbox_migration = {4, "outbox", statements, {}};

} // namespace settled::store
