// references.hpp -- every number of the ledger that a customer may quote, found by the text that
// quotes it; and what a number of this ledger looks like, learned from the ledger itself.
//
// Document, tax invoice, contract, delivery, order numbers and references of open items. One item
// may have several numbers and one number several items.
#pragma once

#include "ledger/book.hpp"
#include "matching/match.hpp"
#include "matching/tokens.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace settled::matching {

// One number that stands in a text, with the items that carry it.
struct Quote {
    std::string text;  // its signs, folded
    bool weak = false; // six digits or fewer and nothing else: may be a rent or a room
    bool structured = false;
    struct Hit {
        Row item = no_row;
        EvidenceKind kind = EvidenceKind::number_in_text;

        friend bool operator==(const Hit&, const Hit&) = default;
    };
    std::vector<Hit> hits; // at most limits::items_per_number, by item row
};

struct Quotes {
    std::vector<Quote> known;
    std::vector<std::string> unknown;   // of the house's style, whole or cut short, and not in the ledger
    std::vector<std::string> strangers; // long enough to be a document, of no style of this house
    std::vector<std::string> fragments; // other runs of digits: may be a number's end

    bool any() const { return !known.empty() || !unknown.empty() || !strangers.empty(); }
};

class References {
  public:
    explicit References(const ledger::Book& book);

    Quotes read(const RemittanceText& text, std::string_view structured_reference) const;
    // The items of one customer whose document or tax invoice number ends like this: its last run of
    // digits, or the last six to eight digits of a tax invoice. Proves nothing without the customer.
    std::vector<Quote::Hit> ending(Row customer, std::string_view digits) const;
    // The shape of numbers of this ledger, and no short run of digits.
    bool house_style(std::string_view signs) const;
    // The signs of an item's document number, and its last run of digits without leading zeros.
    const std::string& signs(Row item) const { return signs_[item]; }
    static std::string_view tail(std::string_view signs);

  private:
    struct Key {
        std::uint64_t hash;
        Row item;
        EvidenceKind kind;
    };

    void add(std::string_view written, Row item, EvidenceKind kind);
    void add_list(std::string_view list, Row item, EvidenceKind kind);
    void add_endings(const ledger::Book& book, std::string_view number, Row item);
    std::vector<Quote::Hit> find(std::string_view signs) const;
    std::vector<Quote::Hit> find_hash(std::uint64_t hash) const;
    bool add_known(const RemittanceText& text, std::size_t first, std::size_t length, Quotes& quotes) const;
    bool add_unknown(const RemittanceText& text, std::size_t first, std::size_t length, bool cut, Quotes& quotes) const;
    void add_structured(std::string_view reference, Quotes& quotes) const;
    bool house_style(const std::vector<Piece>& pieces, std::string_view signs) const;
    bool cut_house_style(std::string_view signs) const;
    void learn_styles(const ledger::Book& book);

    std::vector<Key> keys_;             // by hash
    std::vector<std::uint32_t> starts_; // first key of each bucket of leading bits
    int bucket_bits_ = 0;
    std::vector<std::string> signs_;
    // By shape: where its numbers are broken by a dash or another joint, as bits of positions; "inv-9999" at 3.
    std::unordered_map<std::string, std::uint64_t> styles_;
};

} // namespace settled::matching
