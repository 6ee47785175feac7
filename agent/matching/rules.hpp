// rules.hpp -- what a company allows the matching engine: limits, discounts, conventions, and what
// people have taught it. Values only; the configuration and the learned facts fill it.
//
// The default is the strict one: no residual is accepted on a domestic payment unless a limit names
// it, because a difference nobody allowed is a question, not a rounding.
#pragma once

#include "ledger/book.hpp"
#include "matching/match.hpp"

#include <settled/money.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace settled::matching {

// Foreign: the entry's currency is not the company's own, or the two accounts are IBANs of two
// countries. A limit without a path holds for both.
enum class Path : std::uint8_t { any, domestic, foreign };

struct ResidualLimit {
    Residual reason = Residual::none;
    Currency currency;
    Path path = Path::any;
    std::int64_t limit = 0; // minor units, the most that may be missing (or over) under this name
};

// Whom a payer's account or name pays for, told or confirmed by a person.
struct LearnedPayer {
    std::string text; // account number, or name as the bank writes it
    ledger::Row customer = ledger::no_row;
    std::int64_t fact = 0; // where it was learned
};

struct LearnedPattern {
    std::string text; // stands in the entry's text
    Class what = Class::other;
    std::int64_t fact = 0;
};

struct Rules {
    Currency home_currency; // the company's own; none: every payment counts as domestic
    std::vector<ResidualLimit> residuals;
    std::vector<int> discount_basis_points; // 200 = 2 %: accepted without terms on the item; default none
    std::vector<ledger::Row> oldest_first;  // customers known to pay their oldest items
    bool first_third_party_settles = true;
    std::vector<LearnedPayer> payer_accounts, payer_names;
    std::vector<LearnedPattern> patterns;
    std::vector<std::string> own_accounts; // numbers of every [bank_account] and their aliases
    std::vector<std::string> own_names;    // the company's legal names

    // The largest limit that applies; 0 where none does.
    std::int64_t limit(Residual reason, Currency currency, Path path) const;
};

} // namespace settled::matching
