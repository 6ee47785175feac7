// layout.hpp -- how one bank (or wallet) writes its delimited statements, as data.
//
// A layout is a TOML file in config/banks. It says under which headings the fields stand, how amounts
// and days are written, and where the account is named; README.md documents every key.
#pragma once

#include <settled/money.hpp>

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace settled::csv {

enum class Field : std::size_t {
    account,
    currency,
    booking_date,
    value_date,
    amount,   // signed, or a magnitude beside `direction`
    money_in, // two columns instead of one
    money_out,
    direction,
    balance, // after the entry
    opening,
    closing,
    status,
    counterparty_name,
    counterparty_account,
    counterparty_bank,
    remittance, // several columns are joined in order
    structured_reference,
    end_to_end_id,
    mandate_id,
    bank_reference,
    customer_reference,
    transaction_code,
    fee,
    original_amount,
    original_currency,
    rate,
    count
};

inline constexpr std::size_t field_count = static_cast<std::size_t>(Field::count);
std::string_view name(Field field);
std::optional<Field> field_named(std::string_view name);

using Words = std::vector<std::string>;

struct Layout {
    std::string name;
    std::string encoding; // where the bytes cannot tell; used when the source names this layout
    char delimiter = ',';
    Words header;                           // headings that must all stand in the header line; empty: the table has none
    std::array<Words, field_count> columns; // headings; the first filled cell counts, for remittance all of them in order

    Words date_patterns; // as formats/date_text reads them, tried in turn
    std::string decimal_marks = ".", grouping_marks = ",";
    Words amount_prefixes;        // "¥", "CNY": dropped in front of a number
    Words amount_nothing;         // "-", "/": no amount
    bool positive_is_out = false; // card statements: what was spent is positive
    bool out_has_minus = false;   // money_out cells carry a minus already; else a minus there is money back

    Words direction_in, direction_out, direction_neutral;
    Words status_pending, status_neutral, status_skipped;

    bool newest_first = false;
    Words end_at; // a first cell that begins so ends the table: totals, signatures

    std::string account; // of every row
    Currency currency;
    Words account_after, currency_after, opening_after, closing_after; // labels in the lines above the table

    const Words& of(Field field) const { return columns[static_cast<std::size_t>(field)]; }
};

} // namespace settled::csv
