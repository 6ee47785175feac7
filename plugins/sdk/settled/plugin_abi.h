/* plugin_abi.h -- the wall between the agent and its plugins: generation 1.
 *
 * Everything that crosses the wall is declared here, in plain C, so that a plugin built with any
 * compiler, standard library or build type can be loaded. C++ authors include plugin.hpp instead.
 *
 * Five promises hold on both sides:
 *   1. Text is UTF-8, not NUL-terminated, and borrowed: it lives until the call returns.
 *   2. Structures cross by pointer. Whoever allocated memory frees it.
 *   3. Nothing throws across the wall. A failure is a settled_code plus words in a settled_error.
 *   4. Every structure but the value types (text, amount, number, pair) begins with its size and
 *      grows only at its end; the reader uses the smaller of the two sizes and takes the rest as
 *      zero. In an array the size of the first element is the stride.
 *   5. A zeroed record is an empty record: no date is 0, no text has size 0, no currency is "".
 *
 * One instance is called by one thread at a time; several instances may run at once.
 */
/* Fields that belong together stand on one line, as a reader of the wall wants them. */
/* clang-format off */
#ifndef SETTLED_PLUGIN_ABI_H
#define SETTLED_PLUGIN_ABI_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
#include <string>
#include <string_view>
extern "C" {
#endif

/* The generation is part of the exported symbol's name, so the agent refuses a plugin of another
 * generation by reading the file, before any of the plugin's code runs. */
#define SETTLED_PLUGIN_ABI 1u
#define SETTLED_PLUGIN_SYMBOL settled_plugin_1
#define SETTLED_PLUGIN_MAGIC 0x444C5453u

#if defined(_WIN32)
#define SETTLED_EXPORT __declspec(dllexport)
#else
#define SETTLED_EXPORT __attribute__((visibility("default")))
#endif

/* ---- values: these never grow --------------------------------------------------------------- */

typedef struct settled_text {
    const char *data;
    size_t size;
#ifdef __cplusplus
    constexpr settled_text() noexcept : data(nullptr), size(0) {}
    constexpr settled_text(std::string_view text) noexcept : data(text.data()), size(text.size()) {}
    settled_text(const std::string &text) noexcept : data(text.data()), size(text.size()) {}
    constexpr settled_text(const char *text) noexcept : settled_text(std::string_view(text)) {}
    constexpr operator std::string_view() const noexcept { return {data, size}; }
#endif
} settled_text;

typedef int32_t settled_date; /* 20261120; 0 = none */

typedef struct settled_currency {
    char code[4]; /* ISO 4217, NUL-terminated; "" = none */
} settled_currency;

/* An amount in the currency of its record: 12.34 CNY is 1234, 500 JPY is 500. Where a bank wrote
 * more decimals than its currency has, finer_digits counts them: 12.345 EUR is 12345 with
 * finer_digits 1. Such an amount is shown, and never imported. Without a currency the unit is
 * 1/100. */
typedef struct settled_amount {
    int64_t minor_units;
    int32_t present; /* 0: the source says nothing; not the same as zero */
    int32_t finer_digits;
} settled_amount;

typedef struct settled_number {
    int32_t present;
    int32_t value;
} settled_number;

typedef struct settled_pair {
    settled_text key, value;
} settled_pair;

/* What the agent does next depends on the code alone; the message is for people. */
typedef enum settled_code {
    SETTLED_OK = 0,
    SETTLED_STOPPED = 1,        /* the sink or the operator said enough: not an error           */
    SETTLED_INVALID_CONFIG = 2, /* stop this job; an operator must edit the configuration       */
    SETTLED_ACCESS_DENIED = 3,  /* stop this job; credentials or rights are wrong; no retry     */
    SETTLED_UNAVAILABLE = 4,    /* back off and retry: network, timeout, lock, rate limit       */
    SETTLED_BAD_DATA = 5,       /* quarantine this file or row and go on with the next          */
    SETTLED_REJECTED = 6,       /* the other side refused for good: no such mailbox; tell finance */
    SETTLED_UNSUPPORTED = 7,    /* the plugin does not offer this                               */
    SETTLED_INTERNAL = 8        /* a bug in the plugin: disable it and report                   */
} settled_code;

typedef struct settled_error {
    uint32_t size;
    int32_t code;      /* settled_code */
    int64_t line;      /* of the input, 1 = first; 0 = does not apply */
    char message[1008]; /* NUL-terminated UTF-8, cut at a character */
} settled_error;

/* ---- what the agent lends to a plugin ------------------------------------------------------- */

typedef enum settled_log_level {
    SETTLED_LOG_DEBUG = 1, SETTLED_LOG_INFO = 2, SETTLED_LOG_WARNING = 3, SETTLED_LOG_ERROR = 4
} settled_log_level;

typedef struct settled_host {
    uint32_t size;
    uint32_t reserved;
    void *context;
    void (*log)(void *context, int32_t level, const settled_text *message);
    int32_t (*cancelled)(void *context);      /* not 0: return SETTLED_STOPPED soon */
    int64_t (*now_unix_ms)(void *context);    /* the agent's clock; a plugin never asks the system */
} settled_host;

/* Options after the agent refused unknown keys, filled defaults and resolved secrets. */
typedef struct settled_settings {
    uint32_t size;
    uint32_t count;
    const settled_pair *pairs;
} settled_settings;

/* One line of `settled check`: what was looked at, what was found. */
typedef struct settled_finding {
    uint32_t size;
    int32_t severity; /* settled_severity */
    settled_text what, found;
} settled_finding;

typedef enum settled_severity {
    SETTLED_INFO = 1, SETTLED_WARNING = 2, SETTLED_ERROR = 3
} settled_severity;

typedef struct settled_check_sink {
    uint32_t size;
    uint32_t reserved;
    void *context;
    void (*finding)(void *context, const settled_finding *finding);
} settled_check_sink;

/* ---- the ledger's canonical records --------------------------------------------------------- */
/* Ids are unique within one ledger. What the customer owes is positive; credit notes and money on
 * account are negative; receipts and bank book: money in is positive. Lists are joined with ';'. */

typedef enum settled_entity {
    SETTLED_CUSTOMERS = 1, SETTLED_OPEN_ITEMS = 2, SETTLED_RECEIPTS = 3, SETTLED_BANK_BOOK = 4,
    SETTLED_CONTROL_BALANCES = 5, SETTLED_SETTLEMENTS = 6, SETTLED_BILLS = 7, SETTLED_TERMS = 8,
    SETTLED_ADVICES = 9, SETTLED_SALES = 10, SETTLED_PLAN = 11, SETTLED_PAYABLES = 12,
    SETTLED_EXPOSURE = 13, SETTLED_EXCHANGE_RATES = 14
} settled_entity;

typedef struct settled_customer {
    uint32_t size;
    settled_currency currency;
    settled_text customer_id, name, short_name, tax_id, email, phone, contact, language, country;
    settled_amount credit_limit;
    settled_number payment_terms_days;
    settled_text grade, group, region, parent_customer_id;
    settled_number related_party; /* 1 yes, 0 no */
    settled_text salesperson_id, salesperson_name, salesperson_email, bank_accounts, updated_at;
} settled_customer;

typedef enum settled_doc_type {
    SETTLED_DOC_INVOICE = 1, SETTLED_DOC_CREDIT_NOTE = 2, SETTLED_DOC_DEBIT_NOTE = 3,
    SETTLED_DOC_RECEIPT = 4, SETTLED_DOC_OTHER = 5
} settled_doc_type;

typedef enum settled_payment_method {
    SETTLED_PAY_TRANSFER = 1, SETTLED_PAY_DIRECT_DEBIT = 2, SETTLED_PAY_CARD = 3,
    SETTLED_PAY_BILL = 4, SETTLED_PAY_OTHER = 5
} settled_payment_method;

typedef struct settled_open_item {
    uint32_t size;
    int32_t doc_type; /* settled_doc_type */
    settled_text item_id, item_id_2, item_id_3, customer_id, document_number, instalment;
    settled_date document_date, due_date;
    settled_text due_base;
    settled_number terms_days;
    settled_currency currency, home_currency;
    settled_amount amount, open_amount, home_amount, home_open_amount;
    settled_text rate, reference, tax_invoice_numbers, contract_number, delivery_numbers, po_number,
        customer_reference, linked_document, business_line, salesperson_id;
    settled_date discount_date, collection_date;
    settled_amount discount_amount;
    int32_t payment_method; /* settled_payment_method; 0 = unknown */
    settled_date invoice_delivered_on;
    settled_text assigned_to, updated_at;
} settled_open_item;

typedef enum settled_receipt_method {
    SETTLED_BY_CASH = 1, SETTLED_BY_TRANSFER = 2, SETTLED_BY_BILL = 3, SETTLED_BY_SET_OFF = 4,
    SETTLED_BY_DIRECT_DEBIT = 5, SETTLED_BY_CARD = 6
} settled_receipt_method;

typedef enum settled_receipt_state {
    SETTLED_RECEIPT_DRAFT = 1, SETTLED_RECEIPT_APPROVED = 2
} settled_receipt_state;

typedef struct settled_receipt {
    uint32_t size;
    settled_date date;
    settled_text receipt_id, customer_id;
    settled_currency currency;
    int32_t method; /* settled_receipt_method */
    settled_amount amount, open_amount;
    int32_t state; /* settled_receipt_state */
    int32_t reserved;
    settled_text bank_account, reference, item_ids, updated_at;
} settled_receipt;

typedef struct settled_bank_book_line {
    uint32_t size;
    settled_date date;
    settled_text entry_id, bank_account;
    settled_currency currency;
    int32_t reserved;
    settled_amount amount;
    settled_text counterparty, reference, updated_at;
} settled_bank_book_line;

typedef enum settled_control_includes {
    SETTLED_CONTROL_RECEIVABLE = 1, SETTLED_CONTROL_ADVANCE = 2
} settled_control_includes;

typedef struct settled_control_balance {
    uint32_t size;
    settled_date as_of;
    settled_text account;
    settled_currency currency, home_currency;
    settled_amount balance, home_balance;
    int32_t includes; /* settled_control_includes */
    int32_t reserved;
} settled_control_balance;

typedef struct settled_settlement {
    uint32_t size;
    settled_currency currency;
    settled_text item_id, receipt_id, customer_id;
    settled_date document_date, due_date, settled_on;
    int32_t reserved;
    settled_amount amount;
} settled_settlement;

typedef enum settled_bill_kind {
    SETTLED_BILL_BANK_ACCEPTANCE = 1, SETTLED_BILL_COMMERCIAL_ACCEPTANCE = 2,
    SETTLED_BILL_FINANCE_COMPANY = 3, SETTLED_BILL_E_CREDENTIAL = 4
} settled_bill_kind;

typedef enum settled_bill_status {
    SETTLED_BILL_OFFERED = 1, SETTLED_BILL_HELD = 2, SETTLED_BILL_ENDORSED = 3,
    SETTLED_BILL_DISCOUNTED = 4, SETTLED_BILL_PLEDGED = 5, SETTLED_BILL_PRESENTED = 6,
    SETTLED_BILL_COLLECTED = 7, SETTLED_BILL_REFUSED = 8, SETTLED_BILL_RETURNED = 9
} settled_bill_status;

typedef struct settled_bill {
    uint32_t size;
    int32_t kind; /* settled_bill_kind */
    settled_text bill_id, bill_number, from_customer_id, acceptor;
    settled_currency currency;
    int32_t status; /* settled_bill_status */
    settled_amount amount;
    settled_date received_date, due_date;
    settled_number recourse; /* 1 with, 0 without */
    settled_text item_ids, receipt_id, updated_at;
} settled_bill;

typedef enum settled_term_kind {
    SETTLED_TERM_ADVANCE = 1, SETTLED_TERM_DELIVERY = 2, SETTLED_TERM_ACCEPTANCE = 3,
    SETTLED_TERM_RETENTION = 4, SETTLED_TERM_INSTALMENT = 5
} settled_term_kind;

typedef enum settled_term_base {
    SETTLED_BASE_DOCUMENT = 1, SETTLED_BASE_INVOICE_DELIVERED = 2, SETTLED_BASE_ACCEPTANCE = 3,
    SETTLED_BASE_EVENT = 4
} settled_term_base;

typedef struct settled_term {
    uint32_t size;
    int32_t kind; /* settled_term_kind */
    settled_text item_id, contract_number, line;
    settled_currency currency;
    int32_t base; /* settled_term_base */
    settled_amount amount;
    settled_text percent; /* decimal text */
    settled_date base_date, due_date, event_confirmed_on;
    int32_t reserved;
    settled_number days, month_end, cut_off_day, pay_day;
} settled_term;

typedef struct settled_advice {
    uint32_t size;
    settled_date payment_date;
    settled_text advice_id, payer, reference, document_number, reason;
    settled_currency currency;
    int32_t reserved;
    settled_amount amount, paid, deduction;
} settled_advice;

typedef struct settled_sale {
    uint32_t size;
    settled_currency currency;
    settled_text period, customer_id, salesperson_id, region, business_line;
    settled_amount amount;
} settled_sale;

typedef struct settled_plan_line {
    uint32_t size;
    settled_currency currency;
    settled_text period, customer_id, salesperson_id;
    settled_amount amount;
} settled_plan_line;

typedef struct settled_payable {
    uint32_t size;
    settled_date due_date;
    settled_text vendor_id, tax_id;
    settled_currency currency;
    int32_t reserved;
    settled_amount open_amount;
} settled_payable;

typedef struct settled_exposure {
    uint32_t size;
    settled_currency currency;
    settled_text customer_id;
    settled_amount uninvoiced_deliveries, open_orders, guarantees, insured_limit;
} settled_exposure;

typedef struct settled_exchange_rate {
    uint32_t size;
    settled_date date;
    settled_currency from, to;
    settled_text rate; /* decimal text: one unit of `from` in `to` */
} settled_exchange_rate;

/* ---- kind 1: ledger -------------------------------------------------------------------------- */

typedef struct settled_sum {
    settled_currency currency;
    int32_t reserved;
    int64_t minor_units;
} settled_sum;

/* begin: the plugin is about to send this entity, however many rows. commit: it has sent `count`
 * rows whose main amounts (open_amount for open items, amount or balance elsewhere) add up to
 * `sums`, one per currency. An entity begun and not committed is thrown away with the pull. */
typedef struct settled_commit {
    uint32_t size;
    int32_t entity; /* settled_entity */
    int64_t count;
    const settled_sum *sums;
    uint32_t sum_count;
    uint32_t reserved;
} settled_commit;

typedef struct settled_ledger_sink {
    uint32_t size;
    uint32_t reserved;
    void *context;
    /* Each answers 0 to go on; anything else means return SETTLED_STOPPED at once. */
    int32_t (*begin)(void *context, int32_t entity);
    int32_t (*record)(void *context, int32_t entity, const void *record);
    int32_t (*commit)(void *context, const settled_commit *commit);
} settled_ledger_sink;

typedef struct settled_pull_request {
    uint32_t size;
    settled_date as_of;          /* the day the ledger is read for; a hint for history queries */
    settled_text changed_since;  /* the source's own watermark; empty = everything */
} settled_pull_request;

typedef struct settled_reread_request {
    uint32_t size;
    uint32_t item_count;
    const settled_text *item_ids; /* as the plugin gave them, joined with '/' where composite */
} settled_reread_request;

typedef struct settled_ledger_operations {
    uint32_t size;
    uint32_t reserved;
    void *(*open)(const settled_host *, const settled_settings *, settled_error *);
    void (*close)(void *self);
    int32_t (*check)(void *self, const settled_check_sink *, settled_error *); /* changes nothing */
    int32_t (*pull)(void *self, const settled_pull_request *, const settled_ledger_sink *, settled_error *);
    /* The named items again, right before a reminder leaves. NULL or UNSUPPORTED: the agent pulls. */
    int32_t (*reread)(void *self, const settled_reread_request *, const settled_ledger_sink *, settled_error *);
} settled_ledger_operations;

/* ---- kind 2: statement ----------------------------------------------------------------------- */

typedef enum settled_entry_status {
    SETTLED_ENTRY_BOOKED = 1,
    SETTLED_ENTRY_PENDING = 2,
    SETTLED_ENTRY_NEUTRAL = 3 /* a wallet row that moves no money of ours */
} settled_entry_status;

typedef struct settled_charge {
    uint32_t size;
    settled_currency currency;
    settled_amount amount;
    settled_number included; /* 1: already within the booked amount */
    settled_text kind;
} settled_charge;

/* One booking on the account: one :61:, one Ntry, one STMTTRN. Bank money in is positive. A batch
 * booking keeps its itemised parts in `details`, which have no details of their own. */
typedef struct settled_entry {
    uint32_t size;
    int32_t status; /* settled_entry_status */
    int64_t line;   /* of the file, 1 = first */
    settled_date booking_date, value_date;
    settled_currency currency;
    int32_t reversal; /* 1: the bank says that this takes back an earlier booking */
    settled_amount amount;
    settled_text counterparty_name, counterparty_account, counterparty_bank, ultimate_party,
        remittance, structured_reference, end_to_end_id, mandate_id, bank_reference,
        customer_reference, transaction_code, return_reason;
    settled_currency original_currency;
    int32_t reserved;
    settled_amount original_amount;
    settled_text original_rate;
    const settled_charge *charges;
    const struct settled_entry *details;
    uint32_t charge_count, detail_count;
} settled_entry;

typedef struct settled_balance {
    int32_t present;
    settled_date date;
    settled_amount amount;
} settled_balance;

typedef struct settled_statement_begin {
    uint32_t size;
    settled_currency currency;
    settled_text account, account_name, account_bank, number;
    settled_balance opening;
    int32_t interim;  /* 1: MT942, camt.052: holds reminders, never joins the book */
    int32_t details_only; /* 1: camt.054: its entries are details of booked ones */
    int64_t line;
} settled_statement_begin;

typedef struct settled_statement_end {
    uint32_t size;
    uint32_t reserved;
    settled_balance closing, closing_available;
    int64_t line;
} settled_statement_end;

typedef struct settled_diagnostic {
    uint32_t size;
    int32_t severity; /* settled_severity */
    int64_t line;
    settled_text code, message;
} settled_diagnostic;

typedef struct settled_input {
    uint32_t size;
    uint32_t reserved;
    void *context;
    int64_t (*read)(void *context, char *buffer, size_t capacity); /* 0 at the end, -1 on error */
    settled_text name; /* the file's name, for messages and for layouts that depend on it */
} settled_input;

typedef struct settled_statement_sink {
    uint32_t size;
    uint32_t reserved;
    void *context;
    int32_t (*begin)(void *context, const settled_statement_begin *);
    int32_t (*entry)(void *context, const settled_entry *);
    int32_t (*end)(void *context, const settled_statement_end *);
    int32_t (*diagnostic)(void *context, const settled_diagnostic *);
} settled_statement_sink;

typedef struct settled_statement_operations {
    uint32_t size;
    uint32_t reserved;
    void *(*open)(const settled_host *, const settled_settings *, settled_error *);
    void (*close)(void *self);
    /* How surely the head of a file (up to 16 KiB) is this family's: 0 no .. 100 certain. */
    int32_t (*sniff)(void *self, const settled_text *head, const settled_text *name);
    int32_t (*parse)(void *self, const settled_input *, const settled_statement_sink *, settled_error *);
} settled_statement_operations;

/* ---- kind 3: fetch --------------------------------------------------------------------------- */

typedef struct settled_remote_file {
    uint32_t size;
    uint32_t reserved;
    settled_text id, name, sender, owner;
    int64_t byte_count;
    int64_t modified_unix_ms;
} settled_remote_file;

typedef struct settled_file_sink {
    uint32_t size;
    uint32_t reserved;
    void *context;
    int32_t (*file)(void *context, const settled_remote_file *);
} settled_file_sink;

typedef struct settled_byte_sink {
    uint32_t size;
    uint32_t reserved;
    void *context;
    int32_t (*bytes)(void *context, const settled_text *bytes); /* not text: any bytes */
} settled_byte_sink;

typedef enum settled_disposal {
    SETTLED_FILE_IMPORTED = 1, SETTLED_FILE_REFUSED = 2
} settled_disposal;

typedef struct settled_dispose_request {
    uint32_t size;
    int32_t disposal; /* settled_disposal */
    settled_text id, sha256_hex, reason; /* reason: for people, when refused */
} settled_dispose_request;

typedef struct settled_fetch_operations {
    uint32_t size;
    uint32_t reserved;
    void *(*open)(const settled_host *, const settled_settings *, settled_error *);
    void (*close)(void *self);
    int32_t (*check)(void *self, const settled_check_sink *, settled_error *);
    int32_t (*list)(void *self, const settled_file_sink *, settled_error *);
    int32_t (*read)(void *self, const settled_text *id, const settled_byte_sink *, settled_error *);
    /* Called only after the agent has stored what the file held (or why it was refused). */
    int32_t (*dispose)(void *self, const settled_dispose_request *, settled_error *);
} settled_fetch_operations;

/* ---- kind 4: notify -------------------------------------------------------------------------- */

typedef struct settled_message {
    uint32_t size;
    uint32_t recipient_count;
    settled_text key;                   /* one message, for ever; the Message-ID is made of it */
    settled_text sender;                /* bare address */
    const settled_text *recipients;     /* bare addresses or numbers */
    settled_text content;               /* mail: the whole RFC 5322 message; else the text */
    settled_text template_name;         /* SMS and chat: the letter's name */
    const settled_pair *parameters;
    uint32_t parameter_count;
    uint32_t reserved;
} settled_message;

/* Called immediately before the message can count as delivered (SMTP: before the final dot; HTTP:
 * before the request). 0: go on. Anything else: the agent could not record it; do not send, return
 * SETTLED_STOPPED. */
typedef struct settled_hand_over {
    uint32_t size;
    uint32_t reserved;
    void *context;
    int32_t (*hand_over)(void *context);
} settled_hand_over;

typedef struct settled_send_outcome {
    uint32_t size;
    int32_t reply_code;        /* the server's own: 250, 450, 550 */
    int32_t retry_after_seconds;
    int32_t after_hand_over;   /* 1: failed after hand_over, so nobody can know */
    char provider_id[120];     /* NUL-terminated */
} settled_send_outcome;

typedef struct settled_notify_operations {
    uint32_t size;
    uint32_t reserved;
    void *(*open)(const settled_host *, const settled_settings *, settled_error *);
    void (*close)(void *self);
    int32_t (*check)(void *self, const settled_check_sink *, settled_error *);
    int32_t (*send)(void *self, const settled_message *, const settled_hand_over *, settled_send_outcome *, settled_error *);
    /* Did the message of this key arrive? 1 yes, 0 no, -1 cannot tell. NULL: cannot tell. */
    int32_t (*look_up)(void *self, const settled_text *key, settled_error *);
} settled_notify_operations;

/* ---- kind 5: feedback ------------------------------------------------------------------------ */

typedef enum settled_feedback_kind {
    SETTLED_FEEDBACK_DELIVERED = 1, SETTLED_FEEDBACK_FAILED = 2, SETTLED_FEEDBACK_DELAYED = 3,
    SETTLED_FEEDBACK_ANSWERED = 4, SETTLED_FEEDBACK_OPTED_OUT = 5, SETTLED_FEEDBACK_AUTOMATIC = 6
} settled_feedback_kind;

typedef struct settled_feedback_event {
    uint32_t size;
    int32_t kind; /* settled_feedback_kind */
    settled_text id, message_key, provider_id, address, text;
    int64_t at_unix_ms;
} settled_feedback_event;

typedef struct settled_feedback_sink {
    uint32_t size;
    uint32_t reserved;
    void *context;
    int32_t (*event)(void *context, const settled_feedback_event *);
} settled_feedback_sink;

typedef struct settled_feedback_operations {
    uint32_t size;
    uint32_t reserved;
    void *(*open)(const settled_host *, const settled_settings *, settled_error *);
    void (*close)(void *self);
    int32_t (*check)(void *self, const settled_check_sink *, settled_error *);
    int32_t (*poll)(void *self, const settled_feedback_sink *, settled_error *);
    int32_t (*acknowledge)(void *self, const settled_text *id, settled_error *); /* it is stored */
} settled_feedback_operations;

/* ---- what a plugin exports ------------------------------------------------------------------- */

typedef enum settled_option_flags {
    SETTLED_OPTIONAL = 0,
    SETTLED_REQUIRED = 1,
    SETTLED_SECRET = 2 /* may be written secret:NAME; never logged, never printed */
} settled_option_flags;

/* Options are data, so the agent can refuse a misspelt key, print a sample and write the manual
 * without constructing anything. A key that ends in ".*" takes a table: "parameters.*". */
typedef struct settled_option {
    uint32_t size;
    uint32_t flags; /* settled_option_flags */
    const char *key, *fallback, *help_en, *help_zh;
} settled_option;

typedef enum settled_kind {
    SETTLED_KIND_LEDGER = 1, SETTLED_KIND_STATEMENT = 2, SETTLED_KIND_FETCH = 3,
    SETTLED_KIND_NOTIFY = 4, SETTLED_KIND_FEEDBACK = 5
} settled_kind;

typedef struct settled_plugin {
    uint32_t magic, abi, size, kind; /* these four never move, in any generation */
    const char *name, *version, *summary_en, *summary_zh;
    const settled_option *options;
    size_t option_count;
    const void *operations; /* the table of its kind */
} settled_plugin;

#ifdef __cplusplus
}
#endif
#endif
