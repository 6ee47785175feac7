// proposals.hpp -- what a person is shown beside a question, best first, at most limits::alternatives of them.
//
// Each is a whole answer that can be accepted as it stands: items with what is paid of each, or the customer's account.
#pragma once

#include "matching/candidates.hpp"

#include <span>
#include <utility>
#include <vector>

namespace settled::matching {

// Of one entry; for one answer.
class Proposer {
  public:
    Proposer(const Explainer& explain, const Reading& reading) : explain_(explain), reading_(reading) {}

    std::vector<Proposal> all();
    // Items of a customer whose money it is that make just this amount; none of them is proved.
    std::vector<Proposal> of_just_this_amount(Row customer);
    // It may be none of the items, and the payer's money all the same.
    std::vector<Proposal> only_the_account();

  private:
    void propose(std::span<const Row> items, std::vector<Evidence> first, Grade grade);
    void sums_beside(std::span<const Row> quoted, Row customer, Explainer::Sizes sizes);
    void quoted_and_rest(const QuotedGroup& group);
    void all_of_them(const QuotedGroup& group);
    void contract(const QuotedGroup& group);
    void amounts_of(Row customer, bool sums_too);
    void near_numbers();
    void account();

    const Explainer& explain_;
    const Reading& reading_;
    std::vector<Proposal> shown_;
};

} // namespace settled::matching
