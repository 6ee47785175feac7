// check_digits.hpp -- numbers that prove themselves: IBANs and creditor references.
#pragma once

#include <cstddef>
#include <string_view>

namespace settled {

// ISO 7064 MOD 97-10 with the first four signs moved to the end, as ISO 13616 (IBAN) and ISO 11649 (RF…) have it.
// `compact` holds capitals and digits only; anything else proves nothing.
bool proves_by_97(std::string_view compact);

// ISO 13616: two letters of the country, two check digits, 15 to 34 capitals and digits without blanks, proved by 97.
bool is_iban(std::string_view compact);

inline constexpr std::size_t swiss_reference_digits = 27;

// Swiss modulo 10, recursive: the last digit proves those before it (SIX, Implementation Guidelines QR-bill, annex B). Digits
// only.
bool proves_by_swiss_10(std::string_view digits);

// The twelve digits of a Belgian structured reference (Febelfin, "gestructureerde mededeling"): the
// last two are the first ten modulo 97, 97 for 0.
bool is_belgian_reference(std::string_view digits);

} // namespace settled
