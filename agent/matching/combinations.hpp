// combinations.hpp -- which of a customer's open items add up to an amount, and how much that says.
//
// Many items make many sums: the more of them lie near the amount, the likelier one hits it by
// accident. A hit counts as found only if it is the only one and accidents are rare.
#pragma once

#include "ledger/book.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace settled::matching {

struct Summand {
    ledger::Row item = ledger::no_row;
    std::int64_t amount = 0; // positive; credits are tried by the caller
};

struct Combination {
    std::vector<ledger::Row> items;               // of the first solution, by row; empty: none
    std::vector<std::vector<ledger::Row>> others; // of those that were counted besides
    std::int64_t solutions = 0;                   // counted up to a few
    bool exhausted = false;                       // the search hit its limit: nothing is proved
    // How many sums were expected to hit the amount by accident, per 1,000,000 (from those near it).
    std::int64_t accidents_per_million = 0;

    bool unique() const { return solutions == 1 && !exhausted; }
};

// Are two items of one amount two ways to make a sum, or one?
enum class Alike : std::uint8_t { apart, one };

// Of equal amounts the one that is named first is tried first. Between `size_min` and `size_max` items whose amounts add up to
// `target`. Deterministic; the work is bounded by limits::combination_steps.
Combination combine(std::span<const Summand> summands, std::int64_t target, std::size_t size_min, std::size_t size_max,
                    Alike alike = Alike::apart);

} // namespace settled::matching
