// pairing.hpp -- which receipt, receipt-type open item or bank-book line of the ERP is the same money
// as a bank entry.
//
// By reference; else by customer, amount, account and a date within five working days; else, where
// the customer is not known, only if amount and days leave exactly one of each. One to one.
#pragma once

#include "ledger/book.hpp"
#include "matching/match.hpp"
#include "statement/entry_book.hpp"

#include <settled/date.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace settled::matching {

struct Witness { // of one entry, in the ERP
    Row receipt = no_row;
    Row receipt_item = no_row; // the open item that shows (what is left of) the receipt
    Row bank_book_line = no_row;
    bool by_reference = false;

    bool any() const { return receipt != no_row || receipt_item != no_row; }
};

class Pairing {
  public:
    Pairing(const ledger::Book& book, const statement::EntryBook& entries);

    // `customers`: whose money an entry is, by entry row; no_row where that is not known. Entries and
    // receipts that are paired already stay so; call again when more customers are known.
    void pair(std::span<const Row> customers);
    // Only entries whose customer is known.
    void pair_known(std::span<const Row> customers);

    const Witness& of(Row entry) const { return witnesses_.empty() ? none_ : witnesses_[entry]; }
    bool any() const; // is anything of the ERP paired, a bank-book line too?
    // The ledger's receipts reach back to this day: one that is missing was taken back, not left out.
    bool receipts_cover(std::uint16_t ledger, Date day) const;

  private:
    struct Money { // a receipt, or a receipt-type open item
        Row row = no_row;
        Date date;
        bool is_item = false;
    };
    using Buckets = std::unordered_map<std::uint64_t, std::vector<Money>>;

    void collect();
    bool usable(Row entry) const;
    bool account_fits(Row entry, ledger::TextRef bank_account) const;
    bool free(const Money& money) const;
    bool fits(Row entry, const Money& money) const;
    void join(Row entry, const Money& money, bool by_reference);
    void by_reference();
    void by_customer(std::span<const Row> customers, bool items);
    void by_amount_alone(std::span<const Row> customers);
    void show_receipts();
    void bank_book_lines();
    Date day_of(Row entry) const;

    const ledger::Book& book_;
    const statement::EntryBook& entries_;
    std::vector<Witness> witnesses_; // by entry; empty where the ledger has nothing that could be one
    Witness none_;
    std::vector<bool> receipt_used_, item_used_, line_used_;
    Buckets of_customer_, item_of_customer_, of_amount_;
    std::unordered_map<std::string, std::vector<Row>> by_reference_; // receipts
    std::vector<Date> first_receipt_;                                // by ledger
};

// The day `days` working days (Monday to Friday) later; negative: earlier.
Date plus_working_days(Date day, int days);

} // namespace settled::matching
