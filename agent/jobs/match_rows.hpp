// match_rows.hpp -- between today's rows and the store's keys: rows are gone tomorrow, keys stay.
#pragma once

#include "ledger/book.hpp"
#include "matching/history.hpp"
#include "matching/reconcile.hpp"
#include "statement/entry_book.hpp"
#include "store/store.hpp"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace settled::jobs {

class MatchRows {
  public:
    MatchRows(const ledger::Book& book, const statement::EntryBook& entries);

    ledger::Row entry(std::int64_t id, std::int32_t part) const; // no_row where it is not in the book
    const ledger::BookIndex& index() const { return index_; }

    matching::History history(const std::vector<store::StoredMatch>& standing) const;
    store::StoredMatch stored(const matching::Decision& decision) const;
    store::Booking stored(const matching::BookingChange& change, Currency currency) const;

  private:
    store::StoredProposal stored(const matching::Proposal& proposal, Currency currency) const;
    store::StoredEvidence stored(const matching::Evidence& evidence, Currency currency) const;
    store::StoredAllocation stored(const matching::Allocation& allocation) const;
    matching::PastAllocation past(const store::StoredAllocation& allocation) const;

    const ledger::Book* book_;
    const statement::EntryBook* entries_;
    ledger::BookIndex index_;
    std::map<std::pair<std::int64_t, std::int32_t>, ledger::Row> entry_rows_;
};

} // namespace settled::jobs
