// records.hpp -- the columns of a Norma 43 file (AEB, "Información normalizada de cuenta corriente",
// Serie normas y procedimientos bancarios 43, 2012).
#pragma once

#include <formats/fixed_record.hpp>

#include <array>

namespace settled::norma43 {

using formats::FixedField;

inline constexpr std::size_t record_columns = 80;
inline constexpr int decimals = 2; // of every amount, whatever its currency
inline constexpr std::string_view day_pattern = "YYMMDD";

inline constexpr FixedField record_code = {"record", 1, 2};

namespace account_head {                                  // 11
inline constexpr FixedField account = {"account", 3, 20}; // bank 4, branch 4, account 10
inline constexpr FixedField first_day = {"first day", 21, 26};
inline constexpr FixedField last_day = {"last day", 27, 32};
inline constexpr FixedField opening_sign = {"sign of the opening balance", 33, 33};
inline constexpr FixedField opening = {"opening balance", 34, 47};
inline constexpr FixedField currency = {"currency", 48, 50};
inline constexpr FixedField holder = {"account holder", 52, 77};
} // namespace account_head

namespace movement { // 22
inline constexpr FixedField booking_date = {"booking date", 11, 16};
inline constexpr FixedField value_date = {"value date", 17, 22};
inline constexpr FixedField common_concept = {"common concept", 23, 24};
inline constexpr FixedField own_concept = {"own concept", 25, 27};
inline constexpr FixedField sign = {"debit or credit", 28, 28};
inline constexpr FixedField amount = {"amount", 29, 42};
inline constexpr FixedField document = {"document number", 43, 52};
inline constexpr FixedField reference_1 = {"reference 1", 53, 64};
inline constexpr FixedField reference_2 = {"reference 2", 65, 80};
} // namespace movement

namespace complement { // 23, up to five of them
inline constexpr std::array<FixedField, 2> texts = {{{"concept 1", 5, 42}, {"concept 2", 43, 80}}};
} // namespace complement

namespace equivalence { // 24
inline constexpr FixedField currency = {"original currency", 5, 7};
inline constexpr FixedField amount = {"original amount", 8, 21};
} // namespace equivalence

namespace account_end { // 33
inline constexpr FixedField account = {"account", 3, 20};
inline constexpr FixedField debit_count = {"number of debits", 21, 25};
inline constexpr FixedField debits = {"sum of the debits", 26, 39};
inline constexpr FixedField credit_count = {"number of credits", 40, 44};
inline constexpr FixedField credits = {"sum of the credits", 45, 58};
inline constexpr FixedField closing_sign = {"sign of the closing balance", 59, 59};
inline constexpr FixedField closing = {"closing balance", 60, 73};
inline constexpr FixedField currency = {"currency", 74, 76};
} // namespace account_end

namespace file_end { // 88
inline constexpr FixedField records = {"number of records", 21, 26};
} // namespace file_end

} // namespace settled::norma43
