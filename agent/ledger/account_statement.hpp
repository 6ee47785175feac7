// account_statement.hpp -- a customer's account in one currency from one day to another: what it opened with, every posting,
// what it closed with (往来对账单).
//
// A ledger tells what is open now, and documents and receipts by their dates. What it does not tell (a discount, a write-off,
// a receipt that it does not list) is seen by reading it twice: what is open, less everything listed, should stay the same;
// what it changed by between two readings was settled without a posting of its own. So opening + lines = closing, always, and
// no figure is made up: a day before which the ledger was never read, and to which no history reaches, has no opening balance.
#pragma once

#include <settled/date.hpp>
#include <settled/result.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace settled::ledger {

enum class PostingKind : std::uint8_t {
    invoice = 1,
    debit_note,
    credit_note, // 红字发票
    other_document,
    receipt,
    bill,      // a receipt by bill of exchange (承兑汇票)
    set_off,   // a receipt by set-off (往来对冲)
    reduction, // settled without money: discount, write-off, difference; the history of settlements says it
    unlisted,  // what is open changed by it, and no document, receipt or settlement says why
};
std::string_view name(PostingKind kind); // "credit_note"

struct AccountPosting {
    PostingKind kind = PostingKind::invoice;
    Date date, due_date;
    std::int64_t amount = 0; // positive: the customer owes more
    std::string number, text;

    friend bool operator==(const AccountPosting&, const AccountPosting&) = default;
};

// What the ledger said when it was read: the sum of what was open, and every posting that it had told of up to then.
struct AccountReading {
    Date known_on;
    std::int64_t balance = 0;
    std::vector<AccountPosting> postings;
};

struct AccountStatementInput {
    Date from, to;
    AccountReading latest;
    std::optional<AccountReading> before, at_end; // at the end of the day before `from`, and of `to`
    Date history_from; // the ledger lists whatever was settled from this day on; none: it lists no settlements
};

struct AccountLine {
    AccountPosting posting;
    std::optional<std::int64_t> balance; // after it; none where there is no opening balance
};

struct AccountStatement {
    Date from, to, known_on;
    std::optional<std::int64_t> opening, closing; // none: the ledger has no history for it
    std::vector<AccountLine> lines;               // by date; what is unlisted stands last
};

// BAD_DATA where a sum does not fit 64 bits.
Result<AccountStatement> account_statement(const AccountStatementInput& input);

} // namespace settled::ledger
