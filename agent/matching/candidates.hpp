// candidates.hpp -- the ways in which an entry may be explained, from the strongest to the weakest.
//
// Each way finds the explanations it holds for certain against what is open right now; one is an answer, several are a
// tie. Nothing is taken: the solver does that. An explanation is told, with its evidence, only when it is the answer.
#pragma once

#include "ledger/book.hpp"
#include "matching/advices.hpp"
#include "matching/combinations.hpp"
#include "matching/explanation.hpp"
#include "matching/open_items.hpp"
#include "matching/quoted_group.hpp"
#include "matching/reading.hpp"
#include "matching/rules.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace settled::matching {

using Candidates = std::vector<Candidate>;

class Explainer {
  public:
    Explainer(const ledger::Book& book, const statement::EntryBook& entries, const References& references, EntryReader& reader,
              const OpenItems& open, const Advices& advices, const Rules& rules);

    // Customers quote numbers that the ledger does not have: what rests on amounts alone proves less.
    void expect_gaps(bool gaps) { ledger_has_gaps_ = gaps; }

    // Each appends what it finds. What the payer's remittance advice lists:
    void advised(const Reading& reading, Candidates& found) const;
    // With quoted numbers.
    void exact_numbers(const Reading& reading, Candidates& found) const;         // … that add up
    void numbers_with_residual(const Reading& reading, Candidates& found) const; // … with a named difference, or part of one item
    void nearly_quoted(const Reading& reading, Candidates& found) const;
    void numbers_and_rest(const Reading& reading, Candidates& found) const;
    void overpaid_number(const Reading& reading, Candidates& found) const; // one quoted, more paid than is open
    // Without.
    void amount_of_payer(const Reading& reading, Candidates& found) const;
    void sum_of_payer(const Reading& reading, Candidates& found) const;
    void oldest_of_payer(const Reading& reading, Candidates& found) const; // only customers known for it
    // The customer is certain, the item is not: on account.
    void on_account(const Reading& reading, Candidates& found) const;

    // The explanation with its evidence.
    Proposal told(const Reading& reading, const Explanation& explanation) const;

    // By customer row; until the next are asked for.
    std::span<const QuotedGroup> groups(const Reading& reading) const;
    // Could this entry be about this item? Not where it quotes numbers and none of them is the item's, nearly.
    bool may_mean(const Reading& reading, Row item) const;
    // Does the text name, or hint at, more documents than so many of the ledger's?
    bool quotes_more_than(std::size_t numbers, const Reading& reading) const;
    // The ledger's opening day forbids settling this entry to this customer without a number.
    bool before_opening(const Reading& reading, Row customer) const;

  private:
    friend class Proposer; // proposals.hpp
    enum class Standing : std::uint8_t { refused, own, third_party };

    Standing standing(const Reading& reading, const QuotedGroup& group, std::span<const QuotedGroup> all) const;
    Rows all_items(const QuotedGroup& group) const;                                           // with those listed
    std::span<const Row> exact_items(const Reading& reading, const QuotedGroup& group) const; // until the next are asked for
    std::int64_t sum(std::span<const Row> items) const;
    std::vector<Row> other_items(const Reading& reading, Row customer, std::span<const Row> without) const;
    // … of how many items the rest beside those quoted is.
    struct Sizes {
        std::size_t min = 1, max = 1;
    };
    static Sizes sizes_of_rest(const Reading& reading, std::size_t quoted);
    // Which of other_items() add up to an amount.
    Combination sums(const Reading& reading, Row customer, std::span<const Row> without, std::int64_t amount,
                     std::size_t size_min, std::size_t size_max, Alike alike = Alike::apart) const;
    // Of several items the one that fell due first is paid first; credits are used up. Gives what is over.
    std::vector<Share*> by_age(std::span<Share> shares) const;
    std::int64_t pay_by_age(std::int64_t money, std::span<Share> shares) const;
    std::optional<Candidate> part_of_several(const Reading& reading, std::span<const Row> items) const;
    Candidate settled(const Reading& reading, std::span<const Row> items, Way way, Standing standing) const;
    bool payer_may_settle(const Reading& reading) const;
    bool pays_for_subsidiaries(const Reading& reading) const;
    bool adds_up_twice(const Reading& reading) const;
    std::vector<Row> may_be(const Reading& reading) const;
    bool slip_for_another(const Reading& reading, Row quoted) const;
    bool makes(const Reading& reading, const QuotedGroup& group, std::int64_t amount) const;
    bool tells_apart(const Reading& reading, std::span<const Row> items) const;
    std::vector<std::string_view> written_numbers(const Reading& reading) const;
    bool nearly_quotes(const Reading& reading, std::string_view signs, std::string_view number) const;
    bool may_be_neighbour(const Reading& reading, std::string_view signs, std::string_view number, Row item) const;

    const Advice* advice_of(const Reading& reading) const;
    std::vector<Evidence> advice_told(const Reading& reading) const;
    // telling.cpp
    Proposal told(const Reading& reading, const Explanation& explanation, std::vector<Evidence>&& first) const;
    std::vector<Evidence> quoted_numbers(const Reading& reading, std::span<const Row> items) const;
    Evidence near_number(const Reading& reading, Row item) const;
    void tell_difference(const Reading& reading, const Explanation& explanation, std::span<const Row> items,
                         Proposal& proposal) const;
    void tell_payer(const Reading& reading, Row customer, bool third_party, Proposal& proposal) const;
    void tell_age(const Reading& reading, Proposal& proposal) const;
    std::string number_text(const Reading& reading, const QuotedHit& hit) const;
    std::string_view payer_name(const Reading& reading) const;
    const ledger::Book& book_;
    const statement::EntryBook& entries_;
    const References& references_;
    EntryReader& reader_; // reads an entry's words again where a way needs them
    const OpenItems& open_;
    const Advices& advices_;
    const Rules& rules_;
    bool ledger_has_gaps_ = false;
    std::unordered_set<std::string_view> parents_; // ids of customers that others belong to
    mutable std::vector<QuotedGroup> groups_;      // the memory of groups()
    mutable Rows exact_;                           // … and of exact_items()
};

} // namespace settled::matching
