// balance_check.hpp -- does a statement prove itself, and does it follow the one before it?
//
// opening + booked entries = closing, exact to the last digit that the bank wrote; and the closing of
// one statement is the opening of the next. A statement that says less is unproved (余额未核), which
// is not the same as wrong: the caller decides what it lets pass.
#pragma once

#include "statement/statement.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace settled::statement {

enum class Proof { holds, differs, unproved };

struct BalanceCheck {
    Proof proof = Proof::unproved;
    Currency currency;
    Amount entries; // the booked entries together
    Amount moved;   // closing - opening

    friend bool operator==(const BalanceCheck&, const BalanceCheck&) = default;
};

// Unproved where opening or closing is missing, an entry is in another currency than the account, or
// a sum goes beyond 64 bits. Interim reports and notifications of details prove nothing.
BalanceCheck check_balances(const Statement& statement);

// "entries add up to 10,250.00 CNY but closing - opening is 10,205.00 CNY"; empty when it holds.
std::string words(const BalanceCheck& check);

// A place where the balances of one account do not meet: something is missing between, or is there
// twice.
struct ChainBreak {
    std::size_t before = 0, after = 0; // in the statements given
    Amount closing, opening;

    friend bool operator==(const ChainBreak&, const ChainBreak&) = default;
};

// The statements in the order that the bank made them. Each is compared with the one before it of the
// same account and currency; where one of the two balances is missing, nothing is said.
std::vector<ChainBreak> check_chain(std::span<const Statement> statements);

// Does the statement go on from the account's last known closing balance? Nothing where it or the
// statement's opening is not known.
std::optional<bool> follows(const std::optional<Balance>& last_closing, const Statement& next);

// The same amount, whatever number of digits it was written with: 10.00 is 10.0000.
bool same_amount(Amount left, Amount right);

} // namespace settled::statement
