// cutter.hpp -- the statements that a bank, its portal and its customers could have cut out of a history.
//
// Together they show everything; they overlap, repeat and come in any order. What is cut here can be put together exactly.
// What cannot be known, and is therefore not cut: a day whose balance returns to where it was, or an account without
// balances, cut inside the day by somebody who gives neither references nor page numbers. There "the same statement again"
// and "the next one, which happens to look the same" are the same bytes; the product then counts once, so that money is
// rather looked for than invented. Two balances that prove one another, a page number or a reference lift the doubt.
#pragma once

#include "history.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace settled::identity {

struct Piece {
    const Account* account = nullptr;
    std::vector<Booking> bookings; // as shown, oldest first
    std::vector<Booking> pending;  // announced beside them, often with other words than the booking will have
    std::int64_t opening = 0;
    Date first_day, last_day; // what was asked for
    bool balances = true;     // the file states them
    bool interim = false;     // MT942, camt.052: everything in it is `pending`
    bool newest_first = false;
    bool late_balance = false; // OFX: the balance is of the day of the export, not of the last day shown
    std::string number;        // "12/1": page 1 of statement 12

    std::int64_t closing() const;
};

struct Cut {
    std::vector<std::vector<Piece>> files; // each of one or several statements, in the order they arrive
};

Cut cut(const History& history, Chance& chance);

} // namespace settled::identity
