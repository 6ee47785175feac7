#include "store/database/schema.hpp"

#include <array>

namespace settled::store {
namespace {

constexpr std::array<std::string_view, 10> statements = {
    R"(CREATE TABLE fact (
    id {id}, company {text} NOT NULL, kind {text} NOT NULL, ledger {text} NOT NULL, customer_id {text} NOT NULL,
    item_key {text} NOT NULL, date INTEGER NOT NULL, until INTEGER NOT NULL, amount BIGINT NOT NULL, currency {text} NOT NULL,
    text {text} NOT NULL, detail {text} NOT NULL, source_match BIGINT NOT NULL, revokes BIGINT NOT NULL,
    known_on INTEGER NOT NULL, at {text} NOT NULL, actor {text} NOT NULL))",
    "CREATE INDEX fact_day ON fact (company, known_on, id)",
    R"(CREATE TABLE task (
    id {id}, company {text} NOT NULL, task_key {text} NOT NULL, ledger {text} NOT NULL, customer_id {text} NOT NULL,
    item_key {text} NOT NULL, dunning_procedure {text} NOT NULL, step {text} NOT NULL, kind {text} NOT NULL,
    owner {text} NOT NULL, why {text} NOT NULL, due INTEGER NOT NULL, created_on INTEGER NOT NULL, state {text} NOT NULL,
    note {text} NOT NULL, changed_at {text} NOT NULL, changed_by {text} NOT NULL, UNIQUE (company, task_key)))",
    R"(CREATE TABLE audit (
    number BIGINT PRIMARY KEY, at {text} NOT NULL, company {text} NOT NULL, actor {text} NOT NULL, event {text} NOT NULL,
    detail {text} NOT NULL, hash {text} NOT NULL))",
    // One row: a shorter table than it says was cut.
    "CREATE TABLE audit_head (id INTEGER PRIMARY KEY, row_count BIGINT NOT NULL, hash {text} NOT NULL)",
    "INSERT INTO audit_head (id, row_count, hash) VALUES (1, 0, '')",
    R"(CREATE TABLE job_lock (
    id {id}, name {text} NOT NULL UNIQUE, owner {text} NOT NULL, since {text} NOT NULL, host {text} NOT NULL,
    process BIGINT NOT NULL, process_start {text} NOT NULL))",
    R"(CREATE TABLE job_run (
    id {id}, company {text} NOT NULL, job {text} NOT NULL, scope {text} NOT NULL, started_at {text} NOT NULL,
    finished_at {text} NOT NULL, outcome {text} NOT NULL, summary {text} NOT NULL))",
    "CREATE INDEX job_run_latest ON job_run (company, job, scope, id)",
    R"(CREATE TABLE setting (
    company {text} NOT NULL, setting_key {text} NOT NULL, value {text} NOT NULL, at {text} NOT NULL, actor {text} NOT NULL,
    PRIMARY KEY (company, setting_key)))",
};

constexpr std::array<std::string_view, 1> append_only = {"audit"};

} // namespace

const Migration records_migration = {5, "records", statements, append_only};

} // namespace settled::store
