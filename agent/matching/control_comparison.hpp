// control_comparison.hpp -- the open items of a ledger against the control accounts of its general ledger
// (1122 应收账款, 2203 预收账款), gross, per currency, and what could explain a difference.
//
// Signs as everywhere: what the customer owes is positive, money on account and a credit balance negative.
#pragma once

#include "ledger/book.hpp"
#include "ledger/home_sum.hpp"

#include <settled/date.hpp>
#include <settled/money.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace settled::matching {

enum class ControlSide : std::uint8_t {
    receivable = 1, // what customers owe: documents, credit notes among them
    advance,        // money on account: receipt-type items
    net,            // both together; the only one where the general ledger states one balance
};
std::string_view name(ControlSide side);

// What could be behind a difference: a fact with its figure, never a proof.
enum class HintKind : std::uint8_t {
    balance_missing = 1, // the ledger states no balance of this kind
    ledger_older,        // the items were read for `date`, before the balance's day
    ledger_newer,        // … after it: items dated behind the balance's day, their sum and count
    one_item,            // one open item is the difference: `item`
    half_of_difference,  // … or half of it, as when it stands on the wrong side
    kinds_mixed,         // between receivable and advance only: their sum agrees
    documents_alone,     // the documents alone agree: money on account stands on another account
    sign_turned,         // the same figure with the other sign
    receipts_not_shown,  // approved receipts with money left, and no item shows any: their sum and count
    draft_receipts,      // unapproved: their sum and count
    other_currencies,    // open items in currencies without a balance of their own: their count
};
std::string_view name(HintKind kind);

struct ControlHint {
    HintKind kind = HintKind::one_item;
    std::int64_t amount = 0, count = 0;
    ledger::Row item = ledger::no_row;
    Date date;

    friend bool operator==(const ControlHint&, const ControlHint&) = default;
};

struct ControlRow {
    ControlSide side = ControlSide::receivable;
    Currency currency;
    std::vector<std::string_view> accounts;          // of the general ledger; views into the book
    Date as_of;                                      // of the balance, the oldest where there are several
    std::int64_t items = 0, count = 0;               // open items: sum and number
    std::optional<std::int64_t> balance, difference; // items - balance
    std::vector<ControlHint> hints;                  // of a difference or a missing balance
    bool in_home = false; // items of every currency at what the ledger says they are worth in its home currency

    bool agrees() const { return difference == 0; }
};

// One ledger of the book. A balance without a currency is in `home`. Rows by currency, then side. Where every balance is in
// `home` and `sums` states every item in it, all items are compared in it; else each currency by itself. Nothing where a sum
// goes beyond 64 bits.
std::optional<std::vector<ControlRow>> compare_control(const ledger::Book& book, std::uint16_t ledger, Currency home,
                                                       std::span<const ledger::HomeSum> sums = {});

} // namespace settled::matching
