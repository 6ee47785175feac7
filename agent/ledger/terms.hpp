// terms.hpp -- an item's payment terms line by line: how much of it falls due when, and what waits for an event.
//
// 质保金, 3-3-3-1, 票到30天, 验收后60天, 月结60天 with a fixed 付款日 all sit in one invoice with one date in the ERP. A line
// whose event nobody has confirmed is not due. Payments go to the lines by their day; lines that wait come after them, retention
// last.
#pragma once

#include "ledger/book.hpp"

#include <settled/date.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace settled::ledger {

struct DueLine {
    std::string name;        // of the ledger: "acceptance"; its number among the item's lines where it gave none
    std::int64_t amount = 0; // of the item, in its currency
    Date day;                // none: its event is not confirmed, or the day it counts from is not known
    bool retention = false;
};

// In the order in which payments settle them. Empty: the item has no lines, or they do not make up its amount (they name more
// than it, or no amount can be read), so that nothing follows from them.
std::vector<DueLine> due_lines(const Book& book, Row item);

// The same with what is left of each when `open` of the item is left; lines that are paid are not there.
std::vector<DueLine> open_lines(const Book& book, Row item, std::int64_t open);

// What is due of an item when `open` of it is left.
struct DueState {
    Date due;                           // of the oldest line that is still open and has a day; none: nothing is due yet
    std::string line;                   // its name; "" where the item has no lines
    bool is_first_line = true;          // no other line falls due before it, paid ones included
    std::int64_t asked = 0;             // what has fallen due by `today`, at least that line
    std::int64_t waits_for_event = 0;   // of lines without a day, retention left out
    std::int64_t retention_not_due = 0; // retention that is not due by `today`
    Date retention_day;                 // when it falls due; none: not known
    bool has_lines = false;
};

// An item without lines is due as due_date() says, with all that is open.
DueState due_state(const Book& book, Row item, std::int64_t open, Date today);

} // namespace settled::ledger
