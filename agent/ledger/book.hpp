// book.hpp -- what the ERPs of one company say on one day: customers, open items, receipts, bank
// book, control balances. A value, read once from the store, shared by every engine.
//
// Rows are fixed-size and name each other by row number; text lies in the arena. Signs: what the
// customer owes is positive; credit notes and money on account are negative open items; receipts
// and bank book lines count money in as positive. Receipts are evidence of booking, never summed.
#pragma once

#include "ledger/book_rows.hpp"
#include "ledger/handling.hpp"
#include "ledger/place_table.hpp"
#include "ledger/text_arena.hpp"

#include <settled/date.hpp>
#include <settled/money.hpp>

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace settled::ledger {

struct Book {
    std::string company;
    Date as_of;
    TextArena text;
    std::vector<LedgerRow> ledgers;
    std::vector<CustomerRow> customers;
    std::vector<ItemRow> items;
    std::vector<HandlingRow> handlings = std::vector<HandlingRow>(1); // the first: the ledger says nothing
    std::vector<ReceiptRow> receipts;
    std::vector<BankBookRow> bank_book;
    std::vector<ControlBalanceRow> control_balances;
    std::vector<BillRow> bills;
    std::vector<PayableRow> payables;
    std::vector<AdviceRow> advices;
    std::vector<TermRow> terms;

    std::string_view operator[](TextRef reference) const { return text[reference]; }
    std::span<const TermRow> terms_of(Row item) const;
    const CustomerRow& customer_of(const ItemRow& item) const { return customers[item.customer]; }
    const HandlingRow& handling_of(const ItemRow& item) const { return handlings[item.handling]; }
    // The item's own from now on, to be changed; good until the next.
    HandlingRow& own_handling(Row item);
    const LedgerRow& ledger_of(const CustomerRow& customer) const { return ledgers[customer.ledger]; }
    // "u8:C001", the name by which a customer or item is spoken of where several ledgers meet.
    std::string qualified(const CustomerRow& customer) const;
    std::string qualified_id(const ItemRow& item) const;
};

// Finds rows by the names people and stored decisions use. Built once per run; the book must outlive it unchanged.
class BookIndex {
  public:
    explicit BookIndex(const Book& book);

    Row item_by_key(std::string_view ledger, std::string_view key) const;
    Row customer(std::string_view ledger, std::string_view id) const;

  private:
    const Book* book_;
    PlaceTable items_by_key_, customers_; // by ledger and name
};

} // namespace settled::ledger
