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
#include <map>
#include <tuple>
#include <unordered_map>
#include <vector>

namespace settled::matching {

class Solver {
  public:
    Solver(const ledger::Book& book, const statement::EntryBook& entries, const References& references, const Rules& rules,
           const Pairing& pairing, const History& history, OpenItems& open);

    // One decision per reading, in order. `stopped` where progress said so.
    std::vector<Decision> run(const std::vector<Reading>& readings, const Progress& progress, bool& stopped);

  private:
    enum class Fate : std::uint8_t { waiting, solved, tied };
    struct Claim {
        std::size_t reading;
        Candidate candidate;
    };
    using Way = Candidates (Solver::*)(const Reading&) const;

    void remember_payments(const History& history);
    void pass(const std::vector<Reading>& readings, Way way);
    void settle_day(const std::vector<Reading>& readings, std::vector<Claim>& claims);
    void settle(const Reading& reading, std::size_t index, Candidate&& candidate);
    void find_duplicates(const std::vector<Reading>& readings);
    bool ledger_has_gaps(const std::vector<Reading>& readings) const;
    void tie_equal_lines(const std::vector<Reading>& readings);
    void doubt_after_earlier_question(const std::vector<Reading>& readings);
    void ask(const Reading& reading, std::size_t index);

    Candidates exact_numbers(const Reading& reading) const;
    Candidates numbers_with_residual(const Reading& reading) const;
    Candidates receipt_says(const Reading& reading) const;
    Candidates nearly_quoted(const Reading& reading) const;
    Candidates numbers_and_rest(const Reading& reading) const;
    Candidates amount_of_payer(const Reading& reading) const;
    Candidates sum_of_payer(const Reading& reading) const;
    Candidates oldest_of_payer(const Reading& reading) const;
    Candidates overpaid_number(const Reading& reading) const;
    Candidates on_account(const Reading& reading) const;
    Candidates customer_of_receipt(const Reading& reading) const;

    // The ERP has applied this entry's receipt already: only quoted numbers may still say otherwise.
    bool applied_before(const Reading& reading) const;

    const ledger::Book& book_;
    const statement::EntryBook& entries_;
    const Pairing& pairing_;
    OpenItems& open_;
    Explainer explain_;
    std::unordered_map<std::int64_t, Row> entry_rows_;                     // by entry number
    std::unordered_map<std::uint64_t, std::vector<Row>> earlier_payments_; // decided before, by amount and text
    // How often each customer has paid an amount, before and in this run.
    std::map<std::tuple<Row, Currency, std::int64_t>, std::size_t> paid_amounts_;
    std::vector<Fate> fates_;
    std::vector<bool> equal_lines_;
    std::vector<Decision> decisions_;
    std::vector<std::size_t> order_; // readings by date
};

} // namespace settled::matching
