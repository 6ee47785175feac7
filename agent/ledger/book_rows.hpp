// book_rows.hpp -- what one line of a book holds: of a ledger, a customer, an item, a receipt and so on.
//
// Fixed-size; a text is a reference into the book's arena, another row its number.
#pragma once

#include "ledger/text_arena.hpp"

#include <settled/date.hpp>
#include <settled/money.hpp>

#include <cstdint>
#include <limits>
#include <string>

namespace settled::ledger {

using Row = std::uint32_t;
inline constexpr Row no_row = std::numeric_limits<Row>::max();

struct LedgerRow {
    std::string name; // "u8"
    std::int64_t generation = 0;
    Date known_on;    // the day this generation was read for
    Date opening_day; // entries before it settle only against a quoted number
};

struct CustomerRow {
    TextRef id, name, short_name, tax_id, bank_accounts, email, phone, contact, language, country, group, grade, region,
        salesperson_id, salesperson_name, salesperson_email, parent_id;
    std::int64_t credit_limit = -1;       // minor units of its currency; -1: the ledger does not say
    std::int32_t payment_terms_days = -1; // -1: the ledger does not say
    std::uint16_t ledger = 0;             // in Book::ledgers
    Currency currency;
    bool related_party = false;
    bool unlisted = false; // only its open items name it: the ledger gave no such customer
};

struct ItemRow {
    // What an engine asks of every item it touches stands first: together, so that it is in one line of the processor's
    // cache. Of a million items looked at in no order, a second line of each is a wait of its own.
    Row customer = no_row;
    Currency currency;
    std::uint8_t doc_type = 0; // settled_doc_type
    TextRef document_number, id;
    std::int64_t amount = 0;      // as issued
    std::int64_t open_amount = 0; // what the ERP still shows
    Date document_date, due_date;

    TextRef tax_invoice_numbers, contract_number, delivery_numbers, po_number, reference, customer_reference, linked_document;
    TextRef key;                // natural and stable over pulls: see item_key.hpp
    std::uint32_t handling = 0; // in Book::handlings

    void fetch() const { // has the processor bring what stands first, for whoever asks a little later
        __builtin_prefetch(&customer);
        __builtin_prefetch(&due_date); // of every other row in the next line
    }
};

struct ReceiptRow {
    TextRef id, bank_account, reference, item_ids;
    std::int64_t amount = 0;
    std::int64_t open_amount = 0;
    Date date;
    Row customer = no_row;
    Currency currency;
    std::uint16_t ledger = 0;
    std::uint8_t method = 0; // settled_receipt_method
    std::uint8_t state = 0;  // settled_receipt_state
    bool has_open_amount = false;
};

struct BankBookRow {
    TextRef id, bank_account, counterparty, reference;
    std::int64_t amount = 0;
    Date date;
    Currency currency;
    std::uint16_t ledger = 0;
};

struct ControlBalanceRow {
    TextRef account;
    std::int64_t balance = 0;
    Date as_of;
    Currency currency;
    std::uint16_t ledger = 0;
    std::uint8_t includes = 0; // settled_control_includes
};

struct BillRow {
    TextRef id, number, item_ids, receipt_id;
    std::int64_t amount = 0;
    Date received_date, due_date;
    Row customer = no_row;
    Currency currency;
    std::uint8_t kind = 0, status = 0; // settled_bill_kind, settled_bill_status
};

// One line of an item's payment terms (milestones, instalments, retention). Lines of a contract stand once for each of
// its items. In order of item, then as the ledger gave them.
struct TermRow {
    Row item = no_row;
    TextRef line, percent;    // percent: decimal text; empty where the line names an amount
    std::int64_t amount = -1; // -1: none
    Date base_date, due_date, event_confirmed_on;
    std::int32_t days = 0, month_end = 0, cut_off_day = 0, pay_day = 0; // 0: none
    std::uint8_t kind = 0, base = 0;                                    // settled_term_kind, settled_term_base
    bool of_contract = false;
};

// What we owe a vendor who may be a customer too. Positive: we owe.
struct PayableRow {
    TextRef vendor_id, tax_id;
    std::int64_t open_amount = 0;
    Date due_date;
    Currency currency;
    std::uint16_t ledger = 0;
};

// One line of a remittance advice: what a payer says, apart from the payment, that it pays. The lines of one advice have its id.
struct AdviceRow {
    TextRef id, payer, reference, document_number, reason;
    std::int64_t amount = 0; // of the whole payment; 0 where it is not said
    std::int64_t paid = 0;   // of this document; negative for a credit note
    std::int64_t deduction = 0;
    Date payment_date;
    Currency currency;
    std::uint16_t ledger = 0;
};

} // namespace settled::ledger
