// balance.hpp -- :60a:, :62a:, :64: balances, :34F: floor limits and :90a: sums: mark, day, currency, amount.
#pragma once

#include <formats/decimal_text.hpp>
#include <settled/date.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace settled::mt940 {

struct Balance {
    std::optional<Date> date; // nothing when the bank wrote a day that does not exist, or none
    std::string impossible_date;
    Currency currency; // none where the bank left it out
    std::string amount_text;
    formats::DecimalAmount amount; // signed: a debit balance is negative
    bool whole = true;             // false: something that is no amount follows the amount
};

// "C160301EUR1194,00". The currency may be missing; a day that does not exist is clamped to its month's
// end or left out, and kept in impossible_date. BAD_DATA when mark or amount cannot be read.
// `currency` is the one of the statement, for balances that name none.
Result<Balance> parse_balance(std::string_view text, Currency currency);

struct FloorLimit { // :34F:
    Currency currency;
};
Result<FloorLimit> parse_floor_limit(std::string_view text); // "EURD0,00", "PLN0,", "GBPC0"

struct SumOfEntries { // :90D:, :90C:
    std::int64_t count = 0;
    Currency currency;
    formats::DecimalAmount amount;
};
Result<SumOfEntries> parse_sum(std::string_view text); // "2PLN186,33"

// The amount at the front of the text, with comma or dot; takes it off. Where both stand the first is
// for thousands. BAD_DATA when there is none.
Result<formats::DecimalAmount> take_amount(std::string_view& text, Currency currency);

// Three capital letters at the front, taken off; none when there are none.
Currency take_currency(std::string_view& text);

} // namespace settled::mt940
