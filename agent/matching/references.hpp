// references.hpp -- every number of the ledger that a customer may quote, found by the text that
// quotes it.
//
// Document, tax invoice, contract, delivery, order numbers and references of open items. One item
// may have several numbers and one number several items.
#pragma once

#include "ledger/book.hpp"
#include "matching/match.hpp"
#include "matching/number_styles.hpp"
#include "matching/quotes.hpp"
#include "matching/row_index.hpp"
#include "matching/tokens.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace settled::matching {

class References {
  public:
    // Of a tax invoice: an ending only where the text says so.
    static constexpr std::size_t short_ending_digits = 4;

    explicit References(const ledger::Book& book);

    // Which runs of a text's pieces may be numbers of the ledger, seen before any of them is looked up.
    struct Outlook {
        struct Run {                   // by the piece that it begins with
            std::uint8_t pieces = 1;   // that may be one number, at most limits::pieces_in_number; 0: in one that was found
            std::uint8_t to_digit = 0; // pieces until one has a digit
            std::uint8_t possible = 0; // bits: of one piece, of two, …

            bool whole(std::size_t count) const { return pieces >= count && to_digit < count; }
            bool may_be_number(std::size_t count) const { return whole(count) && (possible >> (count - 1U) & 1U) != 0; }
        };
        std::vector<Run> runs;
        std::size_t longest = 0;            // the most pieces that one number may be put together of
        std::vector<std::uint64_t> numbers; // hashes of the runs that may be numbers, the first few
        std::vector<Row> items;             // that may carry them
    };
    void look_over(const Pieces& pieces, Outlook& outlook) const;
    // Have the processor bring what reading this outlook leads to, each some entries after the one before.
    void fetch_buckets(const Outlook& outlook) const;
    void fetch_rows(const Outlook& outlook) const;
    void fetch_items(Outlook& outlook) const;
    void fetch_texts(const Outlook& outlook) const;

    // Its memory is used again from text to text.
    struct Workspace {
        const Pieces& split(std::string_view written); // until the next

        std::vector<std::uint32_t> possible;
        std::string folded, structured;
        Pieces pieces;
    };
    // `outlook` is the text's; it is used up.
    void read(const RemittanceText& text, Outlook& outlook, std::string_view structured_reference, Workspace& workspace,
              Quotes& quotes) const;
    // Appends the items of one customer whose document or tax invoice number ends like this: its last run of
    // digits, or the last six to eight digits of a tax invoice, four where the text has `said` that it is an ending.
    // Proves nothing without the customer.
    void ending(Row customer, std::string_view digits, bool said, Workspace& workspace, std::vector<Hit>& hits) const;
    // Appends the items that carry just this number.
    void number(std::string_view signs, Workspace& workspace, std::vector<Hit>& hits) const;
    // The shape of numbers of this ledger, and no short run of digits.
    bool house_style(std::string_view signs) const { return styles_.fits(signs); }
    // The signs of an item's document number, and its last run of digits without leading zeros.
    std::string signs(Row item) const;
    static std::string_view tail(std::string_view signs);

  private:
    static constexpr std::size_t outlines_size = 1024;

    void add(const Pieces& pieces, Row item);
    void add_number(std::string_view signs, Row item);
    static std::uint64_t outline_bit(std::string_view signs) { return outline_hash(signs) % (outlines_size * 64); }
    static void find_runs(const Pieces& pieces, Outlook& outlook);
    template <class Take> static void endings_of_number(const Pieces& number, Take&& take);
    template <class Take> static void endings_of_tax_invoice(std::string_view signs, Take&& take);
    template <class Take> void each_number(Row item, Take&& take) const;
    // The hash of a number under which it is to be looked up; 0 where it is of no size and shape of the ledger's.
    std::uint64_t number_hash(std::string_view signs) const {
        if (signs.size() >= 64 || (sizes_of(signs) >> signs.size() & 1U) == 0) return 0; // mostly, before anything is hashed
        const std::uint64_t bit = outline_bit(signs);
        return (outlines_[bit / 64] >> (bit % 64) & 1U) != 0 ? key_of(signs) : 0;
    }
    static std::size_t first_of(std::string_view signs) { return static_cast<unsigned char>(signs.front()) % 64U; }
    std::uint64_t sizes_of(std::string_view signs) const { return sizes_[first_of(signs)]; }
    static std::uint64_t key_of(std::string_view signs) { return text_hash(signs) | 1U; } // 0 is nobody's
    void find(std::string_view signs, std::uint64_t hash, Workspace& workspace, std::vector<Hit>& hits) const;
    void find_ending(Row customer, std::string_view digits, bool said, Workspace& workspace, std::vector<Hit>& hits) const;
    bool add_known(const Pieces& pieces, std::size_t first, std::size_t count, Workspace& workspace, Quotes& quotes) const;
    bool add_unknown(const Pieces& pieces, std::size_t first, std::size_t count, bool cut, Quotes& quotes) const;
    void add_structured(std::string_view reference, Workspace& workspace, Quotes& quotes) const;

    const ledger::Book& book_;
    NumberStyles styles_;
    RowIndex numbers_, endings_;
    std::unordered_set<std::uint64_t> tax_sequences_;     // how the ledger's tax invoices begin
    std::array<std::uint64_t, 64> sizes_{};               // bits: of how many signs its numbers are, by the first of them
    std::array<std::uint64_t, outlines_size> outlines_{}; // bits: outlines that some number of the ledger may have
};

} // namespace settled::matching
