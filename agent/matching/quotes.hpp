// quotes.hpp -- the numbers that one text quotes, and the items that carry them.
#pragma once

#include "matching/match.hpp"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace settled::matching {

// An item that carries a number of a text.
struct Hit {
    Row item = no_row;
    EvidenceKind kind = EvidenceKind::number_in_text;

    friend bool operator==(const Hit&, const Hit&) = default;
};

// One number that stands in a text, with the items that carry it.
struct Quote {
    std::string_view text; // its signs, folded
    bool weak = false;     // is_weak_number()
    bool structured = false;
    std::uint32_t first_hit = 0, hits = 0; // in Quotes::hits; at most limits::items_per_number, by item row
    bool listed = false;                   // not written in full: it follows from a list or a range
};

// What one text quotes. Views live as long as the text; the memory is used again for the next one.
struct Quotes {
    std::vector<Quote> known;
    std::vector<Hit> hits;
    std::vector<std::string_view> unknown;   // of the house's style, whole or cut short, and not in the ledger
    std::vector<std::string_view> strangers; // long enough to be a document, of no style of this house
    std::vector<std::string_view> fragments; // other runs of digits: may be a number's end

    std::span<const Hit> of(const Quote& quote) const { return std::span(hits).subspan(quote.first_hit, quote.hits); }
    bool has(Row item) const; // under any of the known numbers
    void clear();
};

} // namespace settled::matching
