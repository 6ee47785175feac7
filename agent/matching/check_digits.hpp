// check_digits.hpp -- do the digits at the end, or behind "RF", prove that a payment reference was not mistyped?
#pragma once

#include <cstddef>
#include <string_view>

namespace settled::matching {

// "RF" and two digits begin it (ISO 11649); small letters.
bool is_creditor_reference(std::string_view signs);
bool creditor_reference_holds(std::string_view signs); // of one

// How many digits at the end prove those before: of a Swiss QR reference (27 digits, recursive modulo 10: SIX, Implementation
// Guidelines QR-bill, annex B), a Finnish one (weights 7, 3, 1: Finance Finland, "Forming a Finnish reference number"), a
// Belgian one (12 digits, modulo 97), a Norwegian KID or another with Luhn's digit (ISO/IEC 7812-1, annex B) or modulo 11
// (weights 2 to 7). 0: none of them does.
std::size_t check_digits_at_end(std::string_view digits);

} // namespace settled::matching
