// statement.hpp -- a bank statement as a file told it: owned values, before the book knows them.
//
// Bank money in is positive. An entry is one booking on the account; a batch keeps its itemised
// parts in `details`.
#pragma once

#include <settled/date.hpp>
#include <settled/money.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace settled::statement {

enum class EntryStatus : std::uint8_t { booked = 1, pending = 2, neutral = 3 };
std::string_view name(EntryStatus status); // "booked", "pending", "neutral"

struct Amount {
    std::int64_t minor_units = 0;
    int finer_digits = 0; // more decimals than the currency has: shown, never imported

    friend bool operator==(const Amount&, const Amount&) = default;
};

struct Charge {
    Amount amount;
    Currency currency;
    std::optional<bool> included;
    std::string kind;
};

struct Original {
    Amount amount;
    Currency currency;
    std::string rate; // decimal text
};

struct Entry {
    std::int64_t line = 0; // of the file
    EntryStatus status = EntryStatus::booked;
    Date booking_date, value_date;
    Currency currency;
    Amount amount;
    bool reversal = false;
    std::string counterparty_name, counterparty_account, counterparty_bank, ultimate_party, remittance, structured_reference,
        end_to_end_id, mandate_id, bank_reference, customer_reference, transaction_code, return_reason;
    std::optional<Original> original;
    std::vector<Charge> charges;
    std::vector<Entry> details;
};

struct Balance {
    Date date;
    Amount amount;
};

struct Statement {
    std::string account, account_name, number;
    Currency currency;
    std::optional<Balance> opening, closing;
    bool interim = false;      // MT942, camt.052: holds reminders, never joins the book
    bool details_only = false; // camt.054
    std::int64_t line = 0;
    std::vector<Entry> entries;
};

enum class Severity : std::uint8_t { info = 1, warning = 2, error = 3 };

struct Diagnostic {
    Severity severity = Severity::warning;
    std::int64_t line = 0;
    std::string code, message;
};

} // namespace settled::statement
