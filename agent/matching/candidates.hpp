// candidates.hpp -- the ways in which an entry may be explained, from the strongest to the weakest.
//
// Each way answers with the explanations it holds for certain against what is open right now; one is
// an answer, several are a tie. Nothing is taken: the solver does that.
#pragma once

#include "ledger/book.hpp"
#include "matching/open_items.hpp"
#include "matching/reading.hpp"
#include "matching/rules.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace settled::matching {

struct Candidate {
    Proposal proposal;
    bool third_party = false;
};
using Candidates = std::vector<Candidate>;

// The items of one customer that a text quotes.
struct QuotedGroup {
    Row customer = no_row;
    std::vector<Row> items; // still open, each once, by row
    std::vector<Row> paid;  // quoted, and nothing is open on them any more
    std::vector<Row> pool;  // carried by a number that several items have: some of them are meant
    std::vector<Row> weak;  // of `items`: quoted by a weak number only
    std::vector<Evidence> evidence;
    bool strong = false;         // at least one number that is not weak
    bool certain_numbers = true; // none was read from its ending only
};

// Hundreds of the main unit: how people pay rents and into a running balance.
bool round_sum(std::int64_t amount, Currency currency);

class Explainer {
  public:
    Explainer(const ledger::Book& book, const statement::EntryBook& entries, const References& references, const OpenItems& open,
              const Rules& rules)
        : book_(book), entries_(entries), references_(references), open_(open), rules_(rules) {}

    // Customers quote numbers that the ledger does not have: what rests on amounts alone proves less.
    void expect_gaps(bool gaps) { ledger_has_gaps_ = gaps; }

    // With quoted numbers.
    Candidates exact_numbers(const Reading& reading) const;         // … that add up
    Candidates numbers_with_residual(const Reading& reading) const; // … with a named difference, or part of one item
    Candidates nearly_quoted(const Reading& reading) const;         // one sign wrong or cut short, the amount exact
    Candidates numbers_and_rest(const Reading& reading) const;      // some quoted, the rest a unique sum
    Candidates overpaid_number(const Reading& reading) const;       // one quoted, more paid than is open
    // Without.
    Candidates amount_of_payer(const Reading& reading) const;
    Candidates sum_of_payer(const Reading& reading) const;
    Candidates oldest_of_payer(const Reading& reading) const; // only customers known for it
    // The customer is certain, the item is not: on account.
    std::optional<Candidate> on_account(const Reading& reading) const;
    // What a person may want to see, best first, at most limits::alternatives.
    std::vector<Proposal> proposals(const Reading& reading) const;

    std::vector<QuotedGroup> groups(const Reading& reading) const; // by customer row
    // Could this entry be about this item? Not where it quotes numbers and none of them is the item's, nearly.
    bool may_mean(const Reading& reading, Row item) const;
    // The ledger's opening day forbids settling this entry to this customer without a number.
    bool before_opening(const Reading& reading, Row customer) const;

  private:
    enum class Standing : std::uint8_t { refused, own, third_party };

    Standing standing(const Reading& reading, const QuotedGroup& group, std::span<const QuotedGroup> all) const;
    std::vector<Row> exact_items(const Reading& reading, const QuotedGroup& group) const;
    std::int64_t sum(std::span<const Row> items) const;
    std::vector<Row> other_items(const Reading& reading, Row customer, std::span<const Row> without) const;
    Candidate settled(const Reading& reading, std::span<const Row> items, std::span<const Evidence> numbers,
                      Standing standing) const;
    void add_payer(const Reading& reading, Row customer, bool third_party, Proposal& proposal) const;
    void add_age(const Reading& reading, Proposal& proposal) const;
    std::string_view payer_name(const Reading& reading) const;
    bool payer_may_settle(const Reading& reading) const;
    std::vector<Row> may_be(const Reading& reading) const;
    bool slip_for_another(const Reading& reading, Row quoted) const;
    bool tells_apart(const Reading& reading, std::span<const Row> items) const;

    const ledger::Book& book_;
    const statement::EntryBook& entries_;
    const References& references_;
    const OpenItems& open_;
    const Rules& rules_;
    bool ledger_has_gaps_ = false;
};

} // namespace settled::matching
