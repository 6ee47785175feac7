// position.hpp -- what a customer still owes on one item, counting every payment exactly once.
//
// position = the ERP's open amount − money at the bank that the ERP's figures do not carry yet −
// unapproved receipts − bills received − its share of credits that belong to it. Nothing here
// guesses: where it cannot be told, `doubtful` is set, the position is what the facts prove and
// `for_dunning` the lower amount, so that nobody who may have paid is reminded.
#pragma once

#include "ledger/book.hpp"

#include <settled/money.hpp>
#include <settled/result.hpp>

#include <cstdint>
#include <vector>

namespace settled::ledger {

// The part of a decided bank entry that the ERP's figures do not carry.
struct MatchedMoney {
    Row customer = no_row;
    Row item = no_row; // no_row: on the customer's account
    Currency currency;
    std::int64_t amount = 0;         // not booked, as far as the facts prove; negative: booked, but returned since
    std::int64_t amount_at_most = 0; // … and at most; more than `amount` where it cannot be told
    std::int64_t entry = 0;          // the bank entry's number
};

// A receipt-type open item is the money of an entry that we allocated: it belongs to our item.
struct CreditShare {
    Row item = no_row;
    Row credit = no_row; // the receipt-type item
    std::int64_t amount = 0;
    std::int64_t entry = 0;
};

struct KnownMoney {
    std::vector<MatchedMoney> matched;
    std::vector<CreditShare> shares;
    std::vector<Row> paired_receipts;   // receipts that are the money of a bank entry: not counted again
    std::vector<Row> applied_elsewhere; // items that wait for a person: never reminded
};

enum class PositionReason : std::uint8_t {
    matched_not_booked = 1, // money at the bank; `entry`
    draft_receipt,          // the ERP has an unapproved receipt; `source` in Book::receipts
    receipt_not_shown,      // approved, neither applied nor an open item; lowers `for_dunning` only
    bill_held,              // `source` in Book::bills
    linked_credit,          // a credit note of this very invoice; `source` in Book::items
    money_on_account,       // a receipt item that stands for an entry we allocated here; `source` in Book::items
    given_to_item,          // of a credit: what an item has taken of it (raises the credit towards zero)
    over_the_open_amount,   // more was matched than is open: stands on the customer's account instead
    returned,               // the bank took back money that the ERP's figures still carry (raises the position)
};

struct PositionPart {
    PositionReason reason = PositionReason::matched_not_booked;
    std::int64_t amount = 0; // always positive; every reason but the last three lowers the position
    Row source = no_row;
    std::int64_t entry = 0;
    bool doubtful = false; // counted for dunning only
};

struct ItemPosition {
    std::int64_t erp_open = 0;
    std::int64_t position = 0;
    std::int64_t for_dunning = 0; // position, or less where it is doubtful
    bool doubtful = false;
    bool applied_elsewhere = false;
    std::vector<PositionPart> parts; // position = erp_open − the certain parts that lower + those that raise
};

// One customer in one currency.
struct CustomerPosition {
    Row customer = no_row;
    Currency currency;
    std::int64_t total = 0;              // of all item positions, less `on_account`
    std::int64_t on_account = 0;         // money at the bank (or unapproved) that belongs to no item
    std::int64_t on_account_at_most = 0; // … and what may belong to it besides
    std::int64_t unlinked_credits = 0;   // positive: credit notes and receipt items that belong to no item
    bool doubtful = false;
};

struct Positions {
    std::vector<ItemPosition> items;         // by row of Book::items
    std::vector<CustomerPosition> customers; // by customer row, then currency

    const CustomerPosition* find(Row customer, Currency currency) const;
};

// BAD_DATA with the item's or customer's name where a sum does not fit 64 bits.
Result<Positions> positions(const Book& book, const KnownMoney& money);

} // namespace settled::ledger
