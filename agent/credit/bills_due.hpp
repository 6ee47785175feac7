// bills_due.hpp -- bills of exchange (承兑汇票) that somebody has to look at: they fall due, wait for the bank, or were refused.
//
// A bill in yuan may be presented on the day it falls due and the ten days after it; who misses them loses his recourse against
// those before him (Negotiable Instruments Law of the PRC, art. 53 and 65). Of other currencies no period is claimed. Pure.
#pragma once

#include "ledger/book.hpp"

#include <settled/date.hpp>

#include <cstdint>
#include <vector>

namespace settled::credit {

inline constexpr int bill_days_ahead = 10;        // finance 2
inline constexpr int bill_presentation_days = 10; // art. 53

enum class BillMatter : std::uint8_t {
    refused = 1,       // the acceptor did not pay: recourse has its periods
    presentation_over, // in yuan, held, and the days in which it could be presented are gone
    to_be_presented,   // held and due
    presented,         // the bank has not paid yet
    falls_due,         // within the next days
};

struct BillDue {
    std::size_t bill = 0; // in Book::bills
    BillMatter matter = BillMatter::falls_due;
    Date until; // to_be_presented: the last day for it; none: no period is known
};

// The most pressing matter first, then by due date. A bill without a due date is only named when it was refused.
std::vector<BillDue> bills_due(const ledger::Book& book, Date as_of);

} // namespace settled::credit
