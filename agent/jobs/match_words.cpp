#include "jobs/match_words.hpp"

namespace settled::jobs {
namespace {

matching::EvidenceView view(const store::StoredEvidence& evidence) {
    return {evidence.kind, evidence.residual, evidence.document_number, evidence.customer_id, evidence.customer_name,
            evidence.text, evidence.amount,   evidence.limit,           evidence.count,       evidence.days};
}

} // namespace

std::vector<std::string> match_reasons(const store::StoredProposal& proposal, matching::Language language) {
    std::vector<std::string> sentences;
    for (const store::StoredEvidence& evidence : proposal.evidence)
        sentences.push_back(matching::words(view(evidence), language));
    return sentences;
}

std::string documents_of(const store::StoredProposal& proposal) {
    std::string text;
    for (const store::StoredAllocation& allocation : proposal.allocations)
        if (!allocation.document_number.empty()) text += (text.empty() ? "" : ", ") + allocation.document_number;
    return text;
}

std::string customer_of(const store::StoredProposal& proposal) {
    if (proposal.allocations.empty()) return {};
    return proposal.allocations.front().ledger + ":" + proposal.allocations.front().customer_id;
}

std::string match_summary(const store::StoredMatch& match, const std::string& customer, matching::Language language) {
    const std::string documents = documents_of(match.best);
    return matching::sentence({match.state, match.best.grade, match.not_receivable, match.best.residual, match.amount,
                               match.best.residual_amount, customer, documents, match.duplicate_of},
                              language);
}

} // namespace settled::jobs
