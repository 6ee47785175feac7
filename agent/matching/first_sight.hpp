// first_sight.hpp -- from where the fall of an item is measured once an entry is allocated to it.
//
// An entry may reach us after the ERP has booked its receipt: what its figures carry already must not be waited for again.
#pragma once

#include "ledger/book.hpp"
#include "matching/booked.hpp"
#include "matching/history.hpp"
#include "matching/pairing.hpp"

#include <cstddef>
#include <limits>
#include <span>
#include <vector>

namespace settled::matching {

inline constexpr std::size_t no_decision = std::numeric_limits<std::size_t>::max();

// Sets open_at_decision of every new allocation: the open amount now, with what is in the figures already of all standing
// allocations and of the new ones. `all` holds the decisions of `history` (`before`: how they stood) and behind or among them
// the new ones, at the places that `fresh` names (no_decision: none).
void measure_from_here(const ledger::Book& book, const Pairing& pairing, const History& history, const BookedState& before,
                       std::span<const std::size_t> fresh, std::vector<PastDecision>& all);

} // namespace settled::matching
