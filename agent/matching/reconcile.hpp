// reconcile.hpp -- the engine's door: one company's books, its bank entries and what was decided
// before go in; new decisions, what the ERP has booked meanwhile, and differences come out.
//
// Pure: the same values give the same answer, on any machine, in whatever order rows of equal rank
// stand. Every search has a limit with a name (limits.hpp); beyond it the answer is a question.
#pragma once

#include "ledger/book.hpp"
#include "ledger/position.hpp"
#include "matching/history.hpp"
#include "matching/match.hpp"
#include "matching/rules.hpp"
#include "statement/entry_book.hpp"

#include <settled/date.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace settled::matching {

// The ERP's figures carry more, or less, of an allocation than after the last run.
struct BookingChange {
    std::int64_t match = 0;
    std::size_t allocation = 0; // index in the standing decision
    std::int64_t booked = 0;    // in all, not the difference
    std::int64_t generation = 0;
    State state = State::settled; // of the whole match afterwards
    Evidence evidence;
};

// The ERP applied an entry's money to other items than we did: a sentence for finance, and no
// reminder for any item involved until a person has answered.
struct Difference {
    std::int64_t match = 0; // 0: decided in this very run
    Row entry = no_row;
    Row receipt = no_row;
    Row customer = no_row;
    std::int64_t amount = 0;
    std::vector<Row> our_items;
    std::vector<Row> erp_items;            // those of the ERP's that still stand in the book
    std::vector<std::string> erp_item_ids; // as the receipt names them
};

struct Outcome {
    std::vector<Decision> decisions; // by entry row; one per entry that is new or answered anew
    std::vector<BookingChange> bookings;
    std::vector<Difference> differences; // all that stand today
    bool stopped = false;                // the callback said stop: nothing above is complete, keep none of it
};

// Called now and then with how far the run is; false stops it.
using Progress = std::function<bool(std::int64_t done, std::int64_t total)>;

// Entries without a standing decision are decided; unmatched ones and questions are looked at again
// with what is known today and appear in the outcome only if the answer changed. A person's
// decision stands.
Outcome reconcile(const ledger::Book& book, const statement::EntryBook& entries, const History& history, const Rules& rules,
                  Date today, const Progress& progress = {});

// The same with each decision handed over when it is made, by entry row, instead of all in the outcome: they are many.
using TakeDecision = std::function<void(Decision&& decision)>;
Outcome reconcile(const ledger::Book& book, const statement::EntryBook& entries, const History& history, const Rules& rules,
                  Date today, const Progress& progress, const TakeDecision& take);

// What positions() needs: the part of each standing decision that the ERP's figures do not carry,
// the receipt items that stand for an entry, the receipts that are an entry's money, the items that
// wait for an answer. Reads the same evidence as reconcile; call it with the history after saving.
ledger::KnownMoney known_money(const ledger::Book& book, const statement::EntryBook& entries, const History& history,
                               const Rules& rules);

} // namespace settled::matching
