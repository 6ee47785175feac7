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
    payer_name, // whichever of payer and payee is not the owner of the account is the counterparty
    payer_account,
    payer_bank,
    payee_name,
    payee_account,
    payee_bank,
    kind, // whose words tell a refund, a fee, a withdrawal
    count
};

inline constexpr std::size_t field_count = static_cast<std::size_t>(Field::count);
std::string_view name(Field field);
std::optional<Field> field_named(std::string_view name);

// Of a table without a header: "1" is the first column, index 0.
std::optional<std::size_t> position_of(std::string_view number);

using Words = std::vector<std::string>;

// What a minus in a money_out cell says.
enum class OutSign {
    back, // money came back
    own,  // nothing new: whatever went out carries it
    any   // nothing at all: the cell is a magnitude
};

struct Layout {
    std::string name;
    std::string encoding; // where the bytes cannot tell; used when the source names this layout
    char delimiter = ',';
    Words header;          // must all stand in the header line, "a|b": one of them; empty: it has none
    std::size_t width = 0; // of a table without a header: how many cells a row has
    std::array<Words, field_count>
        columns; // headings (numbers from 1 without a header); the first filled cell counts, for remittance all of them in order

    Words date_patterns; // as formats/date_text reads them, tried in turn
    std::string decimal_marks = ".", grouping_marks = ",";
    Words amount_prefixes;        // "¥", "CNY": dropped in front of a number
    Words amount_nothing;         // "-", "/": no amount
    bool positive_is_out = false; // card statements: what was spent is positive
    bool magnitude = false;       // the sign of amount says nothing, the direction does
    OutSign out_sign = OutSign::back;
    bool fee_beside = false; // the fee is taken beside the amount, not within it
    Words amount_cut_at;     // what stands behind a number: "131.77(已退款89.84)"

    Words direction_in, direction_out, direction_neutral;
    Words status_pending, status_neutral, status_skipped;
    Words kind_refund, kind_fee, kind_withdrawal; // words within the cells of `kind`

    bool newest_first = false;
    Words end_at; // a first cell that begins or ends so is of totals or signatures

    std::string account; // of every row
    Currency currency;
    Words account_after, currency_after, opening_after, closing_after; // labels in the lines above the table

    const Words& of(Field field) const { return columns[static_cast<std::size_t>(field)]; }
};

} // namespace settled::csv
