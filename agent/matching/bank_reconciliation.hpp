// bank_reconciliation.hpp -- the bank's statement and the bank book of one account on one day: what the one
// has and the other has not, and whether both, adjusted by it, say the same (银行存款余额调节表).
//
// Equal adjusted balances are necessary, never proof: where a balance is missing, the statements leave a
// gap, or something has been on its way too long, the two do not agree and it is said why. Nothing may be
// booked from this statement.
#pragma once

#include "matching/bank_balance.hpp"
#include "matching/two_sided.hpp"

#include <settled/date.hpp>
#include <settled/money.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace settled::matching {

inline constexpr int days_in_transit_max = 90; // older items are a sign of fraud or of an error; a stricter one may be asked for
inline constexpr int days_bank_to_book = 10;   // between the bank's day and the book's, for one amount without a number

struct BookBalance { // of the ledger account, at the end of a day
    std::int64_t amount = 0;
    Date day;
    std::int64_t lines =
        0; // older ones of the book that it was added up from and that are not looked at; 0: the ledger states it
};

struct BankReconciliationInput {
    Date day;
    std::span<const two_sided::Line> bank, book;                   // of any day: later ones tell when an item cleared
    std::span<const std::vector<two_sided::Line>> bank_parts = {}; // of a batch booking, by bank line; may be empty
    std::span<const StatedBalances> statements;
    std::optional<BookBalance> book_balance; // none: the book's lines since its beginning add up to it
    Date book_known_on;                      // the day for which the ledger was read
    int working_days_uncovered = 0;          // after the last statement, up to the day
    bool book_is_shared = false;             // other bank accounts stand on the same ledger account
    int days_in_transit_max = matching::days_in_transit_max;
};

// What stands on one side only, and which side's balance it adjusts.
enum class Transit : std::uint8_t {
    bank_received = 1, // 银行已收、企业未收: raises the book
    bank_paid,         // 银行已付、企业未付: lowers the book
    booked_received,   // 企业已收、银行未收: raises the bank
    booked_paid,       // 企业已付、银行未付: lowers the bank
};
std::string_view name(Transit transit); // "bank_received"

struct ItemInTransit {
    Transit transit = Transit::bank_received;
    std::uint32_t line = 0;  // in `bank` or `book`
    std::int64_t amount = 0; // as in its line, signed
    int age_days = 0;        // of the oldest line that it could be
    bool one_of_several = false;
    Date cleared_on; // known later; none: still on its way

    friend bool operator==(const ItemInTransit&, const ItemInTransit&) = default;
};

enum class DoubtKind : std::uint8_t {
    bank_balance_missing = 1,
    bank_balance_not_stated, // entries after the last closing balance: count, from
    bank_ends_before,        // the statements' last day: to; working days behind it: count
    bank_gap,                // from, to, amount
    book_balance_missing,
    book_ends_before,         // the day for which the ledger was read: to
    book_shared,              // lines of several bank accounts cannot be told apart
    adjusted_balances_differ, // amount
    item_too_old,             // count, days: of the oldest
    sums_not_searched,        // too many lines are open
};
std::string_view name(DoubtKind kind); // "bank_gap"

struct Doubt {
    DoubtKind kind = DoubtKind::bank_balance_missing;
    Date from, to;
    std::int64_t amount = 0;
    std::int64_t count = 0;
    int days = 0;

    friend bool operator==(const Doubt&, const Doubt&) = default;
};

struct BankReconciliation {
    std::optional<std::int64_t> bank_balance, book_balance, bank_adjusted, book_adjusted;
    BankBalance bank;                 // how far the statements prove it
    bool book_balance_is_sum = false; // of the book's lines: the ledger states none
    std::vector<ItemInTransit> items; // by kind, oldest first
    // Lines of the side that reaches further back, from before the other's first day: part of that one's
    // opening balance. Their number and sum.
    std::int64_t carried_count = 0, carried_amount = 0;
    std::int64_t pairs = 0;
    std::vector<Doubt> doubts;

    bool agrees() const { return doubts.empty(); }
    std::int64_t sum(Transit transit) const; // not negative
};

// The bank's money in and the book's debit are positive. Sums beyond 64 bits leave the adjusted balances missing.
BankReconciliation reconcile_bank(const BankReconciliationInput& input);

} // namespace settled::matching
