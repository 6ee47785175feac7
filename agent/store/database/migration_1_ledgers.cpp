#include "store/database/schema.hpp"

#include <array>

namespace settled::store {
namespace {

// The canonical entities, column by column. A row is valid from a generation (inclusive) to a
// generation (exclusive, 0: still). Amounts are minor units, NULL where the source says nothing;
// dates are yyyymmdd, 0 for none.
constexpr std::array<std::string_view, 37> statements = {
    R"(CREATE TABLE ledger_customers (
    id {id}, company {text} NOT NULL, ledger {text} NOT NULL,
    valid_from BIGINT NOT NULL, valid_to BIGINT NOT NULL, row_hash {text} NOT NULL,
    "customer_id" {text} NOT NULL, "name" {text} NOT NULL, "short_name" {text} NOT NULL,
    "tax_id" {text} NOT NULL, "email" {text} NOT NULL, "phone" {text} NOT NULL, "contact" {text} NOT NULL,
    "language" {text} NOT NULL, "country" {text} NOT NULL, "currency" {text} NOT NULL,
    "credit_limit" BIGINT, "payment_terms_days" INTEGER, "grade" {text} NOT NULL, "group" {text} NOT NULL,
    "region" {text} NOT NULL, "parent_customer_id" {text} NOT NULL, "related_party" INTEGER,
    "salesperson_id" {text} NOT NULL, "salesperson_name" {text} NOT NULL,
    "salesperson_email" {text} NOT NULL, "bank_accounts" {text} NOT NULL, "updated_at" {text} NOT NULL))",
    "CREATE INDEX ledger_customers_valid ON ledger_customers (company, ledger, valid_to, valid_from)",
    R"(CREATE TABLE ledger_open_items (
    id {id}, company {text} NOT NULL, ledger {text} NOT NULL,
    valid_from BIGINT NOT NULL, valid_to BIGINT NOT NULL, row_hash {text} NOT NULL,
    "item_id" {text} NOT NULL, "item_id_2" {text} NOT NULL, "item_id_3" {text} NOT NULL,
    "customer_id" {text} NOT NULL, "doc_type" INTEGER NOT NULL, "document_number" {text} NOT NULL,
    "document_date" INTEGER NOT NULL, "instalment" {text} NOT NULL, "due_date" INTEGER NOT NULL,
    "due_base" {text} NOT NULL, "terms_days" INTEGER, "currency" {text} NOT NULL, "amount" BIGINT,
    "open_amount" BIGINT, "home_currency" {text} NOT NULL, "home_amount" BIGINT, "home_open_amount" BIGINT,
    "rate" {text} NOT NULL, "reference" {text} NOT NULL, "tax_invoice_numbers" {text} NOT NULL,
    "contract_number" {text} NOT NULL, "delivery_numbers" {text} NOT NULL, "po_number" {text} NOT NULL,
    "customer_reference" {text} NOT NULL, "linked_document" {text} NOT NULL,
    "business_line" {text} NOT NULL, "salesperson_id" {text} NOT NULL, "discount_date" INTEGER NOT NULL,
    "discount_amount" BIGINT, "payment_method" INTEGER NOT NULL, "collection_date" INTEGER NOT NULL,
    "assigned_to" {text} NOT NULL, "invoice_delivered_on" INTEGER NOT NULL, "updated_at" {text} NOT NULL))",
    "CREATE INDEX ledger_open_items_valid ON ledger_open_items (company, ledger, valid_to, valid_from)",
    R"(CREATE TABLE ledger_receipts (
    id {id}, company {text} NOT NULL, ledger {text} NOT NULL,
    valid_from BIGINT NOT NULL, valid_to BIGINT NOT NULL, row_hash {text} NOT NULL,
    "receipt_id" {text} NOT NULL, "customer_id" {text} NOT NULL, "date" INTEGER NOT NULL,
    "currency" {text} NOT NULL, "amount" BIGINT, "open_amount" BIGINT, "method" INTEGER NOT NULL,
    "state" INTEGER NOT NULL, "bank_account" {text} NOT NULL, "reference" {text} NOT NULL,
    "item_ids" {text} NOT NULL, "updated_at" {text} NOT NULL))",
    "CREATE INDEX ledger_receipts_valid ON ledger_receipts (company, ledger, valid_to, valid_from)",
    R"(CREATE TABLE ledger_bank_book (
    id {id}, company {text} NOT NULL, ledger {text} NOT NULL,
    valid_from BIGINT NOT NULL, valid_to BIGINT NOT NULL, row_hash {text} NOT NULL,
    "entry_id" {text} NOT NULL, "bank_account" {text} NOT NULL, "date" INTEGER NOT NULL,
    "currency" {text} NOT NULL, "amount" BIGINT, "counterparty" {text} NOT NULL,
    "reference" {text} NOT NULL, "updated_at" {text} NOT NULL))",
    "CREATE INDEX ledger_bank_book_valid ON ledger_bank_book (company, ledger, valid_to, valid_from)",
    R"(CREATE TABLE ledger_control_balances (
    id {id}, company {text} NOT NULL, ledger {text} NOT NULL,
    valid_from BIGINT NOT NULL, valid_to BIGINT NOT NULL, row_hash {text} NOT NULL,
    "account" {text} NOT NULL, "currency" {text} NOT NULL, "balance" BIGINT,
    "home_currency" {text} NOT NULL, "home_balance" BIGINT, "includes" INTEGER NOT NULL,
    "as_of" INTEGER NOT NULL))",
    "CREATE INDEX ledger_control_balances_valid ON ledger_control_balances (company, ledger, valid_to, valid_from)",
    R"(CREATE TABLE ledger_settlements (
    id {id}, company {text} NOT NULL, ledger {text} NOT NULL,
    valid_from BIGINT NOT NULL, valid_to BIGINT NOT NULL, row_hash {text} NOT NULL,
    "item_id" {text} NOT NULL, "receipt_id" {text} NOT NULL, "customer_id" {text} NOT NULL,
    "document_date" INTEGER NOT NULL, "due_date" INTEGER NOT NULL, "settled_date" INTEGER NOT NULL,
    "currency" {text} NOT NULL, "amount" BIGINT))",
    "CREATE INDEX ledger_settlements_valid ON ledger_settlements (company, ledger, valid_to, valid_from)",
    R"(CREATE TABLE ledger_bills (
    id {id}, company {text} NOT NULL, ledger {text} NOT NULL,
    valid_from BIGINT NOT NULL, valid_to BIGINT NOT NULL, row_hash {text} NOT NULL,
    "bill_id" {text} NOT NULL, "bill_number" {text} NOT NULL, "kind" INTEGER NOT NULL,
    "from_customer_id" {text} NOT NULL, "acceptor" {text} NOT NULL, "currency" {text} NOT NULL,
    "amount" BIGINT, "received_date" INTEGER NOT NULL, "due_date" INTEGER NOT NULL,
    "status" INTEGER NOT NULL, "recourse" INTEGER, "item_ids" {text} NOT NULL, "receipt_id" {text} NOT NULL,
    "updated_at" {text} NOT NULL))",
    "CREATE INDEX ledger_bills_valid ON ledger_bills (company, ledger, valid_to, valid_from)",
    R"(CREATE TABLE ledger_terms (
    id {id}, company {text} NOT NULL, ledger {text} NOT NULL,
    valid_from BIGINT NOT NULL, valid_to BIGINT NOT NULL, row_hash {text} NOT NULL,
    "item_id" {text} NOT NULL, "contract_number" {text} NOT NULL, "line" {text} NOT NULL,
    "kind" INTEGER NOT NULL, "currency" {text} NOT NULL, "amount" BIGINT, "percent" {text} NOT NULL,
    "base" INTEGER NOT NULL, "base_date" INTEGER NOT NULL, "days" INTEGER, "month_end" INTEGER,
    "cut_off_day" INTEGER, "pay_day" INTEGER, "due_date" INTEGER NOT NULL,
    "event_confirmed_on" INTEGER NOT NULL))",
    "CREATE INDEX ledger_terms_valid ON ledger_terms (company, ledger, valid_to, valid_from)",
    R"(CREATE TABLE ledger_advices (
    id {id}, company {text} NOT NULL, ledger {text} NOT NULL,
    valid_from BIGINT NOT NULL, valid_to BIGINT NOT NULL, row_hash {text} NOT NULL,
    "advice_id" {text} NOT NULL, "payer" {text} NOT NULL, "payment_date" INTEGER NOT NULL,
    "currency" {text} NOT NULL, "amount" BIGINT, "reference" {text} NOT NULL,
    "document_number" {text} NOT NULL, "paid" BIGINT, "deduction" BIGINT, "reason" {text} NOT NULL))",
    "CREATE INDEX ledger_advices_valid ON ledger_advices (company, ledger, valid_to, valid_from)",
    R"(CREATE TABLE ledger_sales (
    id {id}, company {text} NOT NULL, ledger {text} NOT NULL,
    valid_from BIGINT NOT NULL, valid_to BIGINT NOT NULL, row_hash {text} NOT NULL,
    "period" {text} NOT NULL, "customer_id" {text} NOT NULL, "currency" {text} NOT NULL, "amount" BIGINT,
    "salesperson_id" {text} NOT NULL, "region" {text} NOT NULL, "business_line" {text} NOT NULL))",
    "CREATE INDEX ledger_sales_valid ON ledger_sales (company, ledger, valid_to, valid_from)",
    R"(CREATE TABLE ledger_plan (
    id {id}, company {text} NOT NULL, ledger {text} NOT NULL,
    valid_from BIGINT NOT NULL, valid_to BIGINT NOT NULL, row_hash {text} NOT NULL,
    "period" {text} NOT NULL, "customer_id" {text} NOT NULL, "salesperson_id" {text} NOT NULL,
    "currency" {text} NOT NULL, "amount" BIGINT))",
    "CREATE INDEX ledger_plan_valid ON ledger_plan (company, ledger, valid_to, valid_from)",
    R"(CREATE TABLE ledger_payables (
    id {id}, company {text} NOT NULL, ledger {text} NOT NULL,
    valid_from BIGINT NOT NULL, valid_to BIGINT NOT NULL, row_hash {text} NOT NULL,
    "vendor_id" {text} NOT NULL, "tax_id" {text} NOT NULL, "currency" {text} NOT NULL, "open_amount" BIGINT,
    "due_date" INTEGER NOT NULL))",
    "CREATE INDEX ledger_payables_valid ON ledger_payables (company, ledger, valid_to, valid_from)",
    R"(CREATE TABLE ledger_exposure (
    id {id}, company {text} NOT NULL, ledger {text} NOT NULL,
    valid_from BIGINT NOT NULL, valid_to BIGINT NOT NULL, row_hash {text} NOT NULL,
    "customer_id" {text} NOT NULL, "currency" {text} NOT NULL, "uninvoiced_deliveries" BIGINT,
    "open_orders" BIGINT, "guarantees" BIGINT, "insured_limit" BIGINT))",
    "CREATE INDEX ledger_exposure_valid ON ledger_exposure (company, ledger, valid_to, valid_from)",
    R"(CREATE TABLE ledger_exchange_rates (
    id {id}, company {text} NOT NULL, ledger {text} NOT NULL,
    valid_from BIGINT NOT NULL, valid_to BIGINT NOT NULL, row_hash {text} NOT NULL,
    "from" {text} NOT NULL, "to" {text} NOT NULL, "date" INTEGER NOT NULL, "rate" {text} NOT NULL))",
    "CREATE INDEX ledger_exchange_rates_valid ON ledger_exchange_rates (company, ledger, valid_to, valid_from)",
    R"(CREATE TABLE ledger_generation (
    id {id}, company {text} NOT NULL, ledger {text} NOT NULL, number BIGINT NOT NULL,
    published INTEGER NOT NULL, known_on INTEGER NOT NULL, published_at {text} NOT NULL, actor {text} NOT NULL,
    rows_new BIGINT NOT NULL, rows_changed BIGINT NOT NULL, rows_gone BIGINT NOT NULL, rows_same BIGINT NOT NULL,
    items_before BIGINT NOT NULL, item_keys_gone BIGINT NOT NULL, aliases BIGINT NOT NULL,
    UNIQUE (company, ledger, number)))",
    "CREATE INDEX ledger_generation_day ON ledger_generation (company, ledger, known_on, number)",
    R"(CREATE TABLE ledger_total (
    company {text} NOT NULL, ledger {text} NOT NULL, generation BIGINT NOT NULL, entity INTEGER NOT NULL,
    row_count BIGINT NOT NULL, currency {text} NOT NULL, total BIGINT NOT NULL,
    PRIMARY KEY (company, ledger, generation, entity, currency)))",
    // Which natural key an item has, by the id its ERP gives it.
    R"(CREATE TABLE item_identity (
    id {id}, company {text} NOT NULL, ledger {text} NOT NULL, valid_from BIGINT NOT NULL, valid_to BIGINT NOT NULL,
    item_key {text} NOT NULL, document_key {text} NOT NULL, erp_id {text} NOT NULL, customer_id {text} NOT NULL,
    doc_type INTEGER NOT NULL, document_number {text} NOT NULL, document_date INTEGER NOT NULL, instalment {text} NOT NULL,
    due_date INTEGER NOT NULL, currency {text} NOT NULL, amount BIGINT))",
    "CREATE INDEX item_identity_valid ON item_identity (company, ledger, valid_to, valid_from)",
    "CREATE INDEX item_identity_document ON item_identity (company, ledger, document_key)",
    "CREATE INDEX item_identity_key ON item_identity (company, ledger, item_key)",
    // new_key stands for what root_key named first.
    R"(CREATE TABLE item_alias (
    company {text} NOT NULL, ledger {text} NOT NULL, new_key {text} NOT NULL, old_key {text} NOT NULL,
    root_key {text} NOT NULL, generation BIGINT NOT NULL, PRIMARY KEY (company, ledger, new_key)))",
    R"(CREATE TABLE item_doubt (
    company {text} NOT NULL, ledger {text} NOT NULL, old_key {text} NOT NULL, candidate {text} NOT NULL,
    generation BIGINT NOT NULL, PRIMARY KEY (company, ledger, old_key, candidate, generation)))",
};

constexpr std::array<std::string_view, 2> append_only = {"item_alias", "item_doubt"};

} // namespace

const Migration ledgers_migration = {1, "ledgers", statements, append_only};

} // namespace settled::store
