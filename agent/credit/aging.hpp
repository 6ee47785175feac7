// aging.hpp -- receivables by age: the buckets of `settled aging`, exact to the last cent.
//
// Every open item stands in exactly one bucket, so the buckets add up to the total. Credits and
// money on account are never aged: they stand in `unapplied`, negative.
#pragma once

#include "ledger/book.hpp"

#include <settled/date.hpp>
#include <settled/money.hpp>
#include <settled/result.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace settled::credit {

enum class AgingBasis : std::uint8_t { due_date, document_date };
std::string_view name(AgingBasis basis); // "due_date"
std::optional<AgingBasis> aging_basis(std::string_view name);

struct OnAccount { // bank money of a customer without an item, not in the ERP's figures; positive
    ledger::Row customer = ledger::no_row;
    Money amount;
};

struct AgingInput {
    const ledger::Book* book = nullptr;
    Date as_of;
    AgingBasis basis = AgingBasis::due_date;
    std::vector<std::int64_t> open;              // per item, for example its position; empty: the ERP's open amount
    std::vector<std::int64_t> retention_not_due; // per item, the part held back under its terms; empty: none is known
    std::vector<OnAccount> on_account;
};

struct Buckets { // minor units; `total` is the sum of all others
    std::int64_t total = 0, not_due = 0, days_1_30 = 0, days_31_60 = 0, days_61_90 = 0, days_91_120 = 0, over_120 = 0,
                 no_due_date = 0, retention_not_due = 0, unapplied = 0;

    std::int64_t overdue() const; // the five aged buckets
};

struct CustomerAging {
    ledger::Row customer = ledger::no_row;
    Currency currency;
    Buckets buckets;
    std::int32_t oldest_days = 0; // of the oldest aged item
};

struct BusinessLineAging {
    std::string name; // "" of items of which the ledger says none, and of money on account
    Currency currency;
    Buckets buckets;
};

struct CurrencyAging {
    Currency currency;
    Buckets buckets;
};

struct Aging {
    Date as_of;
    AgingBasis basis = AgingBasis::due_date;
    std::vector<CurrencyAging> currencies;         // by code
    std::vector<CustomerAging> customers;          // by customer row, then currency; only those with something open
    std::vector<BusinessLineAging> business_lines; // by name, then currency
};

// BAD_DATA where a sum does not fit 64 bits: it names the customer.
Result<Aging> aging(const AgingInput& input);

} // namespace settled::credit
