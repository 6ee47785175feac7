// entry_line.hpp -- one :61: line: days, direction, amount, codes and references of a booking.
#pragma once

#include <formats/decimal_text.hpp>
#include <settled/date.hpp>

#include <string_view>

namespace settled::mt940 {

// Texts are views into the field.
struct EntryLine {
    Date value_date, booking_date;                       // none where the bank wrote a day that does not exist; the booking
                                                         // date is the entry date, or the value date where there is none
    std::string_view impossible_date;                    // the text of a day that was clamped or left out
    formats::DecimalAmount amount;                       // signed: RC, the reversal of a credit, is negative
    bool reversal = false;                               // RC, RD
    bool expected = false;                               // EC, ED: announced, not booked
    std::string_view transaction_code;                   // "NTRF"
    std::string_view customer_reference, bank_reference; // empty for NONREF
    std::string_view supplementary;                      // the lines after the first
};

// ISO 15022 field 61: 6!n[4!n]2a[1!a]15d1!a3!c16x[//16x] and a line of supplementary details. The entry
// date has no year and takes the one nearest to the value date. Also read: no entry date, lower-case
// marks, a line break before the amount, nothing after the amount. BAD_DATA says which part is missing.
Result<EntryLine> parse_entry_line(std::string_view field, Currency currency);

} // namespace settled::mt940
