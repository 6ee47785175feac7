#include "store/database/schema.hpp"

#include <array>

namespace settled::store {
namespace {

constexpr std::array<std::string_view, 6> statements = {
    // Words of state, class, residual and grade are matching's own; evidence and alternatives are JSON.
    R"(CREATE TABLE settled_match (
    id {id}, company {text} NOT NULL, entry BIGINT NOT NULL REFERENCES bank_entry (id), part INTEGER NOT NULL,
    account {text} NOT NULL, bank_reference {text} NOT NULL, counterparty_name {text} NOT NULL, date INTEGER NOT NULL,
    amount BIGINT NOT NULL, currency {text} NOT NULL, state {text} NOT NULL, not_receivable {text} NOT NULL,
    third_party_payer INTEGER NOT NULL, duplicate_of BIGINT NOT NULL, residual_amount BIGINT NOT NULL,
    residual {text} NOT NULL, grade {text} NOT NULL, evidence {text} NOT NULL, alternatives {text} NOT NULL,
    replaces BIGINT NOT NULL, known_on INTEGER NOT NULL, decided_at {text} NOT NULL, actor {text} NOT NULL))",
    "CREATE INDEX settled_match_entry ON settled_match (company, entry, part, known_on, id)",
    R"(CREATE TABLE match_allocation (
    match_id BIGINT NOT NULL REFERENCES settled_match (id), position INTEGER NOT NULL, ledger {text} NOT NULL,
    customer_id {text} NOT NULL, item_key {text} NOT NULL, item_id {text} NOT NULL, document_number {text} NOT NULL,
    amount BIGINT NOT NULL, open_at_decision BIGINT NOT NULL, generation BIGINT NOT NULL, booked BIGINT NOT NULL,
    PRIMARY KEY (match_id, position)))",
    R"(CREATE TABLE match_booking (
    id {id}, match_id BIGINT NOT NULL REFERENCES settled_match (id), allocation INTEGER NOT NULL, booked BIGINT NOT NULL,
    generation BIGINT NOT NULL, state {text} NOT NULL, evidence {text} NOT NULL, known_on INTEGER NOT NULL,
    at {text} NOT NULL, actor {text} NOT NULL))",
    "CREATE INDEX match_booking_match ON match_booking (match_id, known_on, id)",
    R"(CREATE TABLE match_undo (
    match_id BIGINT PRIMARY KEY REFERENCES settled_match (id), reason {text} NOT NULL, known_on INTEGER NOT NULL,
    at {text} NOT NULL, actor {text} NOT NULL))",
};

} // namespace

const Migration decisions_migration = {3, "decisions", statements, {}};

} // namespace settled::store
