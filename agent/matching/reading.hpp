// reading.hpp -- one bank entry as the engine has understood it, before anything is decided.
//
// A run keeps a short Reading of every entry and reads the few again whose words it needs once more: texts and what is
// cut from them would take many times the room.
#pragma once

#include "ledger/book.hpp"
#include "matching/habits.hpp"
#include "matching/payer.hpp"
#include "matching/quoted_hit.hpp"
#include "matching/reading_ahead.hpp"
#include "matching/references.hpp"
#include "matching/rules.hpp"
#include "matching/tokens.hpp"
#include "statement/entry_book.hpp"

#include <settled/date.hpp>

#include <cstdint>
#include <memory>
#include <memory_resource>
#include <span>
#include <vector>

namespace settled::matching {

// One line of the processor's cache (64 bytes): a run looks at the readings of a million entries in the order of their days.
struct alignas(64) Reading {
    Row entry = no_row;
    Date date;               // value date, else booking date
    std::int64_t amount = 0; // positive
    Currency currency;
    Path path = Path::domestic;
    bool several : 1 = false;         // as RemittanceText::several and count
    bool unknown_numbers : 1 = false; // of the house's style, not in the ledger
    bool other_numbers : 1 = false;   // long enough to be a document
    bool only_contracts : 1 = false;  // all known numbers are contracts' or orders'
    bool any_digits : 1 = false;      // without any, no number can be meant
    bool numbers_only : 1 = false;    // stands on an account already: only a quoted number may say more
    std::uint16_t count = 0;          // at most 999
    std::uint16_t known_numbers = 0;
    Habits::Noted noted; // what it quotes that may turn out to be nobody's document
    std::uint32_t hit_count = 0;
    const QuotedHit* first_hit = nullptr;
    Payer payer;

    std::span<const QuotedHit> hits() const { return {first_hit, hit_count}; } // of the known numbers
    void keep(std::span<const QuotedHit> hits) { first_hit = hits.data(), hit_count = static_cast<std::uint32_t>(hits.size()); }

    bool quotes() const { return known_numbers > 0 || unknown_numbers || other_numbers; }
    // What it quotes are contracts: they name the customer and none of his items.
    bool quotes_items() const { return (known_numbers > 0 && !only_contracts) || unknown_numbers || other_numbers; }
};

static_assert(sizeof(Reading) == 64);

class EntryReader {
  public:
    EntryReader(const ledger::Book& book, const statement::EntryBook& entries, const Payers& payers, const References& references,
                const Rules& rules)
        : book_(book), entries_(entries), payers_(payers), references_(references), rules_(rules),
          ahead_(entries, payers, references) {}

    // These will be read next, in this order: faster than each for itself. They must stand until then.
    void expect(std::span<const Row> rows) { ahead_.expect(rows); }
    // Path, payer, numbers. What it holds lives as long as the reader.
    Reading read(Row entry);
    // The words of an entry that was read before; until the next one is read.
    const Quotes& quotes(const Reading& reading);
    const RemittanceText& text(const Reading& reading);
    Evidence payer_evidence(const Reading& reading);
    std::uint64_t firm_of(const Reading& reading) const { return firm_of(reading.entry); }
    std::uint64_t firm_of(Row entry) const { return payers_.firm_of(entries_.entries[entry]); }
    // As Payers::group_of.
    std::vector<Row> group_of(Row customer) const { return payers_.group_of(customer); }
    Habits& habits() { return habits_; }
    // From now on habits are taken out of what an entry quotes.
    void settle_habits() {
        habits_.settle();
        entry_ = no_row;
    }
    // Of an entry that was read before they were known.
    void forget_habits(Reading& reading);

  private:
    const RemittanceText& text() const { return read_->text; }
    void understand(Row entry);
    void drop_dates_of_others();
    void read_endings(const Payer& payer);
    struct Step {
        Gap gap = Gap::other;
        std::size_t next = 0; // piece
    };
    void read_lists();
    std::size_t last_piece_of(std::string_view quoted) const;
    Step step_behind(std::size_t piece) const;
    std::vector<Hit> listed_hits(std::string_view before_digits, std::string_view digits, std::span<const Row> customers);
    void add_listed(std::span<const Hit> hits, bool weak);
    std::span<const QuotedHit> kept_hits();
    static void weigh(Reading& reading);

    const ledger::Book& book_;
    const statement::EntryBook& entries_;
    const Payers& payers_;
    const References& references_;
    const Rules& rules_;
    ReadingAhead ahead_;
    Habits habits_;
    std::pmr::monotonic_buffer_resource kept_;
    // Of the entry read last.
    Row entry_ = no_row;
    std::unique_ptr<ReadingAhead::Text> read_ = std::make_unique<ReadingAhead::Text>();
    Payer payer_;
    Quotes quotes_;
    bool endings_said_ = false; // "尾号1234": its numbers are the ends of longer ones
    References::Workspace workspace_;
};

} // namespace settled::matching
