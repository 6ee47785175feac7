// workload.hpp -- a generated company from a folder of CSV files, as the engines take it.
#pragma once

#include "ledger/book.hpp"
#include "matching/rules.hpp"
#include "statement/entry_book.hpp"

#include <string>

namespace settled::bench {

struct Workload {
    ledger::Book book;
    statement::EntryBook entries; // a line's id is its bank reference
};

// Columns are found by their headings, those in brackets optional, lists with ";":
//   customers.csv  customer_id, name, alias, account (a list) [tax_id]
//   items.csv      item_id, customer_id, number, date, due, amount_cents, open_cents, currency
//                  [tax_invoice_numbers, contract_number, delivery_numbers, po_number, reference, linked_document]
//   lines.csv      line_id, date, amount_cents, currency, payer_name, payer_account, remittance
// Ends the program with a sentence where one of them does not read.
Workload read_workload(const std::string& folder);

// What the smallest configuration of the contract says: a fee limit and two discount rates.
matching::Rules rules();

} // namespace settled::bench
