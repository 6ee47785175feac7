#include "store/database/schema.hpp"

#include <array>

namespace settled::store {
namespace {

constexpr std::array<std::string_view, 10> statements = {
    // state: 1 reading, 2 imported, 3 refused.
    R"(CREATE TABLE statement_file (
    id {id}, company {text} NOT NULL, sha256 {text} NOT NULL, source {text} NOT NULL, name {text} NOT NULL,
    sender {text} NOT NULL, owner {text} NOT NULL, state INTEGER NOT NULL, reason {text} NOT NULL, at {text} NOT NULL,
    known_on INTEGER NOT NULL, actor {text} NOT NULL, UNIQUE (company, sha256)))",
    // kind: 1 booked, 2 interim (MT942, camt.052), 3 details only (camt.054), 4 pending or waiting for a person.
    R"(CREATE TABLE bank_statement (
    id {id}, company {text} NOT NULL, account {text} NOT NULL, kind INTEGER NOT NULL, format {text} NOT NULL,
    file BIGINT NOT NULL REFERENCES statement_file (id), said_account {text} NOT NULL, number {text} NOT NULL,
    currency {text} NOT NULL, opening_date INTEGER NOT NULL, opening BIGINT, closing_date INTEGER NOT NULL, closing BIGINT,
    first_day INTEGER NOT NULL, last_day INTEGER NOT NULL, adds_up INTEGER NOT NULL, entry_count BIGINT NOT NULL,
    known_on INTEGER NOT NULL, at {text} NOT NULL))",
    "CREATE INDEX bank_statement_account ON bank_statement (company, account, kind, known_on)",
    // What a statement showed of one day, for the union of the next one.
    R"(CREATE TABLE statement_day (
    id {id}, company {text} NOT NULL, account {text} NOT NULL, kind INTEGER NOT NULL, day INTEGER NOT NULL,
    format {text} NOT NULL, statement BIGINT NOT NULL REFERENCES bank_statement (id), number {text} NOT NULL,
    opening BIGINT, closing BIGINT, first_day INTEGER NOT NULL, last_day INTEGER NOT NULL))",
    "CREATE INDEX statement_day_account ON statement_day (company, account, kind, day)",
    R"(CREATE TABLE statement_day_line (
    statement_day BIGINT NOT NULL REFERENCES statement_day (id), position INTEGER NOT NULL,
    identity {text} NOT NULL, moved BIGINT NOT NULL, PRIMARY KEY (statement_day, position)))",
    R"(CREATE TABLE bank_entry (
    id {id}, company {text} NOT NULL, account {text} NOT NULL, kind INTEGER NOT NULL, day INTEGER NOT NULL,
    identity {text} NOT NULL, occurrence INTEGER NOT NULL, statement BIGINT NOT NULL REFERENCES bank_statement (id),
    known_on INTEGER NOT NULL, joined_entry BIGINT NOT NULL, joined_on INTEGER NOT NULL,
    status INTEGER NOT NULL, reversal INTEGER NOT NULL, booking_date INTEGER NOT NULL, value_date INTEGER NOT NULL,
    amount BIGINT NOT NULL, currency {text} NOT NULL, counterparty_name {text} NOT NULL, counterparty_account {text} NOT NULL,
    counterparty_bank {text} NOT NULL, ultimate_party {text} NOT NULL, remittance {text} NOT NULL,
    structured_reference {text} NOT NULL, end_to_end_id {text} NOT NULL, mandate_id {text} NOT NULL,
    bank_reference {text} NOT NULL, customer_reference {text} NOT NULL, transaction_code {text} NOT NULL,
    return_reason {text} NOT NULL, original_amount BIGINT, original_currency {text} NOT NULL, original_rate {text} NOT NULL,
    UNIQUE (company, account, kind, day, identity, occurrence)))",
    "CREATE INDEX bank_entry_reference ON bank_entry (company, account, bank_reference)",
    // The itemised parts of a batch booking.
    R"(CREATE TABLE bank_entry_part (
    entry BIGINT NOT NULL REFERENCES bank_entry (id), position INTEGER NOT NULL, known_on INTEGER NOT NULL,
    status INTEGER NOT NULL, reversal INTEGER NOT NULL, booking_date INTEGER NOT NULL, value_date INTEGER NOT NULL,
    amount BIGINT NOT NULL, currency {text} NOT NULL, counterparty_name {text} NOT NULL, counterparty_account {text} NOT NULL,
    counterparty_bank {text} NOT NULL, ultimate_party {text} NOT NULL, remittance {text} NOT NULL,
    structured_reference {text} NOT NULL, end_to_end_id {text} NOT NULL, mandate_id {text} NOT NULL,
    bank_reference {text} NOT NULL, customer_reference {text} NOT NULL, transaction_code {text} NOT NULL,
    return_reason {text} NOT NULL, original_amount BIGINT, original_currency {text} NOT NULL, original_rate {text} NOT NULL,
    PRIMARY KEY (entry, position)))",
    // part -1: of the whole booking.
    R"(CREATE TABLE bank_entry_charge (
    entry BIGINT NOT NULL REFERENCES bank_entry (id), part INTEGER NOT NULL, position INTEGER NOT NULL,
    amount BIGINT NOT NULL, currency {text} NOT NULL, included INTEGER, kind {text} NOT NULL,
    PRIMARY KEY (entry, part, position)))",
};

} // namespace

const Migration bank_migration = {2, "bank", statements, {}};

} // namespace settled::store
