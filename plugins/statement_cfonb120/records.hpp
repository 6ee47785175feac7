// records.hpp -- the columns of a CFONB 120 file (CFONB, "Relevé de compte sur support informatique",
// July 2004; the qualifiers of record 05 also by the supplement for transfers, August 2007).
#pragma once

#include <formats/fixed_record.hpp>

namespace settled::cfonb120 {

using formats::FixedField;
using formats::FixedRecord;

inline constexpr std::size_t record_columns = 120;
inline constexpr std::string_view day_pattern = "DDMMYY";

// Common to every record.
inline constexpr FixedField record_code = {"record", 1, 2};
inline constexpr FixedField bank = {"bank", 3, 7};
inline constexpr FixedField branch = {"branch", 12, 16};
inline constexpr FixedField currency_code = {"currency", 17, 19};
inline constexpr FixedField decimals = {"number of decimals", 20, 20};
inline constexpr FixedField account = {"account", 22, 32};
inline constexpr FixedField day = {"date", 35, 40};       // of the balance, or of the booking
inline constexpr FixedField amount = {"amount", 91, 104}; // its last character holds a digit and the sign

namespace movement { // 04
inline constexpr FixedField operation = {"interbank operation code", 33, 34};
inline constexpr FixedField reject_reason = {"reason of reject", 41, 42};
inline constexpr FixedField value_date = {"value date", 43, 48};
inline constexpr FixedField label = {"label", 49, 79};
inline constexpr FixedField number = {"entry number", 82, 88};
inline constexpr FixedField reference = {"reference", 105, 120};
} // namespace movement

namespace complement { // 05
inline constexpr FixedField qualifier = {"qualifier", 46, 48};
inline constexpr FixedField text = {"complementary information", 49, 118};
inline constexpr FixedField first_half = {"complementary information", 49, 83};
inline constexpr FixedField second_half = {"complementary information", 84, 118};
inline constexpr FixedField currency_code = {"currency", 49, 51}; // of MMO and FEE
inline constexpr FixedField decimals = {"number of decimals", 52, 52};
inline constexpr FixedField amount = {"amount", 53, 66};
inline constexpr FixedField rate_decimals = {"decimals of the rate", 67, 67};
inline constexpr FixedField rate = {"exchange rate", 68, 78};
inline constexpr FixedField reason = {"return reason", 49, 52}; // of RET
} // namespace complement

} // namespace settled::cfonb120
