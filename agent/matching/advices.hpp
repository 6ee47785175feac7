// advices.hpp -- remittance advices: what a payer says, apart from the payment, that it pays.
//
// A payer of hundreds of invoices writes none of them into the bank's text but sends a list, by mail or through a portal; a
// payment provider sends with each payout the sales it holds. The list says more than any sum: where it fits the money to the
// cent and is told to be of this payment, it is what was paid.
#pragma once

#include "ledger/book.hpp"
#include "matching/match.hpp"
#include "matching/references.hpp"
#include "matching/tokens.hpp"
#include "statement/entry_book.hpp"

#include <settled/date.hpp>

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

namespace settled::matching {

struct Advice {
    struct Line {
        Row item = no_row;
        std::int64_t paid = 0; // negative for a credit note
        std::int64_t deduction = 0;
        ledger::TextRef reason;
    };
    ledger::TextRef id, payer, reference;
    Date payment_date; // none where it is not said
    Currency currency;
    std::int64_t amount = 0; // what reaches the bank: all that is paid, less `fee`
    std::int64_t fee = 0;    // deducted from the whole, not from a document
    std::vector<Line> lines; // by item, each once
};

class Advices {
  public:
    // Only advices count whose documents are open items, one each, and whose lines add up to their amount.
    Advices(const ledger::Book& book, const References& references);

    // The one advice of this amount that is told to be of this payment: its id or reference stands in the entry's text (cut
    // into `pieces`) or references, or its payer is called as the entry's. Null where there is none, or several.
    const Advice* of(const statement::EntryRow& entry, const statement::EntryBook& entries, const Pieces& pieces) const;
    bool any() const { return !by_amount_.empty(); }

  private:
    void add(const std::vector<const ledger::AdviceRow*>& rows, const References& references, References::Workspace& workspace);

    const ledger::Book& book_;
    std::map<std::pair<Currency, std::int64_t>, std::vector<Advice>> by_amount_;
};

} // namespace settled::matching
