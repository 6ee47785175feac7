// solver.hpp -- a whole run: every way of explaining, strongest first, over all entries by day.
//
// The earliest payment takes the item; a later one of the same is a duplicate. Payments of one day that
// claim more than is open are a tie, and a tie is a question: the order of rows never decides.
#pragma once

#include "ledger/book.hpp"
#include "matching/candidates.hpp"
#include "matching/history.hpp"
#include "matching/open_items.hpp"
#include "matching/pairing.hpp"
#include "matching/reading.hpp"
#include "matching/reconcile.hpp"
#include "statement/entry_book.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

namespace settled::matching {

class Solver {
  public:
    Solver(const ledger::Book& book, const statement::EntryBook& entries, const References& references, EntryReader& reader,
           const Rules& rules, const Pairing& pairing, const History& history, const Advices& advices, OpenItems& open);

    // False where progress said to stop. The readings must outlive the solver.
    bool run(std::span<const Reading> readings, const Progress& progress);
    // What was decided about each reading, told in full; any number of times, after run(). Fastest one after another.
    Decision decision(std::size_t reading) const;

  private:
    enum class Fate : std::uint8_t { waiting, solved, tied, duplicate };
    struct Solved { // by reading
        Way way = Way::none;
        Residual residual = Residual::none;
        bool third_party : 1 = false;
        bool taken_back : 1 = false; // before, by a person
        bool doubted : 1 = false;    // an earlier line of the same payer and amount that nothing explains
        Row customer = no_row;
        std::uint32_t first_share = 0, shares = 0;
        std::int64_t residual_amount = 0;
    };
    struct Claim {
        std::uint32_t reading;
        Candidate candidate;
    };
    struct Duplicate {
        Row of = no_row, customer = no_row; // the entry that paid the same, and for whom
        bool certain = false;               // the number of what was paid stands there, and the same payer repeats it
    };
    using Explain = void (Solver::*)(const Reading&, Candidates&) const;

    void remember_payments(const History& history);
    void order_by_day();
    void forget_order();
    void count_amounts();
    void pass(Explain way);
    void fetch_waiting(std::size_t at, bool amounts_too) const;
    void fetch_told(std::size_t reading) const;
    void settle_day(std::vector<Claim>& claims);
    std::vector<Row> contested_items(std::span<const Claim> claims);
    void settle(std::uint32_t index, const Candidate& candidate);
    void find_duplicates();
    Duplicate duplicate_of(const Reading& reading) const;
    bool ledger_has_gaps() const;
    void tie_equal_lines();
    void untie_everyday_lines();
    bool may_be_doubted(std::size_t index) const;
    std::vector<Reading> left_on_account() const;
    void doubt_after_earlier_question();
    void doubt_what_was_taken_back();
    bool on_items(std::size_t index) const;
    std::span<const Share> shares_of(std::size_t index) const; // none beyond the last reading
    Explanation explanation(std::size_t index) const;
    Proposal receipt_told(const Reading& reading, const Explanation& explanation) const;
    Decision asked(const Reading& reading, bool equal_lines) const;
    bool waits(const Reading& reading, std::span<const Proposal> proposals) const;
    std::optional<Row> owner_of_named(const Reading& reading) const; // no_row: nothing of it is open; nothing: several owners
    Row payer_or_named(const Reading& reading) const;                // of the customers of one name the one who is named

    void exact_numbers(const Reading& reading, Candidates& found) const;
    void advised(const Reading& reading, Candidates& found) const;
    void numbers_with_residual(const Reading& reading, Candidates& found) const;
    void receipt_says(const Reading& reading, Candidates& found) const;
    void nearly_quoted(const Reading& reading, Candidates& found) const;
    void numbers_and_rest(const Reading& reading, Candidates& found) const;
    void amount_of_payer(const Reading& reading, Candidates& found) const;
    void sum_of_payer(const Reading& reading, Candidates& found) const;
    void oldest_of_payer(const Reading& reading, Candidates& found) const;
    void overpaid_number(const Reading& reading, Candidates& found) const;
    void on_account(const Reading& reading, Candidates& found) const;
    void customer_of_receipt(const Reading& reading, Candidates& found) const;

    // The ERP has applied this entry's receipt already: only quoted numbers may still say otherwise.
    bool applied_before(const Reading& reading) const;

    const ledger::Book& book_;
    const statement::EntryBook& entries_;
    EntryReader& reader_;
    const Pairing& pairing_;
    const History& history_;
    OpenItems& open_;
    Explainer explain_;
    std::unordered_map<std::uint64_t, std::vector<Row>> earlier_payments_; // decided before, by amount and text
    std::vector<std::uint64_t> paid_amounts_; // sorted: one for each payment of a customer, before and in this run
    std::span<const Reading> readings_;
    std::vector<Fate> fates_;
    std::vector<bool> equal_lines_;
    std::vector<Solved> solved_;
    std::vector<Share> shares_;
    std::unordered_map<std::size_t, Duplicate> duplicates_; // by reading
    std::vector<std::uint32_t> order_, waiting_;            // readings by date
    std::vector<std::uint32_t> claimed_;                    // by item: the number of the claim that named it last
    std::uint32_t claims_ = 0;
};

} // namespace settled::matching
