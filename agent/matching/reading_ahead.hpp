// reading_ahead.hpp -- the texts of the next entries, read some entries before it is their turn.
//
// What an entry leads to lies anywhere in memory: the items that carry its numbers, what is known of its payer's name and
// account. Each would be a wait, one behind the other, and of a large ledger the waits are most of the time. So the numbers of
// a text are cut out early, and the processor is asked step by step to bring what they lead to.
#pragma once

#include "matching/payer.hpp"
#include "matching/references.hpp"
#include "matching/tokens.hpp"
#include "statement/entry_book.hpp"

#include <array>
#include <cstddef>
#include <memory>
#include <span>

namespace settled::matching {

class ReadingAhead {
  public:
    ReadingAhead(const statement::EntryBook& entries, const Payers& payers, const References& references)
        : entries_(entries), payers_(payers), references_(references) {
        for (std::unique_ptr<Text>& text : texts_) text = std::make_unique<Text>();
    }

    // The entries that will be asked for next, in this order. They must stand until the last of them.
    void expect(std::span<const Row> rows);
    struct Text {
        RemittanceText text;
        References::Outlook outlook; // what of it may be numbers
    };
    // An entry's text, whether it was expected or not, in exchange for one whose memory is used again.
    void take(Row entry, std::unique_ptr<Text>& text);

  private:
    // Steps, each some entries behind the one before; the entry whose turn it is comes last.
    enum Step : std::size_t { texts, rows, items, numbers, steps };
    static constexpr std::array<std::size_t, steps> entries_ahead{20, 14, 9, 4};
    static constexpr std::size_t kept = 32; // texts, more than are ahead

    void read(Row entry, Text& read) const;
    void go(Step step, std::size_t turn);
    std::unique_ptr<Text>& at(std::size_t turn) { return texts_[turn % kept]; }

    const statement::EntryBook& entries_;
    const Payers& payers_;
    const References& references_;
    std::span<const Row> rows_;
    std::array<std::unique_ptr<Text>, kept> texts_;
    std::size_t turn_ = 0;                  // in rows_
    std::array<std::size_t, steps> done_{}; // how many of rows_ each step has seen
};

} // namespace settled::matching
