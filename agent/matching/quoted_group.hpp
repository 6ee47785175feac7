// quoted_group.hpp -- what one text quotes of one customer.
#pragma once

#include "matching/match.hpp"

#include <vector>

namespace settled::matching {

using Rows = std::vector<Row>;

// The items of one customer that a text quotes.
struct QuotedGroup {
    Row customer = no_row;
    Rows items;                  // still open, each once, by row
    Rows paid;                   // quoted, and nothing is open on them any more
    Rows pool;                   // carried by a number that several items have: some of them are meant
    Rows listed;                 // of numbers that a list or range implies: all of them, or none
    Rows weak;                   // of `items`: quoted by a weak number only
    bool strong = false;         // at least one number that is not weak
    bool certain_numbers = true; // none was read from its ending only

    void begin(Row of) { // its memory is used again
        customer = of;
        for (Rows* rows : {&items, &paid, &pool, &listed, &weak}) rows->clear();
        strong = false;
        certain_numbers = true;
    }
};

} // namespace settled::matching
