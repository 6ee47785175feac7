// decimal_text.hpp -- amounts as banks write them: "1.234,50", ",02", "D34,5" without its D, "000000000400,00".
//
// The result is exact: minor units of the currency, and the digits beyond them counted in
// `finer_digits`, so that an amount is never rounded. What does not fit 64 bits is an error. Which
// marks mean what is said by the caller, never guessed: 1.234 is two different amounts.
#pragma once

#include <settled/money.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace settled::formats {

struct DecimalAmount {
    std::int64_t minor_units = 0; // in units of 10^-(currency's decimals + finer_digits)
    int finer_digits = 0;

    settled_amount abi() const { return {minor_units, 1, finer_digits}; }
    friend bool operator==(const DecimalAmount&, const DecimalAmount&) = default;
};

enum class Signs {
    none,    // digits only: the sign stands elsewhere
    leading, // "-12", "+12", also U+2212 MINUS SIGN
    anywhere // as leading, and "12-", "12+", "(12)" for minus twelve
};

struct DecimalStyle {
    std::string_view decimal_marks = ","; // any one of these characters, at most once
    std::string_view grouping_marks;      // ASCII characters, U+00A0, U+202F and U+2019; e.g. ".", "'", " "
    Signs signs = Signs::none;
};

// Whole part or decimals may be missing (",02", "2,", "2"), not both. A grouping mark stands before
// exactly three digits (two in the higher groups: 12,34,567.00), else it is no grouping mark and
// the text is refused: "12.34" under European marks is no 1234. Zeros beyond the currency's
// decimals are dropped, other digits there make finer_digits. Blanks around the text are ignored.
// Everything else is BAD_DATA, naming the text and what was expected.
Result<DecimalAmount> parse_decimal(std::string_view text, Currency currency, const DecimalStyle& style = {});

// A number whose last `decimals` digits (at most 18) stand behind a point that is not written: 1234
// with 3 is 1.234. In the currency's own decimals, digits beyond them as finer_digits; nothing when
// that does not fit 64 bits.
std::optional<DecimalAmount> with_decimals(std::int64_t digits, int decimals, Currency currency);

// The same for a rate, which has no currency: "1.085" for 108500 with 5, without zeros at the end.
std::string rate_text(std::int64_t digits, int decimals);

} // namespace settled::formats
