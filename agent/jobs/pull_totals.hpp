// pull_totals.hpp -- the figures of one pull, counted while its rows pass by.
//
// Overdue: positive open amounts whose due date lies before the day. Receipts and bank book are
// summed as the ledger gives them.
#pragma once

#include <settled/columns.hpp>
#include <settled/date.hpp>
#include <settled/money.hpp>
#include <settled/result.hpp>

#include <cstdint>
#include <map>
#include <string>

namespace settled::jobs {

struct DocTypeTotal {
    std::int64_t count = 0, open_amount = 0;
};

struct CurrencyTotal {
    std::int64_t open_items = 0, open_total = 0;
    std::map<std::string, DocTypeTotal> by_doc_type;
    std::int64_t overdue_items = 0, overdue_total = 0;
    std::int64_t receipts = 0, receipts_total = 0;
};

struct BankBookTotal {
    std::int64_t entries = 0, balance = 0;
    Currency currency;
};

struct PullTotals {
    std::int64_t customers = 0;
    std::map<Currency, CurrencyTotal> currencies;
    std::map<std::string, BankBookTotal> bank_book;

    // BAD_DATA when a sum does not fit 64 bits. Entities that have no figures here are passed over.
    Status add(settled_entity entity, const void* record, Date as_of);
};

} // namespace settled::jobs
