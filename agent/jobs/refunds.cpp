#include "jobs/refunds.hpp"

#include "jobs/match_words.hpp"

#include <algorithm>
#include <vector>

namespace settled::jobs {
namespace {

using matching::State;

bool holds_money(const store::StoredMatch& match) { return match.amount.minor_units > 0 && match.state != State::reversed; }

bool gives_back(const store::StoredMatch& out, const Refund& refund) {
    return out.company == refund.match->company && out.amount.currency == refund.over.currency &&
           out.amount.minor_units == -refund.over.minor_units && out.date >= refund.match->date &&
           !out.counterparty_name.empty() && out.counterparty_name == refund.match->counterparty_name &&
           out.state != State::reversed;
}

} // namespace

std::vector<Refund> refunds(std::span<const store::StoredMatch> standing) {
    std::vector<Refund> made;
    std::vector<const store::StoredMatch*> outgoing;
    for (const store::StoredMatch& match : standing) {
        if (match.amount.minor_units < 0) outgoing.push_back(&match);
        if (!holds_money(match)) continue;
        if (match.duplicate_of != 0)
            made.push_back({&match, Refund::Reason::paid_twice, match.amount});
        else if (match.best.residual == matching::Residual::overpayment && match.best.residual_amount > 0 &&
                 match.state != State::question)
            made.push_back({&match, Refund::Reason::paid_too_much, {match.best.residual_amount, match.amount.currency}});
    }
    for (const store::StoredMatch* out : outgoing) {
        const auto back = std::ranges::find_if(made, [&](const Refund& refund) { return gives_back(*out, refund); });
        if (back != made.end()) made.erase(back);
    }
    return made;
}

std::string refund_reason(const Refund& refund, matching::Language language) {
    using enum matching::EvidenceKind;
    const store::StoredProposal& best = refund.match->best;
    const auto fact = refund.reason == Refund::Reason::paid_twice ? duplicate_of_entry : amount_over;
    const auto found = std::ranges::find(best.evidence, fact, &store::StoredEvidence::kind);
    if (found == best.evidence.end()) return match_summary(*refund.match, customer_of(best), language);
    return match_reasons(best, language)[static_cast<std::size_t>(found - best.evidence.begin())];
}

} // namespace settled::jobs
