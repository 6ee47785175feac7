// book.hpp -- what the ERPs of one company say on one day: customers, open items, receipts, bank
// book, control balances. A value, read once from the store, shared by every engine.
//
// Rows are fixed-size and name each other by row number; text lies in the arena. Signs: what the
// customer owes is positive; credit notes and money on account are negative open items; receipts
// and bank book lines count money in as positive. Receipts are evidence of booking, never summed.
#pragma once

#include "ledger/text_arena.hpp"

#include <settled/date.hpp>
#include <settled/money.hpp>

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

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
    std::int32_t payment_terms_days = -1; // -1: the ledger does not say
    std::uint16_t ledger = 0;             // in Book::ledgers
    Currency currency;
    bool related_party = false;
    bool unlisted = false; // only its open items name it: the ledger gave no such customer
};

struct ItemRow {
    TextRef key; // natural and stable over pulls: see item_key.hpp
    TextRef id, document_number, instalment, reference, tax_invoice_numbers, contract_number, delivery_numbers, po_number,
        customer_reference, linked_document, salesperson_id, business_line, assigned_to;
    std::int64_t amount = 0;      // as issued
    std::int64_t open_amount = 0; // what the ERP still shows
    std::int64_t discount_amount = 0;
    Date document_date, due_date, discount_date, collection_date;
    std::int32_t terms_days = -1; // of this document; -1: the ledger does not say
    Row customer = no_row;
    Currency currency;
    std::uint8_t doc_type = 0;       // settled_doc_type
    std::uint8_t payment_method = 0; // settled_payment_method
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

// What we owe a vendor who may be a customer too. Positive: we owe.
struct PayableRow {
    TextRef vendor_id, tax_id;
    std::int64_t open_amount = 0;
    Date due_date;
    Currency currency;
    std::uint16_t ledger = 0;
};

struct Book {
    std::string company;
    Date as_of;
    TextArena text;
    std::vector<LedgerRow> ledgers;
    std::vector<CustomerRow> customers;
    std::vector<ItemRow> items;
    std::vector<ReceiptRow> receipts;
    std::vector<BankBookRow> bank_book;
    std::vector<ControlBalanceRow> control_balances;
    std::vector<BillRow> bills;
    std::vector<PayableRow> payables;

    std::string_view operator[](TextRef reference) const { return text[reference]; }
    const CustomerRow& customer_of(const ItemRow& item) const { return customers[item.customer]; }
    const LedgerRow& ledger_of(const CustomerRow& customer) const { return ledgers[customer.ledger]; }
    // "u8:C001", the name by which a customer or item is spoken of where several ledgers meet.
    std::string qualified(const CustomerRow& customer) const;
    std::string qualified_id(const ItemRow& item) const;
};

// Finds rows by the names people and stored decisions use. Built once per run.
class BookIndex {
  public:
    explicit BookIndex(const Book& book);

    Row item_by_key(std::string_view ledger, std::string_view key) const;
    Row item_by_id(std::string_view ledger, std::string_view id) const;
    Row customer(std::string_view ledger, std::string_view id) const;

  private:
    std::unordered_map<std::string, Row> items_by_key_, items_by_id_, customers_;
};

} // namespace settled::ledger
