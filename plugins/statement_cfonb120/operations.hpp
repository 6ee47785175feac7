// operations.hpp -- what the interbank operation codes of CFONB mean.
#pragma once

#include <string>
#include <string_view>

namespace settled::cfonb120 {

// The operation as a bank transaction code: where the interbank code says what the movement is, its
// ISO 20022 code, then '/', then the code itself: "PMNT-RCDT-ESCT/05".
std::string transaction_code(std::string_view operation, bool debit);

// Rejects, returns, unpaid items, reversals by the creditor and annulments take back an earlier booking.
bool is_reversal(std::string_view operation);

} // namespace settled::cfonb120
