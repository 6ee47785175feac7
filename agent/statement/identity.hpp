// identity.hpp -- which entries of several statements are the same money, and which are twins.
//
// Per account and booking day the book is the multiset union of the statements: an entry's count is
// the largest seen in any one statement, but statements that chain (the closing balance of one is
// the opening balance of the next, or they are numbered pages of one statement) hold different
// money, and their counts add up. Where one begins in the middle of another, the balances tell how
// much they share. So nothing is there twice, and honest twins both stay, in
// whatever order, overlap or repetition the files arrive.
#pragma once

#include "statement/statement.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace settled::statement {

// The bank's own reference and the amount; where the bank gives none, amount, value date and the
// text without blanks and case (a second export wraps lines elsewhere). Equal for twins.
std::string entry_identity(const Entry& entry);

// The day an entry belongs to: booking date, else value date; none where it has neither.
Date entry_day(const Entry& entry);

// What one statement says about one day.
struct DayPart {
    struct Line {
        std::string identity;
        std::int64_t moved = 0; // minor units; 0 for what moves no balance (neutral, pending)

        friend bool operator==(const Line&, const Line&) = default;
    };
    Date day;
    std::vector<Line> lines;                      // oldest first
    std::optional<std::int64_t> opening, closing; // balance before and after the lines, where the statement proves it
    bool first = true, last = true;               // the statement shows nothing before, nothing after this day
    std::string number;                           // the statement's: "12/1" is page 1 of statement 12

    friend bool operator==(const DayPart&, const DayPart&) = default;
};

std::vector<DayPart> day_parts(const Statement& statement);

// Of parts of one day and account: how often each identity is in the book.
std::map<std::string, int> union_of_day(std::span<const DayPart> parts);

} // namespace settled::statement
