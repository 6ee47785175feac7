// reading.hpp -- one bank entry as the engine has understood it, before anything is decided.
#pragma once

#include "ledger/book.hpp"
#include "matching/payer.hpp"
#include "matching/references.hpp"
#include "matching/rules.hpp"
#include "matching/tokens.hpp"
#include "statement/entry_book.hpp"

#include <settled/date.hpp>

#include <cstdint>

namespace settled::matching {

struct Reading {
    Row entry = no_row;
    std::int64_t amount = 0; // positive
    Currency currency;
    Date date; // value date, else booking date
    Path path = Path::domestic;
    RemittanceText text;
    Payer payer;
    Quotes quotes;
    bool numbers_only = false; // stands on an account already: only a quoted number may say more
};

// Path, payer, numbers. Endings of numbers are read once the payer is known.
Reading read_entry(const ledger::Book& book, const statement::EntryBook& entries, Row entry, const Payers& payers,
                   const References& references, const Rules& rules);

} // namespace settled::matching
