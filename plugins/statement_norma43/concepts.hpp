// concepts.hpp -- what the codes of Norma 43 mean: currencies by number, movements by common concept.
#pragma once

#include <settled/money.hpp>

#include <string>
#include <string_view>

namespace settled::norma43 {

// Of an ISO 4217 number ("978" is EUR); none for a number that is not in use, but the peseta and its
// neighbours of before 1999 are.
Currency currency_of_number(std::string_view number);

// The concept as a bank transaction code: where the common concept says what the movement is, its
// ISO 20022 code, then '/', then both concepts of the bank: "PMNT-RCDT-OTHR/04-007".
std::string transaction_code(std::string_view common, std::string_view own, bool debit);

// 14 (returned and unpaid) and 98 (annulments, corrections) take back an earlier booking.
bool is_reversal(std::string_view common);

} // namespace settled::norma43
