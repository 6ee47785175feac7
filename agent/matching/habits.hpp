// habits.hpp -- numbers that several payers write alike are no documents of any of them.
//
// Our own number at every customer, a bank's standing reference, a form's field: "ref 88213" in the texts
// of many. What only one payer writes may be a document that is not in the ledger yet, and makes a question.
#pragma once

#include "ledger/book.hpp"
#include "matching/payer.hpp"
#include "matching/references.hpp"
#include "statement/entry_book.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace settled::matching {

class Habits {
  public:
    // A stranger or a known number that an entry quotes and that may turn out to be a habit.
    struct Doubtful {
        std::uint64_t number = 0; // hash of its signs
        std::uint32_t known = stranger;

        static constexpr std::uint32_t stranger = std::numeric_limits<std::uint32_t>::max();
    };
    struct Noted { // the doubtful numbers of one entry
        std::uint32_t first = 0, count = 0;
    };
    Noted note(const statement::EntryRow& entry, const statement::EntryBook& entries, const Payer& payer, const Quotes& quotes,
               const ledger::Book& book);
    // Entries decided before, whose texts show habits too; at most limits::entries_for_habits are read, the last first.
    void note_decided(std::span<const ledger::Row> decided, const statement::EntryBook& entries);
    // Until then nothing is a habit; afterwards nothing is noted any more.
    void settle();

    bool any() const { return settled_ && !numbers_.empty(); }
    bool is(const Doubtful& number) const { return numbers_.contains(number.number); }
    std::span<const Doubtful> of(Noted noted) const { return std::span(noted_).subspan(noted.first, noted.count); }
    // Takes habits out of what an entry quotes.
    void forget(const Payer& payer, const ledger::Book& book, Quotes& quotes) const;

  private:
    static constexpr std::size_t payers_of_a_habit = 3; // two may quote one document: a payer and who pays for him

    // The first few payers that were seen to write a number.
    class Writers {
      public:
        void add(std::uint64_t payer);
        bool many() const { return count_ == payers_.size(); }

      private:
        std::array<std::uint64_t, payers_of_a_habit> payers_{};
        std::size_t count_ = 0;
    };

    bool is(std::string_view signs) const;

    std::unordered_map<std::uint64_t, Writers> numbers_; // by hash of the signs
    std::vector<Doubtful> noted_;
    bool settled_ = false;
};

} // namespace settled::matching
