// quoted_hit.hpp -- what a run keeps of a number that an entry quotes: the item that carries it.
#pragma once

#include "matching/match.hpp"

namespace settled::matching {

// An item that carries one of the numbers quoted. The hits of one number stand side by side.
struct QuotedHit {
    Row item = no_row;
    EvidenceKind kind = EvidenceKind::number_in_text;
    bool begins = false; // the first of its number
    bool weak = false;   // as Quote::weak
    bool listed = false; // as Quote::listed
};

} // namespace settled::matching
