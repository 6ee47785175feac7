// two_sided.hpp -- two lists of money that two parties wrote about the same thing: which lines are the
// same, and what is left on each side.
//
// The one engine behind the bank's statement and the bank book, a customer's ledger and ours, and two
// companies of a group. Evidence in order: the same number and amount; a number that the other side's
// text quotes; several lines of one number that add up alike; the amount within a window of days; one
// line that is the only sum of several of the other side; the same number with another amount. The answer
// does not depend on the order of the lines: where lines of one amount could pair in several ways, the
// nearest days do, the earlier ones first, and what is left over says that it could be another one.
#pragma once

#include <settled/date.hpp>
#include <settled/money.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace settled::matching::two_sided {

// Signs are the same on both sides: what raises the balance of the one raises the balance of the other.
struct Line {
    Date date; // none: only its number can place it
    std::int64_t amount = 0;
    Currency currency;
    std::string_view reference, text, counterpart; // as written; they live as long as the caller keeps them
};

struct Rules {
    int days_max = 10; // between the two dates of one amount without a number
    bool sums = true;  // look for one line that is several of the other side
};

// Where a search ends. Beyond it lines stay open, and the outcome says so.
inline constexpr std::size_t lines_open_for_sums = 2000;
inline constexpr int rounds_of_sums = 4;
inline constexpr std::size_t equal_lines_looked_at = 64; // of one amount, to see whether a line could be another one

enum class How : std::uint8_t { number = 1, number_in_text, sum_of_number, amount, sum, amount_differs };

// One line on each side, or several that belong together.
struct Pair {
    std::vector<std::uint32_t> left, right; // ascending
    How how = How::number;
    std::int64_t difference = 0; // left - right; zero but for amount_differs

    friend bool operator==(const Pair&, const Pair&) = default;
};

struct Open {
    std::uint32_t line = 0;
    bool twice = false;          // its number and amount are paired already: booked a second time on its side
    bool one_of_several = false; // of equal amounts: another line of its side could be the one that is left
    Date since;                  // its date, or the oldest of those that it could be

    friend bool operator==(const Open&, const Open&) = default;
};

struct Outcome {
    std::vector<Pair> pairs;       // by their first line, left side before right
    std::vector<Open> left, right; // by line
    bool sums_not_searched = false;
};

// Two lines with different numbers are two things wherever the number of one is known to the other side,
// or most lines of that sign share their numbers. Cost grows as n log n; sums have the limits above and
// those of combinations.hpp.
Outcome compare(std::span<const Line> left, std::span<const Line> right, const Rules& rules);

} // namespace settled::matching::two_sided
