// ledger_comparison.hpp -- a customer's own ledger and ours, or the ledgers of two companies of a group: what
// differs, and the bridge from one closing balance to the other.
//
// Signs are ours on both sides: what the customer owes us is positive.
#pragma once

#include "matching/two_sided.hpp"

#include <settled/date.hpp>
#include <settled/money.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace settled::matching {

inline constexpr int days_between_ledgers = 31; // in which the other party books the same amount without a number

struct LedgerSide {
    std::span<const two_sided::Line> lines;
    std::optional<std::int64_t> opening, closing; // of the period
    std::vector<bool> outside = {};               // lines near the period: only there to be paired; empty: none is
};

struct LedgerComparisonInput {
    LedgerSide ours, theirs;
    Date our_records_from; // what was cleared before is not in our records; none: they are complete
    bool sums = true;
};

enum class FindingKind : std::uint8_t {
    amount_differs = 1,
    twice_at_us,
    twice_at_them,
    missing_at_us,
    missing_at_them,
    period_shift,       // the same line in another month; a difference only where that is outside the period
    before_our_records, // theirs, from before our records begin: it cannot be told
};
std::string_view name(FindingKind kind); // "missing_at_us"

struct Finding {
    FindingKind kind = FindingKind::amount_differs;
    std::vector<std::uint32_t> ours, theirs; // lines
    std::int64_t difference = 0;             // theirs - ours
    bool one_of_several = false;

    friend bool operator==(const Finding&, const Finding&) = default;
};

struct LedgerComparison {
    std::vector<Finding> findings; // by kind, then by day
    std::int64_t pairs = 0;
    std::optional<std::int64_t> our_opening, our_closing, their_opening, their_closing; // derived where a side states one only
    std::optional<std::int64_t> opening_difference, closing_difference;                 // theirs - ours
    std::int64_t explained = 0;                                                         // by the findings
    // What neither openings nor findings explain: a side that states both balances does not add up.
    std::optional<std::int64_t> unexplained;
    bool sums_not_searched = false;

    // Closing balances known and equal, and no finding but other months.
    bool agrees() const;
};

// Nothing where a sum goes beyond 64 bits.
std::optional<LedgerComparison> compare_ledgers(const LedgerComparisonInput& input);

// How many lines pair by number and amount, then by amount, with their signs as they are, or turned: which of
// the two is the other party's point of view. Undecided where neither is better.
enum class Signs : std::uint8_t { undecided, as_written, turned };
Signs signs_of(std::span<const two_sided::Line> ours, std::span<const two_sided::Line> theirs);

} // namespace settled::matching
