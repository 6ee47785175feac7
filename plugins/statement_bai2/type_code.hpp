// type_code.hpp -- what a BAI2 type code says of an amount.
//
// Source: Cash Management Balance Reporting Specifications, version 2, appendix A, by range: 001-099 status,
// 100-399 credits, 400-699 debits, 700-799 loans, 890 messages, 900-999 a bank's own (status, credits from
// 920, debits from 960).
#pragma once

#include <optional>
#include <string_view>

namespace settled::bai2 {

enum class Kind {
    status, // a balance or average, no movement
    total,  // of credits or debits: the details stand beside it
    credit,
    debit,
    message, // text without money
    unknown,
};

struct TypeCode {
    int number = 0;
    Kind kind = Kind::unknown;
    bool takes_back = false; // a reversal or a return of an earlier booking
};

inline constexpr int opening_ledger = 10, closing_ledger = 15, closing_available = 45;

// None when the text is not one to three digits.
std::optional<TypeCode> type_code(std::string_view text);

} // namespace settled::bai2
