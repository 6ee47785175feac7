// entry_columns.hpp -- what a bank entry and an itemised part of one keep alike.
#pragma once

#include "statement/statement.hpp"
#include "store/database/database.hpp"

#include <cstdint>
#include <string_view>

namespace settled::store {

// waiting: what a booked statement calls pending, and what waits for a person.
enum class StatementKind : std::uint8_t { booked = 1, interim = 2, details_only = 3, waiting = 4 };

inline constexpr std::string_view entry_columns =
    "status, reversal, booking_date, value_date, amount, currency, counterparty_name, counterparty_account, counterparty_bank, "
    "ultimate_party, remittance, structured_reference, end_to_end_id, mandate_id, bank_reference, customer_reference, "
    "transaction_code, return_reason, original_amount, original_currency, original_rate";
inline constexpr std::size_t entry_column_count = 21;

// In the order of entry_columns.
inline void append_entry(Values& row, const statement::Entry& entry) {
    for (Value value : {Value(entry.status), Value(entry.reversal), Value(entry.booking_date), Value(entry.value_date),
                        Value(entry.amount.minor_units), Value(entry.currency)})
        row.push_back(std::move(value));
    for (const std::string* text :
         {&entry.counterparty_name, &entry.counterparty_account, &entry.counterparty_bank, &entry.ultimate_party,
          &entry.remittance, &entry.structured_reference, &entry.end_to_end_id, &entry.mandate_id, &entry.bank_reference,
          &entry.customer_reference, &entry.transaction_code, &entry.return_reason})
        row.emplace_back(*text);
    row.push_back(entry.original ? Value(entry.original->amount.minor_units) : Value::none());
    row.emplace_back(entry.original ? entry.original->currency : Currency());
    row.emplace_back(entry.original ? entry.original->rate : std::string());
}

} // namespace settled::store
