// amounts.hpp -- amounts of CFONB: digits whose last one carries the sign, decimals counted in a column.
#pragma once

#include "records.hpp"

namespace settled::cfonb120 {

// "0000000000322J" is -32.21: '{' and 'A' to 'I' are 0 to 9 of a positive amount, '}' and 'J' to 'R' of
// a negative one (EBCDIC zone overpunch). 'é' and 'è' are '{' and '}' in the French national sets; a
// plain digit is positive. `decimals` blank: the currency's own.
Result<formats::DecimalAmount> signed_amount(const FixedRecord& record, FixedField amount, FixedField decimals,
                                             Currency currency);

// A single digit, or the fallback where the column is blank.
Result<int> digit_or(const FixedRecord& record, FixedField field, int fallback);

} // namespace settled::cfonb120
